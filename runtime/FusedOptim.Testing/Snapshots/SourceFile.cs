namespace FusedOptim.Testing;

/// <summary>Finds a source file that the compiler named.</summary>
internal static class SourceFile
{
    // What deterministic builds write for the root of the repository.
    private const string MappedRoot = "/_/";

    /// <summary>The path of a source file as it is on this machine.</summary>
    /// <param name="path">The path that the compiler gave (<c>CallerFilePath</c>).</param>
    /// <exception cref="FileNotFoundException">The file is not here.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path))
            return path;
        if (path.StartsWith(MappedRoot, StringComparison.Ordinal))
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, path[MappedRoot.Length..]);
                if (File.Exists(candidate))
                    return candidate;
            }
        }

        throw new FileNotFoundException(
            $"The file of the test, {path}, is not here; a snapshot test must run where it was built.", path);
    }
}
