namespace FusedOptim.Testing.Tests;

/// <summary>The comparer itself, on a folder of its own.</summary>
public sealed class SnapshotFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WhatWasAcceptedPasses()
    {
        Match([("Rule.g.cs", "a\nb\n")], accept: true);
        Match([("Rule.g.cs", "a\r\nb\r\n")]);
        Assert.Equal("a\nb\n", File.ReadAllText(Path.Combine(_folder, "Test#Rule.g.verified.cs")));
    }

    [Fact]
    public void WhatWasNeverAcceptedFailsAndIsWritten()
    {
        var message = Failure([("Rule.g.cs", "a\n")]);
        Assert.Contains("does not exist yet", message);
        Assert.Equal("a\n", File.ReadAllText(Path.Combine(_folder, "Test#Rule.g.received.cs")));
    }

    [Fact]
    public void ADifferenceNamesItsFirstLine()
    {
        Match([("Rule.g.cs", "a\nb\nc\n")], accept: true);
        var message = Failure([("Rule.g.cs", "a\nB\nC\n")]);
        Assert.Contains("line 2", message);
        Assert.Contains("accepted: b", message);
        Assert.Contains("received: B", message);
        Assert.Contains("mv ", message);
    }

    [Fact]
    public void APassingRunRemovesWhatAFailingOneWrote()
    {
        Match([("Rule.g.cs", "a\n")], accept: true);
        Failure([("Rule.g.cs", "b\n")]);
        Match([("Rule.g.cs", "a\n")]);
        Assert.Empty(Directory.GetFiles(_folder, "*.received.*"));
    }

    [Fact]
    public void WhatIsNoLongerProducedFails()
    {
        Match([("Rule.g.cs", "a\n"), ("Other.g.cs", "b\n")], accept: true);
        Assert.Contains("Test#Other.g.verified.cs is no longer produced", Failure([("Rule.g.cs", "a\n")]));
    }

    [Fact]
    public void FilesOfOtherDeclarationsAreKept()
    {
        Match([("Rule.g.cs", "a\n"), ("Rule.Old.g.cs", "b\n")], accept: true, ["Rule"]);
        Match([("Ruler.g.cs", "c\n")], accept: true, ["Ruler"]);
        Assert.Contains("Test#Rule.Old.g.verified.cs is no longer produced", Failure([("Rule.g.cs", "a\n")], ["Rule"]));
        Match([("Rule.g.cs", "a\n")], accept: true, ["Rule"]);
        Match([("Rule.g.cs", "a\n")], declarations: ["Rule"]);
        Match([("Ruler.g.cs", "c\n")], declarations: ["Ruler"]);
        Assert.Equal(["Test#Rule.g.verified.cs", "Test#Ruler.g.verified.cs"],
            Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private string Failure((string, string)[] texts, string[]? declarations = null) =>
        Assert.Throws<SnapshotException>(() => Match(texts, declarations: declarations)).Message;

    private void Match((string, string)[] texts, bool accept = false, string[]? declarations = null) =>
        SnapshotFiles.Match(_folder, "Test", texts, declarations, accept);
}
