using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace FusedOptim.Packages.Tests;

/// <summary>The packages contain what they should, and nothing of the machine that packed them.</summary>
[Collection(PackedPackages.Collection)]
public sealed partial class PackageContentTests(PackedPackages packages)
{
    private const int LongestReleaseNotes = 35_000;

    private static readonly string[] AllIds =
    [
        "FusedOptim", "FusedOptim.Training", "FusedOptim.Training.Onnx", "FusedOptim.Training.Plots", "FusedOptim.Testing", "FusedOptim.TorchSharp",
    ];

    public static TheoryData<string> Ids => [.. AllIds];

    [Fact]
    public void TheCommandPacksExactlySixPackagesWithTheirSymbols()
    {
        var version = packages.ById["FusedOptim"].Value("version");
        Assert.Equal(
            AllIds.SelectMany(id => (string[])[$"{id}.{version}.nupkg", $"{id}.{version}.snupkg"]).Order(StringComparer.Ordinal),
            Directory.GetFiles(packages.FolderPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(
        "FusedOptim",
        "FusedOptim.nuspec", "README.md", "analyzers/dotnet/cs/FusedOptim.CodeFixes.dll", "analyzers/dotnet/cs/FusedOptim.Generator.dll",
        "buildTransitive/FusedOptim.targets", "icon.png", "lib/net10.0/FusedOptim.dll", "lib/net10.0/FusedOptim.xml")]
    [InlineData(
        "FusedOptim.Training",
        "FusedOptim.Training.nuspec", "README.md", "icon.png", "lib/net10.0/FusedOptim.Training.dll", "lib/net10.0/FusedOptim.Training.xml")]
    [InlineData(
        "FusedOptim.Testing",
        "FusedOptim.Testing.nuspec", "README.md", "build/FusedOptim.Testing.targets", "icon.png", "lib/net10.0/FusedOptim.Generator.dll",
        "lib/net10.0/FusedOptim.Testing.dll", "lib/net10.0/FusedOptim.Testing.xml")]
    [InlineData(
        "FusedOptim.Training.Onnx",
        "FusedOptim.Training.Onnx.nuspec", "README.md", "icon.png", "lib/net10.0/FusedOptim.Training.Onnx.dll",
        "lib/net10.0/FusedOptim.Training.Onnx.xml")]
    [InlineData(
        "FusedOptim.Training.Plots",
        "FusedOptim.Training.Plots.nuspec", "LICENSE-DejaVu.txt", "README.md", "icon.png", "lib/net10.0/FusedOptim.Training.Plots.dll",
        "lib/net10.0/FusedOptim.Training.Plots.xml")]
    [InlineData(
        "FusedOptim.TorchSharp",
        "FusedOptim.TorchSharp.nuspec", "README.md", "icon.png", "lib/net10.0/FusedOptim.TorchSharp.dll",
        "lib/net10.0/FusedOptim.TorchSharp.xml")]
    public void ThePackageHasTheseFiles(string id, params string[] files) => Assert.Equal(files, packages.ById[id].Files);

    [Fact]
    public void TestsRunTheGeneratorThatProjectsCompileWith() => Assert.Equal(
        packages.ById["FusedOptim"].Bytes("analyzers/dotnet/cs/FusedOptim.Generator.dll"),
        packages.ById["FusedOptim.Testing"].Bytes("lib/net10.0/FusedOptim.Generator.dll"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheManifestSaysWhatThePackageIs(string id)
    {
        var package = packages.ById[id];
        Assert.Equal("FusedOptim contributors", package.Value("authors"));
        Assert.Equal("MIT", package.Value("license"));
        Assert.Equal("README.md", package.Value("readme"));
        Assert.Equal("icon.png", package.Value("icon"));
        Assert.InRange(package.Value("description")!.Length, 100, 400);
        Assert.Contains("optimizer", package.Value("tags")!.Split(' '));
        // The gallery refuses longer ones.
        Assert.InRange(package.Value("releaseNotes")!.Length, 100, LongestReleaseNotes);
        // An address is that of the clone's remote, if it has one that others can open.
        Assert.All(
            package.Addresses, static address => Assert.StartsWith("https://", address, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void PackagesDependOnThoseOfTheirVersion(string id) => Assert.All(
        packages.ById[id].Metadata.Descendants()
            .Where(static element => element.Name.LocalName == "dependency")
            .Where(static element => element.Attribute("id")!.Value.StartsWith("FusedOptim", StringComparison.Ordinal)),
        element => Assert.Equal(packages.ById[id].Value("version"), element.Attribute("version")!.Value));

    [Fact]
    public void TheNativeLibrariesOfTorchSharpAreLeftToTheApplication() => Assert.Equal(
        ["TorchSharp"],
        packages.ById["FusedOptim.TorchSharp"].Metadata.Descendants()
            .Where(static element => element.Name.LocalName == "dependency")
            .Select(static element => element.Attribute("id")!.Value)
            .Where(static id => id.Contains("torch", StringComparison.OrdinalIgnoreCase) && !id.StartsWith("FusedOptim", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void LinksAreAbsolute(string id) => Assert.All(
        (string[])[packages.ById[id].Text("README.md"), packages.ById[id].Value("releaseNotes")!],
        static text => Assert.Empty(RelativeLink().Matches(text)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheIconHasTheSizeThatTheGalleryShows(string id)
    {
        // A signature of 8 bytes, then length and type of the first chunk, then width and height.
        var png = packages.ById[id].Bytes("icon.png");
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void NoFileNamesAFolderOfTheMachine(string id)
    {
        var symbols = new Package(Path.Combine(packages.FolderPath, $"{id}.{packages.ById[id].Value("version")}.snupkg"));
        var root = Encoding.UTF8.GetBytes(Repository.Root);
        foreach (var package in (Package[])[packages.ById[id], symbols])
            Assert.All(package.Files, file => Assert.Equal(-1, package.Bytes(file).AsSpan().IndexOf(root)));
    }

    [GeneratedRegex(@"\]\((?!https://)")]
    private static partial Regex RelativeLink();
}
