using FusedOptim.Schema;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// Sixty steps of the rules of several phases, beside their formulas in plain double. The gradients are those of a noisy
/// quadratic where the formula has come to, the same for both.
/// </summary>
public class TensorFormulaTests
{
    private const int Steps = 60;

    // Of three blocks, of less than a vector, and biases that start from zero.
    private static readonly int[] Counts = [2500, 33, 1, 16];
    private const int Biases = 3;

    [Theory]
    [MemberData(nameof(TensorFormulas.Names), MemberType = typeof(TensorFormulas))]
    public void ApplyGoesWhereThePaperGoes(string name)
    {
        var rule = ShippedRules.Find(name);
        var generator = new BitGenerator(10);
        var expected = new double[Counts[0]];
        EdgeValues.FillOrdinary(expected.AsSpan(), ref generator);
        var quadratic = new NoisyQuadratic([expected], seed: 11);
        var formula = TensorFormulas.Create(rule, expected);
        double[][] operands =
        [
            [.. expected],
            new double[expected.Length],
            .. rule.Schema.States.Select(state => state.Initial == StateInitial.Parameter
                ? [.. expected]
                : Enumerable.Repeat(rule.InitialValue(state), expected.Length).ToArray()),
        ];
        var scalars = rule.InitialScalars();
        var bound = new GrowingBound([expected]);
        for (var step = 1; step <= Steps; step++)
        {
            var gradient = quadratic.Gradients([expected])[0];
            formula(expected, gradient, step);
            operands[1] = gradient;
            rule.Apply<double>(step, operand => operands[operand], scalars);
            bound.Check($"{name}, step {step}", 0, expected, operands[0]);
        }

        // What learns its rate must have had something to learn.
        if (HasModelSums(rule))
            Assert.True(scalars[0] > rule["InitialDistance"], $"{name} has learned nothing.");
    }

    [Theory]
    [MemberData(nameof(TensorFormulas.Names), MemberType = typeof(TensorFormulas))]
    public void OptimizersGoWhereThePaperGoes(string name)
    {
        var rule = ShippedRules.Find(name);
        using var parameters = new ParameterSet<double>();
        Parameter<double>[] tensors =
            [.. Counts.Select((count, index) => parameters.Add($"tensor{index}", ParameterKind.Weight, count))];
        var generator = new BitGenerator(12);
        foreach (var tensor in tensors[..Biases])
            EdgeValues.FillOrdinary(tensor.Values, ref generator);
        double[][] expected = [.. tensors.Select(tensor => tensor.Values.ToArray())];
        var quadratic = new NoisyQuadratic(expected, seed: 13);
        var formula = ModelFormula(rule, expected);
        var bound = new GrowingBound(expected);
        using var optimizer = Optimizer.Create(parameters, rule.Rule, new OptimizerOptions());
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = quadratic.Gradients(expected);
            for (var index = 0; index < tensors.Length; index++)
            {
                // Twice the gradient, and a scale of a half.
                for (var element = 0; element < Counts[index]; element++)
                    tensors[index].Gradients[element] = 2 * gradients[index][element];
            }

            var weights = formula(expected, gradients, step);
            optimizer.Step(new StepOptions { GradientScale = 0.5 });
            CheckAll("parameter", expected);
            using (optimizer.UseEvaluationWeights())
                CheckAll("weights to evaluate with", weights);

            void CheckAll(string what, double[][] values)
            {
                for (var index = 0; index < tensors.Length; index++)
                    bound.Check($"{name}, step {step}, {what} {index}", index, values[index], tensors[index].Values);
            }
        }
    }

    private static bool HasModelSums(RuleCase rule) => rule.Schema.Phases
        .Any(phase => phase.Reductions.Any(reduction => reduction.Over == Over.Model));

    // Steps each tensor by a formula of its own; where sums span the model, all tensors as one.
    private static Func<double[][], double[][], int, double[][]> ModelFormula(RuleCase rule, double[][] start)
    {
        if (!HasModelSums(rule))
        {
            var formulas = start.Select(tensor => TensorFormulas.Create(rule, tensor)).ToArray();
            return (x, g, t) => [.. formulas.Select((formula, index) => formula(x[index], g[index], t))];
        }

        var whole = TensorFormulas.Create(rule, [.. start.SelectMany(tensor => tensor)]);
        return (x, g, t) =>
        {
            double[] all = [.. x.SelectMany(tensor => tensor)];
            whole(all, [.. g.SelectMany(tensor => tensor)], t);
            var first = 0;
            foreach (var tensor in x)
            {
                all.AsSpan(first, tensor.Length).CopyTo(tensor);
                first += tensor.Length;
            }

            return x;
        };
    }
}
