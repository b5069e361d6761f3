using System.Runtime.CompilerServices;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>Memory of a test as that of a table with a compact gradient.</summary>
internal sealed unsafe class CallersRows<T>(int rowCount, int columns) : IExternalRows
    where T : unmanaged
{
    private readonly T[] _memory = GC.AllocateArray<T>(2 * rowCount * columns, pinned: true);

    public int[] Rows { get; set; } = [];

    public bool HasGradient { get; set; } = true;

    /// <summary>The distance of the first gradient from the first value.</summary>
    public int GradientOffset { get; set; } = rowCount * columns;

    public Span<T> Values => _memory.AsSpan(0, rowCount * columns);

    public Span<T> Gradients => _memory.AsSpan(GradientOffset);

    public nint GetValues() => (nint)Unsafe.AsPointer(ref _memory[0]);

    public nint GetGradients() => HasGradient ? (nint)Unsafe.AsPointer(ref _memory[GradientOffset]) : 0;

    public ReadOnlySpan<int> GetRows() => Rows;
}
