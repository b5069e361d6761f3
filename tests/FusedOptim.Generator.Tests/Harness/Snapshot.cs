using System.Runtime.CompilerServices;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>Compares what a run generated with the files that were accepted, as <see cref="RuleTest"/> does.</summary>
internal static class Snapshot
{
    /// <summary>Compares each generated source with its file; a file whose source is no longer generated fails too.</summary>
    public static void Match(
        GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        Match(run, _ => true, testFile, test);

    /// <summary>Compares the sources that compute: the step constants, and the scalar kernels. What the rest looks like does not
    /// depend on the rule's formula.</summary>
    public static void MatchComputation(
        GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        Match(run, hint => hint.EndsWith(".StepConstants.g.cs", StringComparison.Ordinal) ||
            hint.EndsWith(".Scalar.g.cs", StringComparison.Ordinal), testFile, test);

    private static void Match(GeneratorRun run, Func<string, bool> isCompared, string testFile, string test)
    {
        run.AssertClean();
        Match(testFile, test, run.Sources.Where(source => isCompared(source.HintName))
            .Select(source => (source.HintName, source.SourceText.ToString())));
    }

    /// <summary>Compares one text with its file.</summary>
    public static void MatchText(
        string text, string name, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        Match(testFile, test, [(name + ".txt", text)]);

    private static void Match(string testFile, string test, IEnumerable<(string Name, string Text)> texts) =>
        SnapshotFiles.Match(SourceFile.Find(testFile), test, texts);
}
