using System.Runtime.CompilerServices;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>Compares what a run generated with the files that were accepted, as <see cref="RuleTest"/> does.</summary>
internal static class Snapshot
{
    private const int MostLines = 65;

    /// <summary>Compares each generated source with its file; a file whose source is no longer generated fails too.</summary>
    public static void Match(
        GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        run.AssertClean();
        Match(testFile, test, run.Sources.Select(source => (source.HintName, source.SourceText.ToString())));
    }

    /// <summary>Compares the loops of the kernels: what is around them does not depend on the rule's formula.</summary>
    public static void MatchLoops(GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        run.AssertClean();
        var loops = KernelLoops.Of(run);
        // What is longer is not read.
        Assert.InRange(loops.Split('\n').Length, 5, MostLines);
        Match(testFile, test, [("loops.cs", loops)]);
    }

    /// <summary>Compares one text with its file.</summary>
    public static void MatchText(
        string text, string name, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        Match(testFile, test, [(name + ".txt", text)]);

    private static void Match(string testFile, string test, IEnumerable<(string Name, string Text)> texts) =>
        SnapshotFiles.Match(SourceFile.Find(testFile), test, texts);
}
