using System.Text.RegularExpressions;

namespace FusedOptim.MachineCode.Tests;

/// <summary>Reads what the just-in-time compiler lists of methods for x64 (<c>DOTNET_JitDisasm</c>).</summary>
internal static partial class JitListing
{
    private const string MethodStart = "; Assembly listing for method ";

    /// <summary>The methods of a listing, in its order: their names, and their instructions.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<Instruction> Code)> Read(string listing) =>
    [
        .. listing.Split(MethodStart).Skip(1).Select(method => (method[..method.IndexOf('\n')], ReadMethod(method))),
    ];

    private static IReadOnlyList<Instruction> ReadMethod(string method)
    {
        var lines = new List<string>();
        var labels = new Dictionary<string, int>();
        foreach (var line in method.Split('\n'))
        {
            if (LabelLine().Match(line) is { Success: true } label)
                labels.Add(label.Groups["name"].Value, lines.Count);
            // Padding before a loop is listed as an instruction, and stands outside it.
            else if (InstructionLine().IsMatch(line) && !line.TrimStart().StartsWith("align ", StringComparison.Ordinal))
                lines.Add(line.Trim());
        }

        // With a frame of its own kind, rbp is a register like others.
        var stackAccess = method.Contains("; rsp based frame", StringComparison.Ordinal) ? StackPointerAccess() : FrameAccess();
        return [.. lines.Select(line => Read(line, labels, stackAccess))];
    }

    private static Instruction Read(string line, IReadOnlyDictionary<string, int> labels, Regex stackAccess)
    {
        var name = line.Split(' ')[0];
        return new(
            IsStackAccess: name is "push" or "pop" || (name != "lea" && stackAccess.IsMatch(line)),
            IsCall: name is "call" or "tail.jmp",
            IsEnd: name is "jmp" or "ret" or "tail.jmp" or "int3",
            Target: JumpTarget().Match(line) is { Success: true } jump ? labels[jump.Groups["name"].Value] : null);
    }

    [GeneratedRegex(@"^(?<name>G_M\w+):")]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"^ {6,}[a-z]")]
    private static partial Regex InstructionLine();

    [GeneratedRegex(@"^j\w+ +(SHORT )?(?<name>G_M\w+)")]
    private static partial Regex JumpTarget();

    [GeneratedRegex(@"\[rsp")]
    private static partial Regex StackPointerAccess();

    [GeneratedRegex(@"\[r[sb]p")]
    private static partial Regex FrameAccess();
}
