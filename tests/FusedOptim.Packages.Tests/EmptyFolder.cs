namespace FusedOptim.Packages.Tests;

/// <summary>A folder of a new user: it has the files that a test writes, and sees the packed packages.</summary>
public sealed class EmptyFolder
{
    private readonly DirectoryInfo _folder;
    private readonly string _cachePath;

    internal EmptyFolder(DirectoryInfo folder, string cachePath) => (_folder, _cachePath) = (folder, cachePath);

    /// <summary>Gets the path of a file or folder in it.</summary>
    /// <param name="path">The path from the folder.</param>
    public string PathOf(string path) => Path.Combine([_folder.FullName, .. path.Split('/')]);

    /// <summary>Writes a file.</summary>
    /// <param name="path">The path from the folder.</param>
    /// <param name="text">Its text.</param>
    public void Write(string path, string text)
    {
        var file = new FileInfo(PathOf(path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, text);
    }

    /// <summary>Writes the files that a page shows (<see cref="PageFiles"/>).</summary>
    /// <param name="page">The text of the page.</param>
    public void WriteFilesOf(string page)
    {
        foreach (var (path, text) in PageFiles.Read(page))
            Write(path, text);
    }

    /// <summary>Runs <c>dotnet</c> in the folder.</summary>
    /// <param name="arguments">Its arguments, separated by spaces.</param>
    /// <param name="variables">Additional environment variables.</param>
    /// <returns>The exit code, and what was printed.</returns>
    public CommandResult Try(string arguments, params IEnumerable<(string Name, string Value)> variables) =>
        DotnetCommand.Run(_folder.FullName, _cachePath, variables, arguments.Split(' '));

    /// <summary>Runs <c>dotnet</c> in the folder, which must succeed.</summary>
    /// <param name="arguments">Its arguments, separated by spaces.</param>
    /// <param name="variables">Additional environment variables.</param>
    /// <returns>What was printed.</returns>
    public string Dotnet(string arguments, params IEnumerable<(string Name, string Value)> variables) =>
        Try(arguments, variables).ThrowUnlessSuccessful().Output;
}
