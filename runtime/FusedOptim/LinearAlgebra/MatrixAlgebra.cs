namespace FusedOptim.LinearAlgebra;

/// <summary>
/// The operations of <see cref="Matrix"/> in one precision, with memory of its own that stays from call to call: for one caller at a time.
/// </summary>
internal abstract class MatrixAlgebra
{
    private readonly MatrixArena _arena = new();

    /// <summary>The size of an element in bytes.</summary>
    public abstract int ElementSize { get; }

    /// <summary>Takes back all temporary matrices.</summary>
    public void Begin() => _arena.Begin();

    /// <summary>A matrix of zeros, until <see cref="Begin"/>.</summary>
    public MatrixPlace Temporary(int rows, int columns) =>
        new(_arena.Take(checked((nint)rows * columns * ElementSize)), rows, columns, IsTransposed: false);

    /// <summary>An element by its index in memory.</summary>
    public abstract double Get(in MatrixPlace a, int index);

    /// <summary>Sets an element.</summary>
    public abstract void Set(in MatrixPlace a, int index, double value);

    /// <inheritdoc cref="Matrix.Norm"/>
    public abstract double Norm(in MatrixPlace a);

    /// <inheritdoc cref="Matrix.Clear"/>
    public abstract void Clear(in MatrixPlace a);

    /// <inheritdoc cref="Matrix.Scale"/>
    public abstract void Scale(in MatrixPlace a, double factor);

    /// <inheritdoc cref="Matrix.SetTo"/>
    public abstract void Copy(in MatrixPlace source, in MatrixPlace destination);

    /// <inheritdoc cref="Matrix.Add"/>
    public abstract void Add(in MatrixPlace a, in MatrixPlace addend, double factor);

    /// <inheritdoc cref="Matrix.SetToProduct"/>
    public abstract void Multiply(in MatrixPlace a, in MatrixPlace b, in MatrixPlace c, bool adds);

    /// <inheritdoc cref="Matrix.Orthogonalize"/>
    public abstract void Orthogonalize(in MatrixPlace x, NewtonSchulzCoefficients coefficients, double floor);

    /// <inheritdoc cref="Matrix.SetToInverseRoot"/>
    public abstract void InverseRoot(in MatrixPlace a, in MatrixPlace result, int root, double ridge, double floor);

    /// <inheritdoc cref="Matrix.SetToEigenvectors"/>
    public abstract void Eigenvectors(in MatrixPlace a, in MatrixPlace result);

    /// <inheritdoc cref="Matrix.SetToOrthonormalFactor"/>
    public abstract void OrthonormalFactor(in MatrixPlace a, in MatrixPlace result);
}
