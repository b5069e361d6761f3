using System.Numerics;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>A rule of a compiled assembly.</summary>
internal sealed unsafe class CompiledRule(IUpdateRule rule)
{
    /// <summary>What the generator says about the rule.</summary>
    public RuleSchema Schema => rule.Schema;

    /// <summary>The rule itself, for members that the interface does not have.</summary>
    public object Instance => rule;

    /// <summary>Sets a hyperparameter by name, through the interface.</summary>
    public void Set(string hyperparameter, double value) => rule.SetHyperparameter(hyperparameter, value);

    /// <summary>The value of a hyperparameter by name, through the interface.</summary>
    public double Get(string hyperparameter) => rule.GetHyperparameter(hyperparameter);

    /// <summary>One step of the rule over operands, by one target.</summary>
    public void Step<T>(
        KernelTarget target, Tensors<T> tensors, int step, double gradientScale = 1, bool zeroGradients = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(Schema.States.Count, tensors.States.Length);
        // Memory of the test's own, so that arrays of the collector need no pinning.
        var streams = (T[][])[tensors.Parameter, tensors.Gradient, .. tensors.States];
        var bytes = (nuint)(tensors.Parameter.Length * sizeof(double));
        var addresses = new nint[streams.Length + Schema.Phases.Max(phase => phase.Reductions.Count)];
        try
        {
            for (var i = 0; i < addresses.Length; i++)
                addresses[i] = (nint)System.Runtime.InteropServices.NativeMemory.Alloc(Math.Max(bytes, 1));
            for (var i = 0; i < streams.Length; i++)
                streams[i].CopyTo(new Span<T>((void*)addresses[i], streams[i].Length));

            RunPhases<T>(target, addresses, streams.Length, tensors.Parameter.Length, step, gradientScale, zeroGradients);

            for (var i = 0; i < streams.Length; i++)
                new Span<T>((void*)addresses[i], streams[i].Length).CopyTo(streams[i]);
        }
        finally
        {
            foreach (var address in addresses)
                System.Runtime.InteropServices.NativeMemory.Free((void*)address);
        }
    }

    /// <summary>The phases of a step in order; scalars start from their initial values, as in a first step.</summary>
    private void RunPhases<T>(
        KernelTarget target, nint[] addresses, int streamCount, int count, int step, double gradientScale, bool zero)
        where T : unmanaged
    {
        double[] scalars = [.. Schema.Scalars.Select(scalar => scalar.InitialHyperparameter < 0
            ? scalar.Initial
            : rule.GetHyperparameter(scalar.InitialHyperparameter))];
        double[] reductions = [];
        for (var phase = 0; phase < Schema.Phases.Count; phase++)
        {
            var schema = Schema.Phases[phase];
            if (schema.Kind == PhaseKind.Evaluate)
                continue;
            var context = new PrepareContext(step, gradientScale) { Count = count, Scalars = scalars, Reductions = reductions };
            var constants = new double[schema.StepConstantCount];
            rule.Prepare(phase, target, in context, constants);
            if (schema.Kind == PhaseKind.Update)
            {
                Run<T>(phase, target, addresses, streamCount, 0, count, constants, context, zero);
                continue;
            }

            reductions = [.. schema.Reductions.Select(reduction =>
                reduction.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity)];
            for (var start = 0; start < count; start += BlockReduction.Length)
            {
                var length = Math.Min(BlockReduction.Length, count - start);
                Run<T>(phase, target, addresses, streamCount, start, length, constants, context, zero: false);
                for (var i = 0; i < reductions.Length; i++)
                    reductions[i] = Reduce(target, schema.Reductions[i], reductions[i], addresses[streamCount + i], length);
            }
        }
    }

    private static double Reduce(KernelTarget target, ReductionSchema reduction, double result, nint summands, int count)
    {
        var block = new ReadOnlySpan<double>((void*)summands, count);
        return
            reduction.Kind == ReductionKind.Maximum ? Math.Max(result, BlockReduction.Maximum(block)) :
            SumsInRegisters(target) ? result + *(double*)summands :
            result + BlockReduction.Sum(block);
    }

    // As optimizers run kernels; Verify of the testing library looks at each summand.
    private static bool SumsInRegisters(KernelTarget target) => target == KernelTarget.Vector512;

    private void Run<T>(
        int phase, KernelTarget target, nint[] addresses, int streamCount, int start, int count, double[] constants,
        PrepareContext context, bool zero)
        where T : unmanaged
    {
        var states = addresses.AsSpan(2, streamCount - 2);
        var summands = addresses.AsSpan(streamCount);
        var call = new KernelCall(context.GradientScale) { ZeroGradients = zero, SumsInRegisters = SumsInRegisters(target) };
        if (typeof(T) == typeof(float))
        {
            rule.Run(phase, target, new KernelSegment<float>(
                (float*)addresses[0] + start, (float*)addresses[1] + start, states, start, count, constants, in call)
            {
                Step = context.Step,
                Summands = summands,
            });
        }
        else
        {
            rule.Run(phase, target, new KernelSegment<double>(
                (double*)addresses[0] + start, (double*)addresses[1] + start, states, start, count, constants, in call)
            {
                Step = context.Step,
                Summands = summands,
            });
        }
    }
}
