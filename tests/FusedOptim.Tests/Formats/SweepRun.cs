using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Formats;

/// <summary>Steps of a rule on tensors of one block each, with given gradients.</summary>
internal static class SweepRun
{
    public const int StepCount = 300;

    private const int Length = StorageFormat.BlockLength;

    /// <summary>The values that a tensor reached, and the total and the longest step of each element.</summary>
    public sealed record Tensor(float[] Values, double[] Path, double[] LongestStep);

    public static Tensor[] Of(RuleCase rule, StorageFormat? format, IReadOnlyList<GradientPattern> patterns)
    {
        using var set = new ParameterSet<float>();
        for (var i = 0; i < patterns.Count; i++)
            set.Add($"{i}", ParameterKind.Weight, Length);
        for (var i = 0; i < patterns.Count; i++)
            set[i].Values.Fill(patterns[i].Start);
        using var team = new WorkerTeam(1);
        using var optimizer = Optimizer.Create(set, rule.Rule, new OptimizerOptions { StateFormat = format, Team = team, Seed = 3 });
        var tensors = set.Select(p => new Tensor(p.Values.ToArray(), new double[Length], new double[Length])).ToArray();
        var squares = new float[Length];
        for (var step = 1; step <= StepCount; step++)
        {
            for (var i = 0; i < patterns.Count; i++)
            {
                for (var e = 0; e < Length; e++)
                {
                    var gradient = (float)patterns[i].At(step, e);
                    set[i].Gradients[e] = gradient;
                    squares[e] = gradient * gradient;
                }

                if (rule.Rule is SophiaG)
                    optimizer.WriteState(set[i], "hessian_estimate", squares);
            }

            optimizer.Step();
            for (var i = 0; i < patterns.Count; i++)
                Follow(tensors[i], set[i].Values);
        }

        return tensors;
    }

    private static void Follow(Tensor tensor, ReadOnlySpan<float> values)
    {
        for (var e = 0; e < Length; e++)
        {
            var length = Math.Abs((double)values[e] - tensor.Values[e]);
            tensor.Path[e] += length;
            tensor.LongestStep[e] = Math.Max(tensor.LongestStep[e], length);
        }

        values.CopyTo(tensor.Values);
    }
}
