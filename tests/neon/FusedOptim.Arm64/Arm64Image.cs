using System.Globalization;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace FusedOptim.Arm64;

/// <summary>A compiled assembly as it lies in memory, and where in it kernels are and what they call.</summary>
/// <param name="Memory">All sections at their addresses. Code reaches its constants and cells relative to itself, so the
/// image may stand at any border of a page.</param>
/// <param name="Kernels">The generated kernels of 128 bits and of scalars, in the order of rules and names.</param>
/// <param name="Cells">The cells that calls go through, and the addresses of the called methods; 0 where a method is not
/// in the image.</param>
/// <param name="Sum">Where the sum of a block by 128 bits begins.</param>
internal sealed partial record Arm64Image(
    byte[] Memory,
    IReadOnlyList<Arm64Kernel> Kernels,
    IReadOnlyList<(int Cell, int Target)> Cells,
    int Sum)
{
    /// <summary>Reads what the compiler wrote.</summary>
    /// <param name="file">The image.</param>
    /// <param name="map">The map of its symbols, which has instantiations and cells.</param>
    /// <param name="signatures">The map of its methods, which has their signatures.</param>
    public static Arm64Image Read(byte[] file, IEnumerable<string> map, IEnumerable<string> signatures)
    {
        var methods = new Dictionary<string, int>();
        var cells = new List<(int Cell, string Target)>();
        foreach (var line in map)
        {
            if (MethodLine().Match(line) is { Success: true } method)
                methods.Add(method.Groups["name"].Value, Address(method));
            else if (CellLine().Match(line) is { Success: true } cell)
                cells.Add((Address(cell), cell.Groups["target"].Value));
        }

        var names = methods.ToDictionary(static method => method.Value, static method => method.Key);
        var kernels = signatures.Select(line => KernelLine().Match(line)).Where(match => match.Success).Select(match =>
            new Arm64Kernel(
                match.Groups["rule"].Value,
                match.Groups["class"].Value,
                match.Groups["type"].Value == "Single" ? "float" : "double",
                names[Address(match)].EndsWith("ZeroGradients>", StringComparison.Ordinal),
                Address(match),
                int.Parse(match.Groups["length"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
        return new(
            Flatten(file),
            [.. kernels.OrderBy(kernel => kernel.Rule, StringComparer.Ordinal).ThenBy(kernel => kernel.Name, StringComparer.Ordinal)],
            [.. cells.Select(cell => (cell.Cell, methods.GetValueOrDefault(cell.Target)))],
            methods["FusedOptim_FusedOptim_Numerics_LaneSum_2<Double__FusedOptim_FusedOptim_Numerics_PlainSummand>__Of128"]);
    }

    /// <summary>The instructions of a kernel.</summary>
    public ReadOnlySpan<uint> CodeOf(Arm64Kernel kernel) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(Memory.AsSpan(kernel.Address, kernel.ByteCount));

    private static byte[] Flatten(byte[] file)
    {
        using var reader = new PEReader(new MemoryStream(file));
        var memory = new byte[reader.PEHeaders.PEHeader!.SizeOfImage];
        foreach (var section in reader.PEHeaders.SectionHeaders)
        {
            var length = Math.Min(section.SizeOfRawData, section.VirtualSize);
            file.AsSpan(section.PointerToRawData, length).CopyTo(memory.AsSpan(section.VirtualAddress));
        }

        return memory;
    }

    private static int Address(Match match) =>
        int.Parse(match.Groups["address"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^0x(?<address>[0-9A-F]+) \|.*\| (?<name>\S+) +\(MethodWithGCInfo\)")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"^0x(?<address>[0-9A-F]+) \|.*DelayLoadHelperImport\((.*MethodEntry: (?<target>\S+);)?")]
    private static partial Regex CellLine();

    // The first operand has the precision; what is reduced is in double.
    [GeneratedRegex(
        @"^(?<address>[0-9A-F]+) (?<length>[0-9A-F]+) FusedOptim\.Generated\.(?<rule>[\w.]+)\.(?<class>(Vector128|Scalar)\w*Kernel)::Run\(.*?System\.(?<type>Single|Double)&")]
    private static partial Regex KernelLine();
}
