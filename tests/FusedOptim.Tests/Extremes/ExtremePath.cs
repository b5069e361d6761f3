using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Extremes;

/// <summary>The path of parameters of one precision under a rule.</summary>
/// <param name="Values">The values after some of the steps, element by element.</param>
/// <param name="Length">How far each element has moved, forward and back.</param>
/// <param name="StepOfNaN">The first step after which a value is NaN; 0 for none.</param>
/// <param name="IsFinite">Whether all values have been finite.</param>
internal sealed record ExtremePath(IReadOnlyList<double[]> Values, IReadOnlyList<double> Length, int StepOfNaN, bool IsFinite)
{
    public const int Steps = 20_000;

    private static readonly int[] s_kept = [1, 2, 10, 100, 1_000, Steps];

    public static ExtremePath Run<T>(RuleCase rule, ExtremeInput input, int steps = Steps)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var team = new WorkerTeam(1);
        using var set = new ParameterSet<T>();
        var parameter = set.Add("weight", ParameterKind.Weight, input.Patterns.Length);
        parameter.Values.Fill(T.CreateChecked(input.Value));
        using var optimizer = Optimizer.Create(set, rule.Rule, new OptimizerOptions { Team = team });
        var (kept, length) = (new List<double[]>(), new double[input.Patterns.Length]);
        var before = parameter.Values.ToArray();
        var gradient = T.CreateChecked(input.Gradient);
        var isFinite = true;
        for (var step = 1; step <= steps; step++)
        {
            for (var index = 0; index < before.Length; index++)
                parameter.Gradients[index] = gradient * T.CreateChecked(input.Patterns[index](step));
            optimizer.Step(default);
            for (var index = 0; index < before.Length; index++)
            {
                var value = parameter.Values[index];
                if (T.IsNaN(value))
                    return new(kept, length, step, false);
                isFinite &= T.IsFinite(value);
                length[index] += Math.Abs(double.CreateChecked(value) - double.CreateChecked(before[index]));
                before[index] = value;
            }

            if (s_kept.Contains(step))
                kept.Add([.. before.Select(double.CreateChecked)]);
        }

        return new(kept, length, 0, isFinite);
    }

    /// <summary>
    /// Whether this path, in single precision, follows the one in double: to a hundredth of the length that an element moves,
    /// beside what rounding the value in each step may add up to.
    /// </summary>
    public bool Follows(ExtremePath exact)
    {
        if (!IsFinite || !exact.IsFinite)
            return false;
        for (var index = 0; index < Length.Count; index++)
        {
            var greatest = exact.Values.Max(values => Math.Abs(values[index])) + Math.Abs(exact.Values[0][index]);
            var allowed = 0.01 * exact.Length[index] + Steps * Math.ScaleB(greatest, -24) + float.Epsilon;
            for (var kept = 0; kept < Values.Count; kept++)
            {
                if (!(Math.Abs(Values[kept][index] - exact.Values[kept][index]) <= allowed))
                    return false;
            }
        }

        return true;
    }
}
