namespace FusedOptim.Testing.Tests;

/// <summary>What <see cref="RuleTest.Snapshot(string, SnapshotContent, string, string)"/> compares, in a folder of its own.</summary>
public sealed class SnapshotTests : IDisposable
{
    private const string Rule =
        """
        namespace UserProject;

        [FusedOptim.UpdateRule]
        public sealed partial record Plain(double LearningRate = 0.1)
        {
            private double Direction(double gradient) => gradient;
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    private string TestFile => Path.Combine(_folder, "PlainTests.cs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WritesWhatToAcceptAndPassesOnceItIsAccepted()
    {
        Write();
        var failure = Assert.Throws<SnapshotException>(() => RuleTest.Snapshot("Plain.cs", testFile: TestFile, test: "Code"));
        Assert.Contains("PlainTests.Code#UserProject.Plain.Kernels.g.verified.cs does not exist yet", failure.Message);
        Assert.Contains("FUSEDOPTIM_ACCEPT_SNAPSHOTS=1 dotnet test", failure.Message);
        foreach (var received in Directory.GetFiles(_folder, "*.received.*"))
            File.Move(received, received.Replace(".received.", ".verified."));
        Assert.Equal(
            ["UserProject.Plain.Kernels.g.verified.cs", "UserProject.Plain.ir.verified.txt"],
            Directory.GetFiles(_folder, "*.verified.*").Select(file => Path.GetFileName(file).Split('#')[1]).Order(StringComparer.Ordinal));

        RuleTest.Snapshot("Plain.cs", testFile: TestFile, test: "Code");
        RuleTest.SnapshotSource(Rule, testFile: TestFile, test: "Code");
    }

    [Theory]
    [InlineData(SnapshotContent.Computation)]
    [InlineData(SnapshotContent.Everything)]
    public void TestsOfOneFileAndMethodNameKeepTheirRulesApart(SnapshotContent content)
    {
        Write();
        string[] rules = [Rule, Rule.Replace("Plain(", "Other("), Rule.Replace("Plain(", "PlainToo(")];
        foreach (var rule in rules)
            Assert.Throws<SnapshotException>(() => RuleTest.SnapshotSource(rule, content, TestFile, "Code"));
        foreach (var received in Directory.GetFiles(_folder, "*.received.*"))
            File.Move(received, received.Replace(".received.", ".verified."));
        foreach (var rule in rules)
            RuleTest.SnapshotSource(rule, content, TestFile, "Code");
    }

    [Fact]
    public void NamesTheFirstLineThatDiffers()
    {
        Write();
        Assert.Throws<SnapshotException>(() => RuleTest.SnapshotSource(Rule, testFile: TestFile, test: "Code"));
        foreach (var received in Directory.GetFiles(_folder, "*.received.*"))
            File.Move(received, received.Replace(".received.", ".verified."));
        var failure = Assert.Throws<SnapshotException>(() => RuleTest.SnapshotSource(
            Rule.Replace("=> gradient", "=> -gradient"), testFile: TestFile, test: "Code"));
        Assert.Contains("PlainTests.Code#UserProject.Plain.ir.verified.txt differs first in line", failure.Message);
        Assert.Contains("received: ", failure.Message);
    }

    [Fact]
    public void SaysWhyARuleIsRefused()
    {
        Write();
        var failure = Assert.Throws<SnapshotException>(() => RuleTest.SnapshotSource(
            Rule.Replace("=> gradient", "=> gradients"), testFile: TestFile, test: "Code"));
        Assert.Contains("gradients", failure.Message);
        Assert.Contains("does not compile", failure.Message);
    }

    [Fact]
    public void RefusesSourceWithoutARule()
    {
        Write();
        var failure = Assert.Throws<SnapshotException>(() => RuleTest.SnapshotSource(
            "class Nothing;", testFile: TestFile, test: "Code"));
        Assert.Contains("declares no rule", failure.Message);
    }

    private void Write()
    {
        File.WriteAllText(Path.Combine(_folder, "Plain.cs"), Rule);
        File.WriteAllText(TestFile, "");
    }
}
