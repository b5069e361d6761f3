using FusedOptim.Tests.LinearAlgebra;
using static System.Math;

namespace FusedOptim.Tests.References;

/// <summary>NorMuon, spectral Scion, Shampoo and SOAP where their steps can be worked out by hand.</summary>
public class SpectralReferenceTests
{
    // Muon's polynomial, five times from s/5, for the singular values 3 and 4.
    private static readonly double[] s_orthogonalized = [Orthogonalized(3.0 / 5), Orthogonalized(4.0 / 5)];

    /// <summary>At the first step the second moment of a row is a multiple of its square: all rows get one size, and keep the norm.</summary>
    [Fact]
    public void NorMuonGivesRowsOneSize()
    {
        var size = Sqrt((Pow(s_orthogonalized[0], 2) + Pow(s_orthogonalized[1], 2)) / 2);
        var wide = new double[6];
        new AuthorsNorMuon(2, 3, lr: 0.1).Step(wide, [3, 0, 0, 0, -4, 0]);
        Closeness.Check("wide", [-0.1 * size, 0, 0, 0, 0.1 * size, 0], wide, 1e-9);

        var tall = new double[] { 1, 1, 1, 1, 1, 1 };
        new AuthorsNorMuon(3, 2, lr: 0.1, weightDecay: 0.5).Step(tall, [3, 0, 0, -4, 0, 0]);
        var step = 0.1 * size * Sqrt(1.5);
        Closeness.Check("tall", [0.95 - step, 0.95, 0.95, 0.95 + step, 0.95, 0.95], tall, 1e-9);
    }

