namespace FusedOptim.Tests.Documentation;

/// <summary>The folder of the repository, for tests that compare its pages.</summary>
internal static class RepositoryFolder
{
    public static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FusedOptim.sln")))
        {
            folder = Path.GetDirectoryName(folder) ??
                throw new InvalidOperationException($"{AppContext.BaseDirectory} is not below the repository.");
        }

        return folder;
    }
}
