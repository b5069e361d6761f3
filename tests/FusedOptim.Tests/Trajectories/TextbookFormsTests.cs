using FusedOptim.Rules;

namespace FusedOptim.Tests.Trajectories;

/// <summary>Forms of rules that textbooks have and papers have not, against their formulas in plain loops.</summary>
public class TextbookFormsTests
{
    private const int Count = 37;
    private const int Steps = 25;

    private delegate double Formula(double gradient, double[] state, int step);

    [Fact]
    public void AdaGradWithEpsilonInsideTheRoot() => Check(
        new AdaGrad(0.1, Epsilon: 0.01, EpsilonPlacement: EpsilonPlacement.InsideRoot), (gradient, state, _) =>
        {
            state[0] += gradient * gradient;
            return 0.1 / Math.Sqrt(state[0] + 0.01) * gradient;
        });

    [Fact]
    public void RmsPropWithEpsilonInsideTheRoot() => Check(
        new RmsProp(0.1, Alpha: 0.9, Epsilon: 0.01, EpsilonPlacement: EpsilonPlacement.InsideRoot), (gradient, state, _) =>
        {
            state[0] = 0.9 * state[0] + (1 - 0.9) * gradient * gradient;
            return 0.1 / Math.Sqrt(state[0] + 0.01) * gradient;
        });

    [Fact]
    public void AdamWithEpsilonInsideTheRoot() => Check(
        new Adam(0.1, 0.8, 0.95, Epsilon: 0.01, EpsilonPlacement.InsideRoot), (gradient, state, step) =>
        {
            state[0] = 0.8 * state[0] + (1 - 0.8) * gradient;
            state[1] = 0.95 * state[1] + (1 - 0.95) * gradient * gradient;
            var (m, v) = (state[0] / (1 - Math.Pow(0.8, step)), state[1] / (1 - Math.Pow(0.95, step)));
            return 0.1 / Math.Sqrt(v + 0.01) * m;
        });

    [Fact]
    public void AdadeltaWithTwoRates() => Check(
        new Adadelta(Rho: 0.9, Epsilon: 0.01, TwoRates: true, StepRho: 0.7), (gradient, state, _) =>
        {
            state[0] = 0.9 * state[0] + (1 - 0.9) * gradient * gradient;
            var delta = Math.Sqrt(state[1] + 0.01) / Math.Sqrt(state[0] + 0.01) * gradient;
            state[1] = 0.7 * state[1] + (1 - 0.7) * delta * delta;
            return delta;
        });

    /// <summary>Without two rates the other one has no effect.</summary>
    [Fact]
    public void AdadeltaWithOneRateIgnoresTheOther() => Assert.Equal(
        Run(new Adadelta(), out _), Run(new Adadelta(StepRho: 0.1), out _));

    // In double on the widest kernels, then every kernel against the method, bit for bit: these variants are in no recorded setting.
    private static void Check(IUpdateRule rule, Formula formula)
    {
        RuleTest.Verify(rule, new VerifyOptions());
        var values = Run(rule, out var gradients);
        for (var i = 0; i < Count; i++)
        {
            var (value, state) = (1.0 + i, new double[2]);
            for (var step = 1; step <= Steps; step++)
                value -= formula(gradients[step - 1][i], state, step);
            Assert.Equal(value, values[i], 1e-12 * Math.Abs(value));
        }
    }

    private static double[] Run(IUpdateRule rule, out double[][] gradients)
    {
        var random = new Random(7);
        gradients = new double[Steps][];
        using var set = new ParameterSet<double>();
        var parameter = set.Add("weight", ParameterKind.Weight, Count);
        for (var i = 0; i < Count; i++)
            parameter.Values[i] = 1.0 + i;
        using var optimizer = Optimizer.Create(set, rule);
        for (var step = 0; step < Steps; step++)
        {
            gradients[step] = [.. Enumerable.Range(0, Count).Select(_ => random.NextDouble() - 0.4)];
            gradients[step].CopyTo(parameter.Gradients);
            optimizer.Step();
        }

        return parameter.Values.ToArray();
    }
}
