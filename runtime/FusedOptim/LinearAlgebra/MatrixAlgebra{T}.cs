using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Numerics;

namespace FusedOptim.LinearAlgebra;

/// <summary>The operations of <see cref="Matrix"/> in one precision.</summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
/// <param name="team">The threads that share large matrices; one, where matrices are shared among workers.</param>
/// <param name="target">The code of products.</param>
internal sealed unsafe class MatrixAlgebra<T>(WorkerTeam team, KernelTarget target) : MatrixAlgebra
    where T : unmanaged
{
    private readonly ParallelProduct<T> _product = new(team, target);
    private readonly ScaledCopy<T> _copy = new(team);

    private NewtonSchulzIterations<T>? _iterations;
    private InverseRoot<T>? _roots;
    private SymmetricEigendecomposition<T>? _eigendecomposition;
    private QrDecomposition<T>? _qr;

    /// <inheritdoc/>
    public override int ElementSize => sizeof(T);

    /// <inheritdoc/>
    public override double Get(in MatrixPlace a, int index) => Element.ToDouble(((T*)a.Address)[index]);

    /// <inheritdoc/>
    public override void Set(in MatrixPlace a, int index, double value) => ((T*)a.Address)[index] = Element.Of<T>(value);

    /// <inheritdoc/>
    public override double Norm(in MatrixPlace a) => SquareSum.Of<T>(Elements(a)).Norm(1).ToDouble();

    /// <inheritdoc/>
    public override void Clear(in MatrixPlace a) => Elements(a).Clear();

    /// <inheritdoc/>
    public override void Scale(in MatrixPlace a, double factor)
    {
        var elements = (T*)a.Address;
        var factors = Vector256.Create(Element.Of<T>(factor));
        var i = 0;
        for (; i <= a.Count - Vector256<T>.Count; i += Vector256<T>.Count)
            (factors * Vector256.Load(elements + i)).Store(elements + i);
        for (; i < a.Count; i++)
            elements[i] = (factors * Vector256.Create(elements[i]))[0];
    }

    /// <inheritdoc/>
    public override void Copy(in MatrixPlace source, in MatrixPlace destination)
    {
        if (source == destination)
            return;
        if (source.IsTransposed == destination.IsTransposed)
        {
            Elements(source).CopyTo(Elements(destination));
            return;
        }

        _copy.Run(
            (T*)source.Address, (T*)destination.Address, source.MemoryRows, source.MemoryColumns, factor: 1, isTransposed: true);
    }

    /// <inheritdoc/>
    public override void Add(in MatrixPlace a, in MatrixPlace addend, double factor)
    {
        var b = addend.IsTransposed == a.IsTransposed ? addend : Oriented(addend, a.IsTransposed);
        var to = (T*)a.Address;
        var from = (T*)b.Address;
        var factors = Vector256.Create(Element.Of<T>(factor));
        var i = 0;
        for (; i <= a.Count - Vector256<T>.Count; i += Vector256<T>.Count)
            (Vector256.Load(to + i) + factors * Vector256.Load(from + i)).Store(to + i);
        for (; i < a.Count; i++)
            to[i] = (Vector256.Create(to[i]) + factors * Vector256.Create(from[i]))[0];
    }

    /// <inheritdoc/>
    public override void Multiply(in MatrixPlace a, in MatrixPlace b, in MatrixPlace c, bool adds)
    {
        // The columns of a product are adjacent: a transposed result is the product of the transposes.
        if (c.IsTransposed)
        {
            Multiply(b.Transposed, a.Transposed, c.Transposed, adds);
            return;
        }

        if (!adds && b == a.Transposed)
        {
            _product.Run(SymmetricOperands.OwnTransposed(
                (T*)a.Address, a.RowStride, a.ColumnStride, (T*)c.Address, a.Rows, a.Columns));
            return;
        }

        _product.Run(new ProductOperands<T>
        {
            Rows = a.Rows, Columns = b.Columns, Depth = a.Columns,
            A = (T*)a.Address, ARowStride = a.RowStride, ADepthStride = a.ColumnStride,
            B = (T*)b.Address, BDepthStride = b.RowStride, BColumnStride = b.ColumnStride,
            Start = adds ? (T*)c.Address : null, StartRowStride = c.RowStride,
            C = (T*)c.Address, CRowStride = c.RowStride,
        });
    }

    /// <inheritdoc/>
    public override void Orthogonalize(in MatrixPlace x, NewtonSchulzCoefficients coefficients, double floor)
    {
        NewtonSchulz<T>.Check(coefficients, floor);
        _iterations ??= new NewtonSchulzIterations<T>(_product, team);
        // The orthogonal factor of a transpose is the transpose of the orthogonal factor, bit by bit.
        _iterations.Run((T*)x.Address, (T*)x.Address, x.MemoryRows, x.MemoryColumns, coefficients.Polynomials, floor);
    }

    /// <inheritdoc/>
    public override void InverseRoot(in MatrixPlace a, in MatrixPlace result, int root, double ridge, double floor)
    {
        _roots ??= new InverseRoot<T>(team, target);
        _roots.Compute(Elements(a), Elements(result), a.Rows, root, ridge, floor: floor);
    }

    /// <inheritdoc/>
    public override void Eigenvectors(in MatrixPlace a, in MatrixPlace result)
    {
        _eigendecomposition ??= new SymmetricEigendecomposition<T>(team);
        var values = Temporary(1, a.Rows);
        var vectors = result.IsTransposed ? Temporary(a.Rows, a.Rows) : result;
        _eigendecomposition.Decompose(Elements(a), Elements(values), Elements(vectors), a.Rows);
        Copy(vectors, result);
    }

    /// <inheritdoc/>
    public override void OrthonormalFactor(in MatrixPlace a, in MatrixPlace result)
    {
        _qr ??= new QrDecomposition<T>(team);
        var source = Oriented(a, isTransposed: false);
        var factor = Temporary(a.Rows, a.Columns);
        _qr.Decompose(Elements(source), Elements(factor), [], a.Rows, a.Columns);
        Copy(factor, result);
    }

    private static Span<T> Elements(in MatrixPlace a) => new((void*)a.Address, a.Count);

    private MatrixPlace Oriented(in MatrixPlace a, bool isTransposed)
    {
        if (a.IsTransposed == isTransposed)
            return a;
        var copy = isTransposed ? Temporary(a.Columns, a.Rows).Transposed : Temporary(a.Rows, a.Columns);
        Copy(a, copy);
        return copy;
    }
}
