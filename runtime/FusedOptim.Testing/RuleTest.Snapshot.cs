using System.Runtime.CompilerServices;

namespace FusedOptim.Testing;

public static partial class RuleTest
{
    /// <summary>
    /// Compares what the generator makes of a rule with files that were read and accepted. They stand beside the test and
    /// are named <c>FILE.METHOD#HINT.verified.cs</c>, after the file and the method of the test and the full name of the rule; those of
    /// the graph end in <c>.ir.verified.txt</c>.
    /// </summary>
    /// <remarks>
    /// On a difference the new text is written beside the accepted one, as <c>.received.cs</c>. Read it; then rename it, or
    /// run the tests once with the environment variable FUSEDOPTIM_ACCEPT_SNAPSHOTS set to 1, which accepts all that
    /// differ. A file of the rule whose text is no longer generated is a difference too. Line ends do not count. The rule is compiled
    /// by itself, on the assemblies that the test refers to, by the generator of this library.
    /// </remarks>
    /// <param name="path">The source file that declares the rule, relative to the file of the test.</param>
    /// <param name="content">Which texts to compare.</param>
    /// <param name="testFile">The file of the test, from the compiler.</param>
    /// <param name="test">The method of the test, from the compiler.</param>
    /// <exception cref="SnapshotException">A text differs or is missing, or the rule does not compile.</exception>
    /// <exception cref="FileNotFoundException">There is no such source file.</exception>
    public static void Snapshot(
        string path,
        SnapshotContent content = SnapshotContent.Computation,
        [CallerFilePath] string testFile = "",
        [CallerMemberName] string test = "") =>
        Snapshot([path], content, testFile, test);

    /// <inheritdoc cref="Snapshot(string, SnapshotContent, string, string)"/>
    /// <param name="paths">The source files that declare the rule and what it uses of its own project, relative to the
    /// file of the test.</param>
    /// <param name="content">Which texts to compare.</param>
    /// <param name="testFile">The file of the test, from the compiler.</param>
    /// <param name="test">The method of the test, from the compiler.</param>
    public static void Snapshot(
        IReadOnlyList<string> paths,
        SnapshotContent content = SnapshotContent.Computation,
        [CallerFilePath] string testFile = "",
        [CallerMemberName] string test = "")
    {
        var file = SourceFile.Find(testFile);
        var folder = Path.GetDirectoryName(file)!;
        var sources = paths.Select(path => File.ReadAllText(Path.Combine(folder, path))).ToList();
        Match(file, test, sources, content);
    }

    /// <summary>
    /// Compares what the generator makes of a rule, given as source text, with files that were read and accepted.
    /// </summary>
    /// <inheritdoc cref="Snapshot(string, SnapshotContent, string, string)" path="/remarks"/>
    /// <param name="source">The text of a source file that declares the rule.</param>
    /// <param name="content">Which texts to compare.</param>
    /// <param name="testFile">The file of the test, from the compiler.</param>
    /// <param name="test">The method of the test, from the compiler.</param>
    /// <exception cref="SnapshotException">A text differs or is missing, or the rule does not compile.</exception>
    public static void SnapshotSource(
        string source,
        SnapshotContent content = SnapshotContent.Computation,
        [CallerFilePath] string testFile = "",
        [CallerMemberName] string test = "") =>
        Match(SourceFile.Find(testFile), test, [source], content);

    private static void Match(string testFile, string test, IEnumerable<string> sources, SnapshotContent content)
    {
        var (declarations, texts) = GeneratedTexts.Of(sources, content);
        SnapshotFiles.Match(testFile, test, texts, declarations);
    }
}
