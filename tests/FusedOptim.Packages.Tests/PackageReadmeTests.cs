namespace FusedOptim.Packages.Tests;

/// <summary>The examples of the packages' pages, run by a new user: an empty folder, an empty package cache.</summary>
[Collection(PackedPackages.Collection)]
public sealed class PackageReadmeTests(PackedPackages packages)
{
    [Fact]
    public void TheProgramOfTheCoreFindsTheMinimum()
    {
        var folder = FolderOf("FusedOptim");
        Assert.Contains("0.999", folder.Dotnet("run -c Release quickstart.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheProgramOfTheTrainerLearns()
    {
        var folder = FolderOf("FusedOptim.Training");
        Assert.Contains("Accuracy on new points: 0.9", folder.Dotnet("run -c Release circle.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void SnapshotsFailUntilTheyAreAccepted()
    {
        var folder = FolderOf("FusedOptim.Testing");
        var first = folder.Try("test -c Release");
        Assert.NotEqual(0, first.ExitCode);
        Assert.Contains("does not exist yet", first.Output, StringComparison.Ordinal);
        Assert.Contains("Passed:     1", first.Output, StringComparison.Ordinal);
        folder.Dotnet("test -c Release --no-build", ("FUSEDOPTIM_ACCEPT_SNAPSHOTS", "1"));
        // With the accepted files in the folder of the project, which are not compiled.
        Assert.Contains("Passed:     2", folder.Dotnet("test -c Release"), StringComparison.Ordinal);
    }

    [Fact]
    public void TheProgramWithOnnxWritesAModel()
    {
        var folder = FolderOf("FusedOptim.Training.Onnx");
        Assert.Matches(@"circle\.onnx has \d{4} bytes", folder.Dotnet("run -c Release circle.cs"));
    }

    [Fact]
    public void TheProgramWithPlotsWritesAPage()
    {
        var folder = FolderOf("FusedOptim.Training.Plots");
        Assert.Matches(@"circle\.html has \d{5,6} bytes", folder.Dotnet("run -c Release circle.cs"));
    }

    [Fact]
    public void TheProgramWithTorchSharpCompiles()
    {
        var page = packages.ById["FusedOptim.TorchSharp"].Text("README.md");
        var folder = packages.CreateFolder();
        // Without the native libraries, which are more than a hundred megabytes to run it.
        folder.WriteFilesOf(page.Replace("#:package TorchSharp-cpu@0.107.0\n", "", StringComparison.Ordinal));
        folder.Dotnet("build -c Release surface.cs");
    }

    private EmptyFolder FolderOf(string id)
    {
        var folder = packages.CreateFolder();
        folder.WriteFilesOf(packages.ById[id].Text("README.md"));
        return folder;
    }
}
