using System.ComponentModel;
using FusedOptim.LinearAlgebra;
using FusedOptim.Matrices;
using FusedOptim.Schema;

namespace FusedOptim.CompilerServices;

/// <summary>One matrix of a parameter in a phase over matrices: what the method of the rule takes and hands out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct MatrixContext
{
    private readonly RuleSchema _schema;
    private readonly MatrixMemory _memory;
    private readonly MatrixAlgebra _algebra;
    private readonly int _matrix;

    /// <param name="schema">The rule.</param>
    /// <param name="memory">The values of the tensor.</param>
    /// <param name="algebra">What computes, whose temporary matrices are taken back.</param>
    /// <param name="matrix">The index of the matrix in the tensor.</param>
    internal MatrixContext(RuleSchema schema, MatrixMemory memory, MatrixAlgebra algebra, int matrix)
    {
        (_schema, _memory, _algebra, _matrix) = (schema, memory, algebra, matrix);
        algebra.Begin();
    }

    /// <summary>The step, counted from 1.</summary>
    public int Step { get; init; }

    /// <summary>The values that <c>Prepare</c> wrote for this phase and step.</summary>
    public ReadOnlySpan<double> Prepared { get; init; }

    /// <summary>A value of the elements, or an element-wise state, as a matrix.</summary>
    /// <param name="index">Its index among states, element-wise inputs and values.</param>
    public Matrix Elements(int index)
    {
        var view = _memory.View;
        var (rows, columns) = ((int)view.Rows, (int)view.Columns);
        var address = _memory.Operands[index] + (nint)_matrix * rows * columns * _memory.ElementSize;
        return new Matrix(_algebra, new MatrixPlace(address, rows, columns, view.IsTransposed));
    }

    /// <summary>A state that is a square matrix.</summary>
    /// <param name="state">Its index in the schema.</param>
    public Matrix State(int state)
    {
        var size = (int)(_schema.States[state].Over == Over.Row ? _memory.View.Rows : _memory.View.Columns);
        var address = _memory.Operands[state] + (nint)_matrix * size * size * _memory.ElementSize;
        return new Matrix(_algebra, new MatrixPlace(address, size, size, IsTransposed: false));
    }

    /// <summary>The value of the matrix.</summary>
    /// <param name="value">The index of the value in the schema.</param>
    public double GetValue(int value) => _memory.ValuesOf(value).Get(_matrix);

    /// <summary>Sets a value of the matrix.</summary>
    /// <param name="value">The index of the value in the schema.</param>
    /// <param name="number">The number.</param>
    public void SetValue(int value, double number) => _memory.ValuesOf(value).Set(_matrix, number);
}
