using System.Buffers;
using System.ComponentModel.DataAnnotations;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>
/// SOAP, Adam in the eigenbases of Shampoo: h = Pᵀ·G·Q, m ← β₁m + (1 − β₁)h, v ← β₂v + (1 − β₂)h², n = √(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε),
/// θ ← (1 − ηλ)(θ − η·P·n·Qᵀ), then L ← βL + (1 − β)G·Gᵀ and R ← βR + (1 − β)Gᵀ·G; P and Q follow the eigenvectors of L and R.
/// </summary>
/// <remarks>
/// <para>N. Vyas et al., "SOAP: Improving and Stabilizing Shampoo using Adam", arXiv 2409.11321, algorithm 3, in the form of the authors' code
/// and with its defaults. As there, the first step only sets L, R and the bases: it changes no value, and t counts from the second. Every k-th
/// step after it takes one power iteration: P is the orthonormal factor of L·P, its columns sorted by the eigenvalues that they estimate; m
/// turns along, and v is sorted. The bases depend on gradients of steps before alone. ε is added before the bias correction.</para>
/// <para>For matrices of moderate sizes: L, R, P and Q have 2·(rows² + columns²) elements, and both sides are always preconditioned. Three
/// passes over memory beside the products.</para>
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta1">β₁, the decay rate of the first moment.</param>
/// <param name="Beta2">β₂, the decay rate of the second moment.</param>
/// <param name="StatisticsBeta">β, the decay rate of L and R. The authors have β₂ for it.</param>
/// <param name="Epsilon">ε, which keeps the quotient finite where gradients vanish.</param>
/// <param name="WeightDecay">λ, the coefficient of decoupled weight decay.</param>
/// <param name="Interval">k, the number of steps from one power iteration to the next.</param>
[UpdateRule]
public sealed partial record Soap(
    [NonNegative] double LearningRate = 3e-3,
    [DecayRate] double Beta1 = 0.95,
    [DecayRate] double Beta2 = 0.95,
    [DecayRate] double StatisticsBeta = 0.95,
    [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 1e-2,
    [Range(1, int.MaxValue)] int Interval = 10)
{
    private static void Measure(double gradient, out double h) => h = gradient;

    [Phase(Over.Matrix)]
    private void Rotate(
        Matrix h, [State("left_statistics", Over.Row, Over.Row)] Matrix left, [State("right_statistics", Over.Column, Over.Column)] Matrix right,
        [State("left_basis", Over.Row, Over.Row)] Matrix leftBasis, [State("right_basis", Over.Column, Over.Column)] Matrix rightBasis, int step)
    {
        var weighted = h.CreateTemporary(h.Rows, h.Columns);
        weighted.Add(h, Math.Sqrt(1 - StatisticsBeta));
        left.Scale(StatisticsBeta);
        left.AddProduct(weighted, weighted.Transposed);
        right.Scale(StatisticsBeta);
        right.AddProduct(weighted.Transposed, weighted);
        if (step == 1)
        {
            leftBasis.SetToEigenvectors(left);
            rightBasis.SetToEigenvectors(right);
            h.Clear();
            return;
        }

        Turn(h, leftBasis.Transposed, rightBasis, weighted);
    }

    [Phase]
    private void Average(
        double h, [State("exp_avg", Exact = true)] ref double m, [State("exp_avg_sq", Exact = true)] ref double v, int step, out double n)
    {
        m = Beta1 * m + (1 - Beta1) * h;
        v = Beta2 * v + (1 - Beta2) * h * h;
        var correction = step == 1 ? 0 : Math.Sqrt(1 - Math.Pow(Beta2, step - 1)) / (1 - Math.Pow(Beta1, step - 1));
        n = correction * (m / (Math.Sqrt(v) + Epsilon));
    }

    [Phase(Over.Matrix)]
    private void RotateBack(
        Matrix n, [State] Matrix left, [State] Matrix right, [State] Matrix leftBasis, [State] Matrix rightBasis, [State] Matrix m,
        [State] Matrix v, int step)
    {
        var scratch = n.CreateTemporary(n.Rows, n.Columns);
        Turn(n, leftBasis, rightBasis.Transposed, scratch);
        if (step == 1 || (step - 1) % Interval != 0)
            return;
        Turn(m, leftBasis, rightBasis.Transposed, scratch);
        Follow(leftBasis, left, v);
        Follow(rightBasis, right, v.Transposed);
        Turn(m, leftBasis.Transposed, rightBasis, scratch);
    }

    private void Update(ref double parameter, double n, int step)
    {
        var decay = step == 1 ? 0 : LearningRate * WeightDecay;
        parameter = (1 - decay) * (parameter - LearningRate * n);
    }

    private static void Turn(Matrix matrix, Matrix left, Matrix right, Matrix scratch)
    {
        scratch.SetToProduct(left, matrix);
        matrix.SetToProduct(scratch, right);
    }

    /// <summary>
    /// One power iteration: the basis becomes the orthonormal factor of statistics·basis, whose columns are sorted by the eigenvalues that the
    /// basis estimates, the largest first. The rows of the second moments are sorted along.
    /// </summary>
    /// <param name="basis">The basis, an eigenvector in each column.</param>
    /// <param name="statistics">The symmetric matrix whose eigenvectors are followed.</param>
    /// <param name="moments">The second moments, with a row for each vector of the basis.</param>
    private static void Follow(Matrix basis, Matrix statistics, Matrix moments)
    {
        var size = basis.Rows;
        var images = basis.CreateTemporary(size, size);
        images.SetToProduct(statistics, basis);
        var eigenvalues = ArrayPool<double>.Shared.Rent(size);
        var order = ArrayPool<int>.Shared.Rent(size);
        for (var j = 0; j < size; j++)
        {
            (order[j], eigenvalues[j]) = (j, 0);
            for (var i = 0; i < size; i++)
                eigenvalues[j] += basis[i, j] * images[i, j];
        }

        order.AsSpan(0, size).Sort(new LargestFirst(eigenvalues));
        var sorted = moments.CreateTemporary(moments.Rows, moments.Columns);
        for (var j = 0; j < size; j++)
        {
            for (var i = 0; i < size; i++)
                basis[i, j] = images[i, order[j]];
            for (var i = 0; i < moments.Columns; i++)
                sorted[j, i] = moments[order[j], i];
        }

        moments.SetTo(sorted);
        basis.SetToOrthonormalFactor(basis);
        ArrayPool<double>.Shared.Return(eigenvalues);
        ArrayPool<int>.Shared.Return(order);
    }

    // Equal ones stay in order.
    private readonly struct LargestFirst(double[] values) : IComparer<int>
    {
        public int Compare(int x, int y) => values[y].CompareTo(values[x]) is var order and not 0 ? order : x.CompareTo(y);
    }
}
