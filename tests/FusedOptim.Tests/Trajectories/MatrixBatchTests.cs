using FusedOptim.Rules;
using FusedOptim.Tests.LinearAlgebra;

namespace FusedOptim.Tests.Trajectories;

/// <summary>The matrices of a view are stepped by themselves.</summary>
public class MatrixBatchTests
{
    public static TheoryData<string> Rules => [.. UpdateRules.Shipped.Where(rule => rule.Create().Schema.TakesMatrices).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void ThreeMatricesOfOneParameterAreThreeParameters(string name)
    {
        const int size = 12;
        var rule = UpdateRules.Create(name);
        using var together = new ParameterSet<float>();
        var fused = together.Add("qkv.weight", ParameterKind.Weight, 3 * size, size);
        fused.View = fused.View.Split(3);
        using var apart = new ParameterSet<float>();
        Parameter<float>[] parts =
            [.. ((string[])["q.weight", "k.weight", "v.weight"]).Select(part => apart.Add(part, ParameterKind.Weight, size, size))];
        PlainMatrices.Values<float>(3 * size * size, 1).CopyTo(fused.Values);
        for (var i = 0; i < parts.Length; i++)
            fused.Values.Slice(i * size * size, size * size).CopyTo(parts[i].Values);
        using var optimizer = Optimizer.Create(together, rule);
        using var other = Optimizer.Create(apart, rule);
        for (var step = 1; step <= 15; step++)
        {
            PlainMatrices.Values<float>(3 * size * size, 1 + step).CopyTo(fused.Gradients);
            for (var i = 0; i < parts.Length; i++)
                fused.Gradients.Slice(i * size * size, size * size).CopyTo(parts[i].Gradients);
            optimizer.Step();
            other.Step();
            for (var i = 0; i < parts.Length; i++)
                PlainMatrices.AssertSameBits(fused.Values.Slice(i * size * size, size * size).ToArray(), parts[i].Values.ToArray());
        }
    }
}
