using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Extremes;

/// <summary>Roots of what rounding makes negative, quotients of zeros, products with zero, ends of counters.</summary>
public class ListedNumbersTests
{
    public static TheoryData<string> RulesWithEpsilon =>
        [.. ShippedRules.All.Where(rule => Epsilons(rule).Any()).Select(rule => rule.Name)];

    public static TheoryData<string> RulesWithDecay => [.. ShippedRules.All
        .Where(rule => Decays(rule).Any() && rule.Schema.Name is not ("Lars" or "Lamb" or "Prodigy" or "Adafactor"
            or "ScheduleFreeSgd" or "ScheduleFreeAdamW"))
        .Select(rule => rule.Name)];

    [Theory]
    [Trait("Kind", "Roots")]
    [InlineData(0.5, 0.3)]
    [InlineData(0.9, 0.1)]
    [InlineData(0.99, 0.3)]
    [InlineData(0.99, 1e-3)]
    public void CenteredRmsPropStaysFiniteUnderConstantGradients(double alpha, double gradient)
    {
        var rule = new RuleCase(new RmsPropMomentum() { Centered = true, Alpha = alpha, Momentum = 0 });
        Assert.True(double.IsFinite(AfterConstantGradients<float>(rule, gradient)));
        Assert.True(double.IsFinite(AfterConstantGradients<double>(rule, gradient)));
    }

    [Theory]
    [Trait("Kind", "NotFinite")]
    [MemberData(nameof(RulesWithDecay))]
    public void ADecayOfZeroAddsNothingToAnInfiniteValue(string name)
    {
        var rule = ShippedRules.Find(name);
        rule = Decays(rule).Aggregate(rule, (changed, decay) => changed.With(decay, 0));
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 3);
        parameter.GiveView(rule.Rule);
        float[] values = [float.PositiveInfinity, 1, float.NegativeInfinity];
        parameter.CopyFrom(values);
        using var optimizer = Optimizer.Create(set, rule.Rule, new OptimizerOptions());
        for (var step = 0; step < 3; step++)
        {
            parameter.Gradients.Fill(1);
            optimizer.Step(default);
        }

        Assert.Equal(float.PositiveInfinity, parameter.Values[0]);
        Assert.True(float.IsFinite(parameter.Values[1]));
        Assert.Equal(float.NegativeInfinity, parameter.Values[2]);
    }

    /// <summary>An ε that is zero in single precision is refused, or does no harm.</summary>
    [Theory]
    [Trait("Kind", "Roots")]
    [MemberData(nameof(RulesWithEpsilon))]
    public void AGradientOfZeroIsNotDividedByZero(string name)
    {
        var rule = ShippedRules.Find(name);
        foreach (var epsilon in Epsilons(rule))
        {
            foreach (var value in (double[])[0, double.Epsilon, 1e-300, 1e-50, float.Epsilon, 1e-37])
            {
                RuleCase changed;
                try
                {
                    changed = rule.With(epsilon, value);
                }
                catch (ArgumentOutOfRangeException exception)
                {
                    Assert.Contains($"{epsilon} is ", exception.Message, StringComparison.Ordinal);
                    Assert.Contains("it must be at least", exception.Message, StringComparison.Ordinal);
                    continue;
                }

                Assert.False(
                    double.IsNaN(AfterConstantGradients<float>(changed, 0)), $"{changed.Name}: NaN after gradients of zero");
            }
        }
    }

    [Fact]
    [Trait("Kind", "Roots")]
    public void RpropGrowsItsStepsWhereGradientsAreTiny()
    {
        var rule = new RuleCase(new Rprop());
        var small = AfterConstantGradients<float>(rule, 1e-25, steps: 10);
        Assert.Equal(AfterConstantGradients<float>(rule, 1, steps: 10), small);
    }

    [Fact]
    [Trait("Kind", "Roots")]
    public void RpropIgnoresOnlyTheProductWithZero()
    {
        var rule = new Rprop();
        var (value, previous, size) = (new float[1], new float[1], new float[] { 0.01f });
        foreach (var gradient in (float[])[1e-30f, 0, 1e-30f, -1e-30f, 1e-30f])
            rule.Apply(1, value, [gradient], previous, size);
        // A step; none; a step of the same size; none, half the size; a step of half the size.
        Assert.Equal(-0.025f, value[0], 1e-7f);
    }

    /// <summary>Twice the step count, and the step count plus one, do not wrap around.</summary>
    [Theory]
    [Trait("Kind", "Roots")]
    [InlineData(1 << 30)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(int.MaxValue)]
    public void CorrectionsHoldAtTheEndOfTheStepCount(int step)
    {
        // The moments below after a gradient of 0.5.
        var (m, v) = (0.9 * 0.4 + 0.1 * 0.5, 0.999 * 0.3 + 0.001 * 0.25);
        Assert.Equal(1 - 2e-3 * (0.1 * 0.5 + 0.9 * m) / Math.Sqrt(v), Step(new NAdam(), step), 1e-6);

        const double Beta2 = 1 - 1e-9;
        var power = Math.Pow(Beta2, step);
        var longest = 2 / (1 - Beta2) - 1;
        var length = longest - 2.0 * step * power / (1 - power);
        var rectification = Math.Sqrt(length / longest);
        Assert.Equal(
            1 - 1e-3 * rectification * m * Math.Sqrt(1 - power) / Math.Sqrt(0.3), Step(new RAdam(Beta2: Beta2), step), 1e-6);

        static double Step(IUpdateRule rule, int step)
        {
            using var memory = new OperandMemory<float>(2, 1);
            memory.Parameter[0] = 1;
            memory.Gradient[0] = 0.5f;
            memory.State(0)[0] = 0.4f;
            memory.State(1)[0] = 0.3f;
            new RuleCase(rule).Run(
                KernelTargets.Selected, memory, new StepArguments(step) { Scalars = rule.Schema.Scalars.Count > 0 ? [0] : null });
            return memory.Parameter[0];
        }
    }

    private static IEnumerable<string> Epsilons(RuleCase rule) => rule.Schema.Hyperparameters
        .Select(hyperparameter => hyperparameter.Name)
        .Where(name => name is "Epsilon" or "Epsilon1");

    private static IEnumerable<string> Decays(RuleCase rule) => rule.Schema.Hyperparameters
        .Select(hyperparameter => hyperparameter.Name)
        .Where(name => name is "WeightDecay" or "L1" or "L2" or "Lambda");

    private static double AfterConstantGradients<T>(RuleCase rule, double gradient, int steps = 1_000)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var set = new ParameterSet<T>();
        var parameter = set.Add("weight", ParameterKind.Weight, 1, 1);
        parameter.Values.Fill(T.One);
        using var optimizer = Optimizer.Create(set, rule.Rule, new OptimizerOptions());
        for (var step = 0; step < steps; step++)
        {
            parameter.Gradients.Fill(T.CreateChecked(gradient));
            optimizer.Step(default);
        }

        return double.CreateChecked(parameter.Values[0]);
    }
}
