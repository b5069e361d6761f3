
namespace FusedOptim.Testing;

/// <summary>
/// Compares texts with files that were read and accepted: <c>FILE.METHOD#HINT.verified.cs</c> beside the test, the
/// convention of Verify.SourceGenerators. On a difference the new text is written beside it as <c>.received</c>.
/// </summary>
internal static class SnapshotFiles
{
    /// <summary>Set to 1, this environment variable accepts everything that differs.</summary>
    public const string AcceptVariable = "FUSEDOPTIM_ACCEPT_SNAPSHOTS";

    /// <summary>Compares texts with the files beside a test.</summary>
    /// <param name="testFile">The file of the test.</param>
    /// <param name="test">Its method.</param>
    /// <param name="texts">The texts; the extension of a name becomes that of the file.</param>
    /// <param name="declarations">The full names of what the texts were generated for. A file without a text counts only if it is one of
    /// theirs: another class in the file of the test can have a method of the same name. Every file counts where it is null.</param>
    /// <exception cref="SnapshotException">A text differs or is missing, or there is a file without a text.</exception>
    public static void Match(
        string testFile, string test, IEnumerable<(string Name, string Text)> texts, IReadOnlyList<string>? declarations = null) => Match(
        Path.GetDirectoryName(testFile)!,
        $"{Path.GetFileNameWithoutExtension(testFile)}.{test}",
        texts,
        declarations,
        Environment.GetEnvironmentVariable(AcceptVariable) == "1");

    /// <summary>Compares texts with the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="prefix">What the names of the files begin with.</param>
    /// <param name="texts">The texts; the extension of a name becomes that of the file.</param>
    /// <param name="declarations">The full names of what the texts were generated for; null where every file of the prefix counts.</param>
    /// <param name="accept">Whether to write what differs instead of failing.</param>
    /// <exception cref="SnapshotException">A text differs or is missing, or there is a file without a text.</exception>
    public static void Match(
        string folder, string prefix, IEnumerable<(string Name, string Text)> texts, IReadOnlyList<string>? declarations, bool accept)
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
            var before = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
            if (actual == before)
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
                failures.Add($"{Path.GetFileName(verified)} {FirstDifference(before, actual)}{Environment.NewLine}" +
                    $"  accept with: mv '{received}' '{verified}'");
            }
        }

        var accepted = Directory.GetFiles(folder, $"{prefix}#*.verified.*");
        foreach (var stale in accepted.Where(file => !expected.Contains(file) && IsOf(declarations, HintOf(file, prefix))))
        {
            if (accept)
                File.Delete(stale);
            else
                failures.Add($"{Path.GetFileName(stale)} is no longer produced.{Environment.NewLine}  accept with: rm '{stale}'");
        }

        if (failures.Count != 0)
        {
            throw new SnapshotException(string.Join(Environment.NewLine, failures) +
                $"{Environment.NewLine}or accept all: {AcceptVariable}=1 dotnet test");
        }
    }

    private static string HintOf(string file, string prefix) => Path.GetFileName(file)[(prefix.Length + 1)..];

    // A dash follows the names of two declarations that differ in case only.
    private static bool IsOf(IReadOnlyList<string>? declarations, string hint) => declarations is null || declarations.Any(name =>
        hint.StartsWith(name, StringComparison.Ordinal) && hint.Length > name.Length && hint[name.Length] is '.' or '-');

    private static string FirstDifference(string? accepted, string actual)
    {
        if (accepted is null)
            return "does not exist yet.";
        var before = accepted.Split('\n');
        var after = actual.Split('\n');
        var line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
            line++;
        return Invariant($"differs first in line {line + 1}:{Environment.NewLine}") +
            $"  accepted: {before.ElementAtOrDefault(line) ?? "(end)"}{Environment.NewLine}" +
            $"  received: {after.ElementAtOrDefault(line) ?? "(end)"}";
    }

    private static string Normalize(string text) => text.ReplaceLineEndings("\n");
}
