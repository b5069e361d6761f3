using System.Runtime.CompilerServices;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>
/// Compares texts with files that were read and accepted: <c>CLASS.METHOD#HINT.verified.cs</c> beside the test, the
/// convention of Verify.SourceGenerators. On a difference the new text is written beside it as <c>.received</c>.
/// </summary>
internal static class Snapshot
{
    /// <summary>Set to 1, this environment variable accepts everything that differs.</summary>
    public const string AcceptVariable = "FUSEDOPTIM_ACCEPT_SNAPSHOTS";

    /// <summary>Compares each generated source with its file; a file whose source is no longer generated fails too.</summary>
    public static void Match(
        GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        Match(run, _ => true, testFile, test);

    /// <summary>Compares the sources that compute: the uniforms, and the scalar kernels. What the rest looks like does not
    /// depend on the rule's formula.</summary>
    public static void MatchComputation(
        GeneratorRun run, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "") =>
        Match(run, hint => hint.EndsWith(".Uniforms.g.cs", StringComparison.Ordinal) ||
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

    private static void Match(string testFile, string test, IEnumerable<(string Name, string Text)> texts)
    {
        var path = Repository.PathOfSource(testFile);
        Match(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{test}", texts,
            Environment.GetEnvironmentVariable(AcceptVariable) == "1");
    }

    /// <summary>Compares texts with the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">What the names of the files begin with.</param>
    /// <param name="texts">The texts; the extension of a name becomes that of the file.</param>
    /// <param name="accept">Whether to write what differs instead of failing.</param>
    public static void Match(string folder, string prefix, IEnumerable<(string Name, string Text)> texts, bool accept)
    {
        var failures = new List<string>();
        var expected = new HashSet<string>();
        foreach (var (name, text) in texts)
        {
            var extension = Path.GetExtension(name);
            var stem = Path.Combine(folder, $"{prefix}#{Path.GetFileNameWithoutExtension(name)}");
            var (verified, received) = ($"{stem}.verified{extension}", $"{stem}.received{extension}");
            expected.Add(verified);
            var actual = Normalize(text);
            var accepted = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
            if (actual == accepted)
            {
                File.Delete(received);
            }
            else if (accept)
            {
                File.Delete(received);
                File.WriteAllText(verified, actual);
            }
            else
            {
                File.WriteAllText(received, actual);
                failures.Add($"{Path.GetFileName(verified)} {FirstDifference(accepted, actual)}{Environment.NewLine}" +
                    $"  accept with: mv '{received}' '{verified}'");
            }
        }

        foreach (var stale in Directory.GetFiles(folder, $"{prefix}#*.verified.*").Where(file => !expected.Contains(file)))
        {
            if (accept)
                File.Delete(stale);
            else
                failures.Add($"{Path.GetFileName(stale)} is no longer produced.{Environment.NewLine}  accept with: rm '{stale}'");
        }

        if (failures.Count != 0)
            Assert.Fail(string.Join(Environment.NewLine, failures) +
                $"{Environment.NewLine}or accept all: {AcceptVariable}=1 dotnet test");
    }

    private static string FirstDifference(string? accepted, string actual)
    {
        if (accepted is null)
            return "does not exist yet.";
        var before = accepted.Split('\n');
        var after = actual.Split('\n');
        var line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
            line++;
        return $"differs first in line {line + 1}:{Environment.NewLine}" +
            $"  accepted: {before.ElementAtOrDefault(line) ?? "(end)"}{Environment.NewLine}" +
            $"  received: {after.ElementAtOrDefault(line) ?? "(end)"}";
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n");
}