    /// <summary>The second moments of the rows are averages of (s₁², s₂²)/3 and of the same exchanged.</summary>
    [Fact]
    public void NorMuonAveragesTheSquaresOfRows()
    {
        var reference = new AuthorsNorMuon(2, 3, momentum: 0, beta2: 0.75);
        reference.Step(new double[6], [3, 0, 0, 0, 4, 0]);
        reference.Step(new double[6], [4, 0, 0, 0, 3, 0]);
        var (first, second) = (Pow(s_orthogonalized[0], 2) / 3, Pow(s_orthogonalized[1], 2) / 3);
        Closeness.Check(
            "second moment", [0.75 * 0.25 * first + 0.25 * second, 0.75 * 0.25 * second + 0.25 * first], reference.SecondMoment, 1e-13);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void SpectralScionStepsByTheOrthogonalFactor(bool isNormalized, bool max)
    {
        var size = isNormalized ? max ? 1 : Sqrt(2 / 3.0) : Sqrt(2);
        var free = new double[] { 1, 1, 1, 1, 1, 1 };
        new AuthorsSpectralScion(2, 3, isNormalized, max, lr: 0.1, momentum: 0.5, scale: 5, isUnconstrained: true)
            .Step(free, [3, 0, 0, 0, 4, 0]);
        var (first, second) = (0.5 * size * s_orthogonalized[0], 0.5 * size * s_orthogonalized[1]);
        Closeness.Check("free", [1 - first, 1, 1, 1, 1 - second, 1], free, 1e-13);
        var bounded = new double[] { 1, 1, 1, 1, 1, 1 };
        new AuthorsSpectralScion(2, 3, isNormalized, max, lr: 0.1, momentum: 0.5, scale: 5).Step(bounded, [3, 0, 0, 0, 4, 0]);
        Closeness.Check("bounded", [0.9 - first, 0.9, 0.9, 0.9, 0.9 - second, 0.9], bounded, 1e-13);
    }

    /// <summary>G = U·S·Vᵀ: at the first step (GGᵀ)^(−1/4)·G·(GᵀG)^(−1/4) is U·Vᵀ, here of the size of G.</summary>
    [Fact]
    public void TheFirstStepOfShampooIsTheOrthogonalFactor()
    {
        var (u, v) = (PlainMatrices.Orthonormal(4, 3, 1), PlainMatrices.Orthonormal(3, 3, 2));
        double[] singular = [3, 2, 1];
        var gradient = PlainMatrices.Compose(u, singular, v, 4, 3);
        var scale = Sqrt(14.0 / 3);
        var parameter = new double[12];
        new AuthorsShampoo(4, 3, lr: 0.1, momentum: 0, epsilon: 1e-12).Step(parameter, gradient);
        Closeness.Check(
            "parameter", PlainMatrices.Compose(u, [-0.1 * scale, -0.1 * scale, -0.1 * scale], v, 4, 3), parameter, 1e-10);
    }

    /// <summary>Of diagonal gradients, which have diagonal statistics, each element steps by itself: by g/√(Σg²) up to the graft.</summary>
    [Fact]
    public void ShampooOfDiagonalGradientsIsAdaGradWithTheSizeOfTheGraft()
    {
        double[][] gradients = [[3, 0, 0, -1], [1, 0, 0, 2], [-2, 0, 0, 2]];
        var parameter = new double[4];
        var none = new AuthorsShampoo(2, 2, lr: 0.1, momentum: 0, beta2: 1, epsilon: 1e-14, graft: ShampooGraft.None);
        var grafted = new AuthorsShampoo(2, 2, lr: 0.1, momentum: 0.5, beta2: 1, epsilon: 1e-14, graft: ShampooGraft.AdaGrad);
        var (expected, sums, graftedParameter) = (new double[4], new double[4], new double[4]);
        var (momentum, graftedExpected) = (new double[4], new double[4]);
        foreach (var gradient in gradients)
        {
            none.Step(parameter, gradient);
            grafted.Step(graftedParameter, gradient);
            foreach (var i in new[] { 0, 3 })
            {
                sums[i] += gradient[i] * gradient[i];
                var step = gradient[i] / Sqrt(sums[i]);
                expected[i] -= 0.1 * step;
                momentum[i] = 0.5 * momentum[i] + step;
                graftedExpected[i] -= 0.1 * (step + 0.5 * momentum[i]);
            }
        }

        Closeness.Check("no graft", expected, parameter, 1e-9);
        Closeness.Check("AdaGrad", graftedExpected, graftedParameter, 1e-9);
    }

    [Fact]
    public void ShampooKeepsItsPreconditionersBetweenTheSteps()
    {
        var (each, third) = (new AuthorsShampoo(3, 2, lr: 0.1), new AuthorsShampoo(3, 2, lr: 0.1, every: 3));
        var inputs = new RecordedInputs(5, 6, 4);
        var (parameter, other) = (inputs.Parameter, inputs.Parameter);
        for (var step = 1; step <= 4; step++)
        {
            each.Step(parameter, inputs.Gradient(step));
            third.Step(other, inputs.Gradient(step));
            Assert.Equal(step == 1, parameter.SequenceEqual(other));
        }

        Assert.Equal(each.Left, third.Left);
    }

    /// <summary>The bases of diagonal gradients are the axes, in which SOAP is Adam from the second gradient on.</summary>
    [Fact]
    public void SoapOfDiagonalGradientsIsAdamAfterTheFirstStep()
    {
        const int steps = 25;
        var reference = new AuthorsSoap(2, 3, lr: 0.1, beta1: 0.9, beta2: 0.95, weightDecay: 0.1, frequency: 3);
        var parameter = new double[] { 1, 0, 0, 0, 1, 0 };
        var (expected, m, v) = ((double[])parameter.Clone(), new double[6], new double[6]);
        for (var t = 0; t <= steps; t++)
        {
            // The order of the eigenvalues changes under way.
            var gradient = new double[] { 1 + Sin(t), 0, 0, 0, 0.2 * t - 1.5, 0 };
            reference.Step(parameter, gradient);
            if (t == 0)
            {
                Assert.Equal(expected, parameter);
                continue;
            }

            foreach (var i in new[] { 0, 4 })
            {
                m[i] = 0.9 * m[i] + 0.1 * gradient[i];
                v[i] = 0.95 * v[i] + 0.05 * gradient[i] * gradient[i];
                expected[i] -= 0.1 * Sqrt(1 - Pow(0.95, t)) / (1 - Pow(0.9, t)) * (m[i] / (Sqrt(v[i]) + 1e-8));
                expected[i] *= 0.99;
            }

            Closeness.Check($"step {t}", expected, parameter, 1e-12);
        }
    }

    /// <summary>Gradients in other orthonormal bases give steps in these bases.</summary>
    [Fact]
    public void SoapTurnsWithItsGradients()
    {
        var (u, v) = (PlainMatrices.Orthonormal(4, 4, 3), PlainMatrices.Orthonormal(3, 3, 4));
        var inputs = new RecordedInputs(6, 12, 30);
        var (plain, turned) = (new AuthorsSoap(4, 3, frequency: 4), new AuthorsSoap(4, 3, frequency: 4));
        var (parameter, turnedParameter) = (inputs.Parameter, Turn(inputs.Parameter));
        for (var step = 1; step <= 30; step++)
        {
            plain.Step(parameter, inputs.Gradient(step));
            turned.Step(turnedParameter, Turn(inputs.Gradient(step)));
            Closeness.Check($"step {step}", Turn(parameter), turnedParameter, 1e-9);
        }

        Assert.True(PlainMatrices.DistanceFromOrthonormal(plain.LeftBasis, 4, 4) < 1e-13);
        Assert.True(PlainMatrices.DistanceFromOrthonormal(plain.RightBasis, 3, 3) < 1e-13);

        double[] Turn(double[] matrix) => PlainMatrices.Multiply(
            PlainMatrices.Multiply(u, matrix, 4, 3, 4), PlainMatrices.Transpose(v, 3, 3), 4, 3, 3);
    }

    /// <summary>A = QΛQᵀ and QᵀQ = I, also of singular matrices and repeated eigenvalues.</summary>
    [Fact]
    public void JacobiFindsEigenvectors()
    {
        var q = PlainMatrices.Orthonormal(5, 5, 5);
        foreach (var spectrum in new double[][] { [5, 4, 3, 2, 1], [3, 3, 3, 1, 1], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [1e6, 1, 1e-3, 1e-6, -2] })
        {
            var matrix = PlainMatrices.Compose(q, spectrum, q, 5, 5);
            var (values, vectors) = JacobiEigenvectors.Compute(matrix, 5);
            var greatest = spectrum.Max(Abs);
            Assert.True(PlainMatrices.Distance(spectrum.OrderDescending().ToArray(), values) <= 1e-14 * greatest);
            Assert.True(PlainMatrices.Distance(matrix, PlainMatrices.Compose(vectors, values, vectors, 5, 5)) <= 1e-14 * greatest);
            Assert.True(PlainMatrices.DistanceFromOrthonormal(vectors, 5, 5) <= 1e-14);
        }
    }

    private static double Orthogonalized(double s)
    {
        for (var step = 0; step < 5; step++)
            s = 3.4445 * s - 4.7750 * Pow(s, 3) + 2.0315 * Pow(s, 5);
        return s;
    }
}
