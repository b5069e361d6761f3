using System.Globalization;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace FusedOptim.Arm64;

/// <summary>A compiled assembly as it lies in memory, and where in it kernels are and what they call.</summary>
/// <param name="Memory">All sections at their addresses. Code reaches its constants and cells relative to itself, so the
/// image may stand at any border of a page.</param>
/// <param name="Kernels">The loops of generated kernels of 128 bits and of scalars, in the order of rules and names.</param>
/// <param name="Cells">The cells that calls go through, and the addresses of the called methods; 0 where a method is not
/// in the image.</param>
/// <param name="Sum">Where the sum of a block by 128 bits begins.</param>
internal sealed partial record Arm64Image(
    byte[] Memory,
    IReadOnlyList<Arm64Kernel> Kernels,
    IReadOnlyList<(int Cell, int Target)> Cells,
    int Sum)
{
    // The struct that the generator writes.
    private const string Source =
        @"^FusedOptim_FusedOptim_Generated_FusedOptim_Rules_(?<rule>[^_]+)_(?<source>[^_]*Kernel)";

    /// <summary>Reads what the compiler wrote.</summary>
    /// <param name="file">The image.</param>
    /// <param name="map">The map of its symbols.</param>
    public static Arm64Image Read(byte[] file, IEnumerable<string> map)
    {
        var methods = new Dictionary<string, (int Address, int ByteCount)>();
        var cells = new List<(int Cell, string Target)>();
        foreach (var line in map)
        {
            if (MethodLine().Match(line) is { Success: true } method)
                methods.Add(method.Groups["name"].Value, (Number(method, "address"), Number(method, "length")));
            else if (CellLine().Match(line) is { Success: true } cell)
                cells.Add((Number(cell, "address"), cell.Groups["target"].Value));
        }

        // Where each width has its own loop, the method over lanes only calls it, and is replaced by it here.
        var kernels = new Dictionary<(string Rule, string Name), Arm64Kernel>();
        foreach (var kernel in KernelsAmong(methods, MethodOverLanes()).Concat(KernelsAmong(methods, MethodOfWidth())))
            kernels[(kernel.Rule, kernel.Name)] = kernel;
        return new(
            Flatten(file),
            [.. kernels.Values.OrderBy(kernel => kernel.Rule, StringComparer.Ordinal).ThenBy(kernel => kernel.Name, StringComparer.Ordinal)],
            [.. cells.Select(cell => (cell.Cell, methods.GetValueOrDefault(cell.Target).Address))],
            methods["FusedOptim_FusedOptim_Numerics_LaneSum_2<Double__FusedOptim_FusedOptim_Numerics_PlainSummand>__Of128"].Address);
    }

    /// <summary>The instructions of a kernel.</summary>
    public ReadOnlySpan<uint> CodeOf(Arm64Kernel kernel) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(Memory.AsSpan(kernel.Address, kernel.ByteCount));

    // Phases that do not update never zero gradients, although the compiler makes the loops.
    private static IEnumerable<Arm64Kernel> KernelsAmong(
        IReadOnlyDictionary<string, (int Address, int ByteCount)> methods, Regex pattern) =>
        from method in methods
        let groups = pattern.Match(method.Key).Groups
        let zeroesGradients = groups["gradients"].Value == "Zero"
        where groups[0].Success && (!zeroesGradients || KernelSource.Updating.Contains((groups["rule"].Value, groups["source"].Value)))
        select new Arm64Kernel(
            groups["rule"].Value,
            (groups["target"].Value == "Scalar" ? "Scalar" : "Vector128") + groups["source"].Value,
            groups["type"].Value == "Double" ? "double" : "float",
            zeroesGradients,
            method.Value.Address,
            method.Value.ByteCount);

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

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^0x(?<address>[0-9A-F]+) \| 0x(?<length>[0-9A-F]+) \|.*\| (?<name>\S+) +\(MethodWithGCInfo\)")]
    private static partial Regex MethodLine();

    [GeneratedRegex(@"^0x(?<address>[0-9A-F]+) \|.*DelayLoadHelperImport\((.*MethodEntry: (?<target>\S+);)?")]
    private static partial Regex CellLine();

    [GeneratedRegex(Source + @"(Of(Float|Double))?__FusedOptim_CompilerServices_IPhaseKernel_Run<" +
        @"FusedOptim_FusedOptim_CompilerServices_(?<target>Vector128|Scalar)Lanes_1<(?<type>Single|Double)>.*_(?<gradients>Keep|Zero)Gradients__")]
    private static partial Regex MethodOverLanes();

    [GeneratedRegex(Source + @"Of(?<type>Float|Double)__Run(?<target>128|Scalar)(<\w+_(?<gradients>Keep|Zero)Gradients>)?$")]
    private static partial Regex MethodOfWidth();
}
