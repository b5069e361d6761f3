using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Products on one thread, cut into panels for the widest vectors. Every element of C is computed alone, so neither the
/// cut nor the width changes a bit.
/// </summary>
internal sealed unsafe class SerialProduct<T> : IProduct<T>
    where T : unmanaged
{
    private readonly KernelTarget _target;
    private readonly ScratchMemory<T> _packed = new();

    public SerialProduct(KernelTarget target)
    {
        _target = target;
        PanelWidth = target switch
        {
            KernelTarget.Vector512 => ProductPanel<Lanes512<T>, Vector512<T>, T>.Width,
            KernelTarget.Vector256 => ProductPanel<Lanes256<T>, Vector256<T>, T>.Width,
            KernelTarget.Vector128 => ProductPanel<Lanes128<T>, Vector128<T>, T>.Width,
            _ => ProductPanel<LanesScalar<T>, T, T>.Width,
        };
    }

    /// <summary>The number of columns of a panel of the widest vectors, and of a strip.</summary>
    public int PanelWidth { get; }

    /// <inheritdoc/>
    public void Run(in ProductOperands<T> operands)
    {
        if (operands.Rows == 0 || operands.Columns == 0)
            return;
        if (operands.Symmetry == ProductSymmetry.None)
        {
            Run(operands, 0, operands.Rows, 0, operands.Columns);
            return;
        }

        for (var column = 0; column < operands.Columns; column += PanelWidth)
            RunStrip(operands, column);
    }

    /// <summary>Computes a part of C.</summary>
    public void Run(in ProductOperands<T> operands, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        fixed (T* packed = _packed.Take(checked(operands.Depth * PanelWidth)))
        {
            for (var column = firstColumn; column < endColumn;)
            {
                // The widest vectors that the columns left fill by more than half.
                var left = endColumn - column;
                if (_target >= KernelTarget.Vector512 && 2 * left > ProductPanel<Lanes512<T>, Vector512<T>, T>.Width)
                    column += ProductPanel<Lanes512<T>, Vector512<T>, T>.Run(operands, firstRow, endRow, column, left, packed);
                else if (_target >= KernelTarget.Vector256 && 2 * left > ProductPanel<Lanes256<T>, Vector256<T>, T>.Width)
                    column += ProductPanel<Lanes256<T>, Vector256<T>, T>.Run(operands, firstRow, endRow, column, left, packed);
                else if (_target >= KernelTarget.Vector128)
                    column += ProductPanel<Lanes128<T>, Vector128<T>, T>.Run(operands, firstRow, endRow, column, left, packed);
                else
                    column += ProductPanel<LanesScalar<T>, T, T>.Run(operands, firstRow, endRow, column, left, packed);
            }
        }
    }

    /// <summary>
    /// Computes the strip of a symmetric C that starts at a column, from the diagonal down, and the row of C that
    /// mirrors it.
    /// </summary>
    /// <param name="operands">A product that is symmetric.</param>
    /// <param name="column">The first column: a multiple of <see cref="PanelWidth"/>.</param>
    public void RunStrip(in ProductOperands<T> operands, int column)
    {
        var endColumn = Math.Min(column + PanelWidth, operands.Columns);
        Run(operands, column, operands.Rows, column, endColumn);
        if (operands.Symmetry == ProductSymmetry.Polynomial)
        {
            if (_target >= KernelTarget.Vector512)
                PolynomialStrip<Lanes512<T>, Vector512<T>, T>.Run(operands, column, endColumn);
            else if (_target >= KernelTarget.Vector256)
                PolynomialStrip<Lanes256<T>, Vector256<T>, T>.Run(operands, column, endColumn);
            else if (_target >= KernelTarget.Vector128)
                PolynomialStrip<Lanes128<T>, Vector128<T>, T>.Run(operands, column, endColumn);
            else
                PolynomialStrip<LanesScalar<T>, T, T>.Run(operands, column, endColumn);
        }

        StripMirror<T>.Run(operands, column, endColumn);
    }
}
