using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Products whose A is read through tables of offsets (<see cref="IndirectOperands{T}"/>), on one thread. Each element of C
/// is summed over the depth in order, by fused multiply-add in <typeparamref name="T"/>, as <see cref="MatrixProduct{T}"/>
/// does: the same bits on every instruction set.
/// </summary>
/// <remarks>An instance holds scratch memory: it is for one caller at a time.</remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
internal sealed unsafe class IndirectProduct<T>(KernelTarget target)
    where T : unmanaged
{
    private readonly ScratchMemory<T> _packed = new();

    /// <summary>The number of elements of B in panels.</summary>
    public int PackedLength(int depth, int columns)
    {
        var width = 0;
        for (var column = 0; column < columns; column += PanelWidth(columns - column))
            width += PanelWidth(columns - column);
        return checked(depth * width);
    }

    /// <summary>Copies B into panels, one after the other.</summary>
    /// <param name="b">B: a pointer, strides, depth and columns.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> elements.</param>
    public void Pack(in ProductOperands<T> b, T* packed)
    {
        for (var column = 0; column < b.Columns;)
        {
            var width = PanelWidth(b.Columns - column);
            PanelPacking<T>.Pack(b, column, Math.Min(width, b.Columns - column), width, packed);
            column += width;
            packed += (nint)b.Depth * width;
        }
    }

    /// <summary>Computes a product.</summary>
    public void Run(in IndirectOperands<T> operands)
    {
        var panel = operands.B;
        for (var column = 0; column < operands.Columns;)
        {
            var width = PanelWidth(operands.Columns - column);
            var count = Math.Min(width, operands.Columns - column);
            if (operands.BDepthStride == 0)
            {
                RunPanel(operands, column, count, width, panel, width);
                panel += (nint)operands.Depth * width;
            }
            else if (count == width)
            {
                RunPanel(operands, column, count, width, operands.B + column, operands.BDepthStride);
            }
            else
            {
                RunPadded(operands, column, count, width);
            }

            column += width;
        }
    }

    private void RunPadded(in IndirectOperands<T> operands, int column, int count, int width)
    {
        fixed (T* packed = _packed.Take(checked(operands.Depth * width)))
        {
            var b = new ProductOperands<T>
            {
                Depth = operands.Depth, B = operands.B, BDepthStride = operands.BDepthStride, BColumnStride = 1,
            };
            PanelPacking<T>.Pack(b, column, count, width, packed);
            RunPanel(operands, column, count, width, packed, width);
        }
    }

    // The widest vectors that the columns left fill by more than half.
    private int PanelWidth(int columns)
    {
        if (target >= KernelTarget.Vector512 && columns > Vector512<T>.Count)
            return 2 * Vector512<T>.Count;
        if (target >= KernelTarget.Vector256 && columns > Vector256<T>.Count)
            return 2 * Vector256<T>.Count;
        return target >= KernelTarget.Vector128 ? 2 * Vector128<T>.Count : 2 * LanesScalar<T>.Count;
    }

    private static void RunPanel(in IndirectOperands<T> operands, int column, int count, int width, T* b, nint bDepthStride)
    {
        if (width == 2 * Vector512<T>.Count)
            IndirectPanel<Lanes512<T>, Vector512<T>, T>.Run(operands, column, count, b, bDepthStride);
        else if (width == 2 * Vector256<T>.Count)
            IndirectPanel<Lanes256<T>, Vector256<T>, T>.Run(operands, column, count, b, bDepthStride);
        else if (width == 2 * Vector128<T>.Count)
            IndirectPanel<Lanes128<T>, Vector128<T>, T>.Run(operands, column, count, b, bDepthStride);
        else
            IndirectPanel<LanesScalar<T>, T, T>.Run(operands, column, count, b, bDepthStride);
    }
}
