namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A matrix of a rule's phase over matrices, <c>[Phase(Over.Matrix)]</c>: what a phase before it has handed out for each element of one
/// matrix of the parameter's view, a state, or memory for the time of the phase. Elements have the precision that kernels compute in.
/// Results have the same bits on every instruction set and any number of threads.
/// </summary>
/// <remarks>
/// Methods named <c>SetTo…</c> write this matrix. Sizes that do not fit, and memory that overlaps where it must not, are refused by an
/// <see cref="ArgumentException"/> before anything is written.
/// </remarks>
public readonly ref struct Matrix
{
    private readonly MatrixAlgebra _algebra;
    private readonly MatrixPlace _place;

    internal Matrix(MatrixAlgebra algebra, MatrixPlace place) => (_algebra, _place) = (algebra, place);

    /// <summary>Gets the number of rows.</summary>
    public int Rows => _place.Rows;

    /// <summary>Gets the number of columns.</summary>
    public int Columns => _place.Columns;

    /// <summary>Gets the transpose: the same elements, without a copy.</summary>
    public Matrix Transposed => new(_algebra, _place.Transposed);

    /// <summary>Gets or sets an element, in the precision of the matrix.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="column">The column, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public double this[int row, int column]
    {
        get => _algebra.Get(_place, IndexOf(row, column));
        set => _algebra.Set(_place, IndexOf(row, column), value);
    }

    /// <summary>Gets the Frobenius norm √Σaᵢⱼ², which neither overflows nor underflows on the way.</summary>
    public double Norm => _algebra.Norm(_place);

    /// <summary>Gets a matrix of zeros for the time of the phase.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    public Matrix CreateTemporary(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return new(_algebra, _algebra.Temporary(rows, columns));
    }

    /// <summary>Sets all elements to zero.</summary>
    public void Clear() => _algebra.Clear(_place);

    /// <summary>Sets the diagonal to 1 and all other elements to zero.</summary>
    public void SetToIdentity()
    {
        Clear();
        for (var i = 0; i < Math.Min(Rows, Columns); i++)
            this[i, i] = 1;
    }

    /// <summary>Multiplies each element: A ← factor·A.</summary>
    /// <param name="factor">The factor.</param>
    public void Scale(double factor) => _algebra.Scale(_place, factor);

    /// <summary>Copies the elements of another matrix.</summary>
    /// <param name="source">A matrix of as many rows and columns.</param>
    public void SetTo(Matrix source)
    {
        CheckSize(source, Rows, Columns, nameof(source));
        CheckApart(source, nameof(source), mayBeSame: true);
        _algebra.Copy(source._place, _place);
    }

    /// <summary>Adds a multiple of another matrix: A ← A + factor·B, product and sum rounded one by one.</summary>
    /// <param name="addend">B, of as many rows and columns.</param>
    /// <param name="factor">The factor.</param>
    public void Add(Matrix addend, double factor = 1)
    {
        CheckSize(addend, Rows, Columns, nameof(addend));
        CheckApart(addend, nameof(addend), mayBeSame: true);
        _algebra.Add(_place, addend._place, factor);
    }

    /// <summary>A product: C = A·B, each element summed over the depth in order by fused multiply-add. Where B is
    /// <c>A.Transposed</c>, half of it is computed, with the same bits.</summary>
    /// <param name="left">A, of as many rows as this matrix.</param>
    /// <param name="right">B, of as many columns as this matrix, and as many rows as A has columns.</param>
    public void SetToProduct(Matrix left, Matrix right)
    {
        CheckFactors(left, right);
        _algebra.Multiply(left._place, right._place, _place, adds: false);
    }

    /// <summary>Adds a product: C ← C + A·B, whose sums start from what this matrix holds.</summary>
    /// <param name="left">A, of as many rows as this matrix.</param>
    /// <param name="right">B, of as many columns as this matrix, and as many rows as A has columns.</param>
    public void AddProduct(Matrix left, Matrix right)
    {
        CheckFactors(left, right);
        _algebra.Multiply(left._place, right._place, _place, adds: true);
    }

    /// <summary>
    /// Orthogonalizes this matrix in place by Newton–Schulz iterations (<see cref="NewtonSchulz{T}"/>): X = U·Σ·Vᵀ becomes about U·Vᵀ.
    /// </summary>
    /// <param name="coefficients">The polynomials, such as <see cref="NewtonSchulzCoefficients.Muon"/>.</param>
    /// <param name="floor">The least norm that the matrix is divided by, so that zero stays zero.</param>
    public void Orthogonalize(NewtonSchulzCoefficients coefficients, double floor = NewtonSchulz<float>.DefaultFloor) =>
        _algebra.Orthogonalize(_place, coefficients, floor);

    /// <summary>The inverse root (A + ρ·I)^(−1/p) of a symmetric positive semidefinite matrix, with the ridge ρ = ε·max(λ, floor) for the
    /// largest eigenvalue λ (<see cref="InverseRoot{T}"/>).</summary>
    /// <param name="symmetric">A, of as many rows and columns. It can be this matrix.</param>
    /// <param name="root">p, at least 1.</param>
    /// <param name="ridge">ε, greater than 0.</param>
    /// <param name="floor">The least eigenvalue that the ridge is relative to, greater than 0.</param>
    public void SetToInverseRoot(Matrix symmetric, int root, double ridge = 1e-6, double floor = 1e-6)
    {
        CheckSquare(symmetric, nameof(symmetric));
        _algebra.InverseRoot(symmetric._place, _place, root, ridge, floor);
    }

    /// <summary>The orthonormal eigenvectors of a symmetric matrix, in columns, those of the largest eigenvalues last
    /// (<see cref="SymmetricEigendecomposition{T}"/>).</summary>
    /// <param name="symmetric">A matrix of as many rows and columns. It can be this matrix.</param>
    public void SetToEigenvectors(Matrix symmetric)
    {
        CheckSquare(symmetric, nameof(symmetric));
        _algebra.Eigenvectors(symmetric._place, _place);
    }

    /// <summary>The orthonormal factor Q of A = Q·R, whose R has no negative number on its diagonal (<see cref="QrDecomposition{T}"/>).</summary>
    /// <param name="source">A, of as many rows and columns as this matrix; not more columns than rows. It can be this matrix.</param>
    public void SetToOrthonormalFactor(Matrix source)
    {
        CheckSize(source, Rows, Columns, nameof(source));
        CheckApart(source, nameof(source), mayBeSame: true);
        if (Columns > Rows)
            throw new ArgumentException(Invariant($"{nameof(source)} is {Rows} × {Columns}; it must not have more columns than rows."), nameof(source));
        _algebra.OrthonormalFactor(source._place, _place);
    }

    private int IndexOf(int row, int column)
    {
        if ((uint)row >= (uint)Rows)
            throw new ArgumentOutOfRangeException(nameof(row), row, Invariant($"row is {row}; the matrix is {Rows} × {Columns}."));
        if ((uint)column >= (uint)Columns)
            throw new ArgumentOutOfRangeException(nameof(column), column, Invariant($"column is {column}; the matrix is {Rows} × {Columns}."));
        return (int)(row * _place.RowStride + column * _place.ColumnStride);
    }

    private void CheckFactors(Matrix left, Matrix right)
    {
        CheckSize(left, Rows, left.Columns, nameof(left));
        CheckSize(right, left.Columns, Columns, nameof(right));
        CheckApart(left, nameof(left), mayBeSame: false);
        CheckApart(right, nameof(right), mayBeSame: false);
    }

    private void CheckSquare(Matrix symmetric, string argument)
    {
        if (Rows != Columns)
            throw new ArgumentException(Invariant($"The result is {Rows} × {Columns}; it must have as many rows as columns."), argument);
        CheckSize(symmetric, Rows, Columns, argument);
        CheckApart(symmetric, argument, mayBeSame: true);
    }

    private static void CheckSize(Matrix matrix, int rows, int columns, string argument)
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
        {
            throw new ArgumentException(
                Invariant($"{argument} is {matrix.Rows} × {matrix.Columns}; it must be {rows} × {columns}."), argument);
        }
    }

    private void CheckApart(Matrix operand, string argument, bool mayBeSame)
    {
        if (!_place.Overlaps(operand._place, _algebra.ElementSize) || mayBeSame && operand._place == _place)
            return;
        throw new ArgumentException(
            $"{argument} shares memory with the result. {(mayBeSame ? "It must be apart, or the same matrix" : "They must be apart")}: use " +
            $"{nameof(CreateTemporary)}.", argument);
    }
}
