using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Schema;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Digests;

/// <summary>
/// One SHA-256 of all rules' results, in both precisions: over kernels at many lengths with edge values, and over a
/// model stepped by an optimizer. Every NaN counts as the same NaN.
/// </summary>
internal sealed class ResultDigest : IDisposable
{
    private static readonly int[] Lengths = [0, 1, 3, 7, 8, 15, 16, 17, 31, 63, 64, 65, 127, 129, 1000];
    private static readonly int[] Steps = [1, 2, 3, 100, 10_000];

    private readonly KernelTarget _target;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private ResultDigest(KernelTarget target) => _target = target;

    /// <summary>The digest of some rules.</summary>
    public static string Compute(KernelTarget target, Func<RuleSchema, bool> includes)
    {
        using var digest = new ResultDigest(target);
        foreach (var rule in ShippedRules.All.Where(rule => includes(rule.Schema)))
        {
            digest.AppendKernels<float>(rule);
            digest.AppendKernels<double>(rule);
            digest.AppendModel<float>(rule, new OptimizerOptions());
            digest.AppendModel<double>(rule, new OptimizerOptions());
        }

        return Convert.ToHexStringLower(digest._hash.GetHashAndReset());
    }

    /// <summary>The digest of models whose states or parameters are stored in formats.</summary>
    public static string ComputeStored(KernelTarget target, int threads, Func<RuleSchema, bool> includes)
    {
        using var digest = new ResultDigest(target);
        using var team = new WorkerTeam(threads);
        foreach (var rule in ShippedRules.All.Where(rule => includes(rule.Schema)))
        {
            digest.AppendModel<float>(rule, new OptimizerOptions { Team = team, StateFormat = new BlockFloat8Format() });
            digest.AppendModel<Half>(rule, new OptimizerOptions { Team = team, StateFormat = new BFloat16Format() });
            digest.AppendModel<Half>(
                rule, new OptimizerOptions { Team = team, StateFormat = new HalfFormat(), MasterCopy = true });
        }

        return Convert.ToHexStringLower(digest._hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void AppendKernels<T>(RuleCase rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var generator = new BitGenerator(6);
        foreach (var length in Lengths)
        {
            using var memory = new OperandMemory<T>(rule.OtherOperandCount, length);
            for (var operand = 0; operand < memory.OperandCount; operand++)
                EdgeValues.Fill(memory[operand], ref generator);
            foreach (var step in Steps)
            {
                EdgeValues.Fill(memory.Gradient, ref generator);
                rule.Run(_target, memory, new StepArguments(step, step == 2 ? 0.37 : 1, ZeroGradients: step == 3));
                for (var operand = 0; operand < memory.OperandCount; operand++)
                    Append<T>(memory[operand]);
            }
        }
    }

    private void AppendModel<T>(RuleCase rule, OptimizerOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var parameters = new ParameterSet<T>();
        Parameter<T>[] tensors =
        [
            parameters.Add("first.weight", ParameterKind.Weight, 70, 65),
            parameters.Add("first.bias", ParameterKind.Bias, 70),
            parameters.Add("second.weight", ParameterKind.Weight, 10, 70),
            parameters.Add("second.bias", ParameterKind.Bias, 10),
        ];
        var generator = new BitGenerator(7);
        if (rule.Schema.TakesMatrices)
        {
            tensors[1].View = new MatrixView(2, 7, 5);
            tensors[3].View = new MatrixView(1, 5, 2).Transpose();
        }

        foreach (var tensor in tensors)
            EdgeValues.FillOrdinary(tensor.Values, ref generator);
        using var optimizer = Optimizer.Create(parameters, rule.Rule, options with { Target = _target });
        for (var step = 1; step <= 5; step++)
        {
            foreach (var tensor in tensors)
                EdgeValues.FillOrdinary(tensor.Gradients, ref generator);
            if (typeof(T) != typeof(Half))
                Clip(parameters, step);
            optimizer.Step(new StepOptions
            {
                GradientScale = 1.0 / step,
                ZeroGradients = step % 2 == 0,
                MaximumNorm = step == 2 ? 1 : null,
            });
        }

        foreach (var tensor in tensors)
        {
            Append<T>(tensor.Values);
            Append<T>(tensor.Gradients);
            foreach (var (index, state) in rule.Schema.States.Index())
            {
                if (!rule.Uses(index))
                    continue;
                if (options.StateFormat is null)
                {
                    Append<T>(optimizer.GetState(tensor, state.Key));
                    continue;
                }

                var values = new float[optimizer.GetStateShape(tensor, state.Key).Count];
                optimizer.ReadState(tensor, state.Key, values);
                Append<float>(values);
            }
        }

        using var evaluation = optimizer.UseEvaluationWeights();
        foreach (var tensor in tensors)
            Append<T>(tensor.Values);
    }

    private static void Clip<T>(ParameterSet<T> parameters, int step)
        where T : unmanaged
    {
        if (step == 3)
            parameters.ClipByValue(0.5);
        if (step == 4)
            parameters.ClipByTensorNorm(2);
        if (step == 5)
            parameters.ClipByUnitNorm(0.05);
    }

    private void Append<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var canonical = values.ToArray();
        foreach (ref var value in canonical.AsSpan())
        {
            if (T.IsNaN(value))
                value = T.NaN;
        }

        _hash.AppendData(MemoryMarshal.AsBytes<T>(canonical));
    }
}
