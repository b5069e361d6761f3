using System.Reflection;

namespace FusedOptim.Packages.Tests;

/// <summary>
/// The packages, packed once for all tests into a temporary folder, and a package cache that is empty at first. Test classes
/// receive it in their constructor, if they have <c>[Collection(PackedPackages.Collection)]</c>.
/// </summary>
public sealed class PackedPackages : IDisposable
{
    /// <summary>The name of the collection of tests that share the packages.</summary>
    public const string Collection = "packed packages";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("fusedoptim-packages-");
    private int _folders;

    /// <summary>Packs the projects that the tests were built with.</summary>
    public PackedPackages()
    {
        var configuration = typeof(PackedPackages).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        // The command of the documentation; without a build, since other tests use what is built. A file of its own for each run.
        var packing = DotnetCommand.Run(
            Repository.Root, CachePath,
            "pack", "FusedOptim.sln", "--no-build", "-c", configuration, "-o", FolderPath, "-nologo",
            $"-p:NuspecOutputPath={Path.Combine(_root.FullName, "nuspec")}");
        if (packing.ExitCode != 0)
            Dispose();
        packing.ThrowUnlessSuccessful();
        // Found from every folder below; the usual sources are those of the user's configuration.
        File.WriteAllText(Path.Combine(_root.FullName, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{FolderPath}" />
              </packageSources>
            </configuration>
            """);
    }

    /// <summary>Gets the folder that the packages are in.</summary>
    public string FolderPath => Path.Combine(_root.FullName, "packages");

    /// <summary>Gets the packages, by id.</summary>
    public IReadOnlyDictionary<string, Package> ById => field ??= Directory.GetFiles(FolderPath, "*.nupkg")
        .Select(static path => new Package(path)).ToDictionary(static package => package.Id, StringComparer.Ordinal);

    private string CachePath => Path.Combine(_root.FullName, "cache");

    /// <summary>Creates an empty folder whose restores find the packages, outside of the repository.</summary>
    public EmptyFolder CreateFolder() =>
        new(_root.CreateSubdirectory($"folder{Interlocked.Increment(ref _folders)}"), CachePath);

    /// <inheritdoc/>
    public void Dispose() => _root.Delete(recursive: true);
}
