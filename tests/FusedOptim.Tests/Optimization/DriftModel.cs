using System.Globalization;
using System.Numerics;

namespace FusedOptim.Tests.Optimization;

/// <summary>Sets of parameters with reproducible values, and what <see cref="DriftRule"/> makes of them, one by one.</summary>
internal static class DriftModel
{
    public static ParameterSet<T> CreateSet<T>(params ReadOnlySpan<int> counts)
        where T : unmanaged
    {
        var set = new ParameterSet<T>();
        for (var i = 0; i < counts.Length; i++)
            set.Add($"{i}.{(i % 2 == 0 ? "weight" : "bias")}", i % 2 == 0 ? ParameterKind.Weight : ParameterKind.Bias, counts[i]);
        return set;
    }

    public static void Fill<T>(ParameterSet<T> set, int seed)
        where T : unmanaged, INumber<T>
    {
        foreach (var parameter in set)
        {
            var random = new Random(seed + int.Parse(parameter.Name.Split('.')[0], CultureInfo.InvariantCulture));
            foreach (ref var value in parameter.Values)
                value = T.CreateChecked(random.NextDouble() - 0.5);
            FillGradients(parameter, random);
        }
    }

    public static void FillGradients<T>(Parameter<T> parameter, Random random)
        where T : unmanaged, INumber<T>
    {
        foreach (ref var gradient in parameter.Gradients)
            gradient = T.CreateChecked(random.NextDouble() - 0.5);
    }

    /// <summary>The values after some steps with constant gradients.</summary>
    public static T[] Expected<T>(
        ReadOnlySpan<T> initial, ReadOnlySpan<T> gradients, DriftRule rule, int steps, double gradientScale = 1)
        where T : unmanaged, INumber<T>
    {
        var values = initial.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var m = T.Zero;
            for (var step = 1; step <= steps; step++)
            {
                values[i] = DriftRule.Next(
                    values[i], gradients[i], ref m, initial[i], T.CreateChecked(rule.Floor),
                    [rule.LearningRate, rule.Momentum, step, gradientScale]);
            }
        }

        return values;
    }
}
