using System.Runtime.InteropServices;
using System.Text;

namespace FusedOptim.Arm64;

/// <summary>
/// Writes what runner.c reads: the image, the kernels in it, and cases: what kernels take, and what operands hold before
/// and after; then sums. Numbers are little-endian, texts end with a zero.
/// </summary>
internal sealed class CaseWriter : IDisposable
{
    private readonly BinaryWriter _writer;
    private readonly Arm64Image _image;
    private readonly Dictionary<(string Rule, string Name), int> _kernels = [];

    public CaseWriter(Stream stream, Arm64Image image)
    {
        _image = image;
        _writer = new BinaryWriter(stream, Encoding.UTF8);
        _writer.Write(image.Memory.Length);
        _writer.Write(image.Memory);
        _writer.Write(image.Cells.Count);
        foreach (var (cell, target) in image.Cells)
        {
            _writer.Write(cell);
            _writer.Write(target);
        }

        _writer.Write(image.Kernels.Count);
        foreach (var (index, kernel) in image.Kernels.Index())
        {
            _kernels.Add((kernel.Rule, kernel.Name), index);
            _writer.Write(kernel.Address);
            _writer.Write(kernel.LaneCount);
            WriteText(kernel.Rule);
            WriteText(kernel.Name);
        }
    }

    /// <summary>Begins a case.</summary>
    /// <param name="rule">The name of the rule.</param>
    /// <param name="kernels">The names of the kernels that must give these results.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="segment">What kernels take, with marks for addresses (<see cref="MarkedSegment"/>).</param>
    /// <param name="constants">The step constants.</param>
    /// <param name="operandCount">The number of operands that will be written.</param>
    public void Begin(
        string rule,
        IReadOnlyList<string> kernels,
        int count,
        ReadOnlySpan<byte> segment,
        ReadOnlySpan<double> constants,
        int operandCount)
    {
        _writer.Write(kernels.Count);
        foreach (var kernel in kernels)
            _writer.Write(_kernels[(rule, kernel)]);
        _writer.Write(count);
        WriteBytes(segment);
        WriteBytes(MemoryMarshal.AsBytes(constants));
        _writer.Write(operandCount);
    }

    /// <summary>Writes an operand of the case: the size of its elements, these before and after.</summary>
    public unsafe void Write<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : unmanaged
    {
        _writer.Write(sizeof(T));
        _writer.Write(MemoryMarshal.AsBytes(before));
        _writer.Write(MemoryMarshal.AsBytes(after));
    }

    /// <summary>Ends the cases: one without kernels. Sums follow.</summary>
    public void EndCases() => _writer.Write(0);

    /// <summary>Writes a case of a sum.</summary>
    /// <param name="whole">What comes in whole rows of lanes.</param>
    /// <param name="rest">One more row.</param>
    /// <param name="sum">What it must come to.</param>
    public void WriteSum(ReadOnlySpan<double> whole, ReadOnlySpan<double> rest, double sum)
    {
        _writer.Write(_image.Sum);
        _writer.Write(whole.Length);
        WriteBytes(MemoryMarshal.AsBytes(whole));
        WriteBytes(MemoryMarshal.AsBytes(rest));
        _writer.Write(sum);
    }

    /// <summary>Ends the sums: one at no address.</summary>
    public void Dispose()
    {
        _writer.Write(0);
        _writer.Dispose();
    }

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _writer.Write(bytes.Length);
        _writer.Write(bytes);
    }

    private void WriteText(string text)
    {
        _writer.Write(Encoding.UTF8.GetBytes(text));
        _writer.Write((byte)0);
    }
}
