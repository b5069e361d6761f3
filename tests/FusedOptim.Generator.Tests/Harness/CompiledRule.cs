using System.Numerics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>A rule of a compiled assembly, whatever its type.</summary>
internal abstract class CompiledRule
{
    /// <summary>What the generator says about the rule.</summary>
    public abstract RuleSchema Schema { get; }

    /// <summary>The rule itself, for members that the interface does not have.</summary>
    public abstract object Instance { get; }

    /// <summary>Sets a hyperparameter by name, through the interface.</summary>
    public abstract void Set(string hyperparameter, double value);

    /// <summary>The value of a hyperparameter by name, through the interface.</summary>
    public abstract double Get(string hyperparameter);

    /// <summary>One step of the rule over operands, by one target.</summary>
    public abstract void Step<T>(
        KernelTarget target, Tensors<T> tensors, int step, double gradientScale = 1, bool zeroGradients = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <inheritdoc/>
internal sealed unsafe class CompiledRule<TRule>(TRule rule) : CompiledRule
    where TRule : class, IUpdateRule<TRule>
{
    public override RuleSchema Schema => TRule.Schema;

    public override object Instance => rule;

    public override void Set(string hyperparameter, double value) => rule.SetHyperparameter(IndexOf(hyperparameter), value);

    public override double Get(string hyperparameter) => rule.GetHyperparameter(IndexOf(hyperparameter));

    public override void Step<T>(
        KernelTarget target, Tensors<T> tensors, int step, double gradientScale, bool zeroGradients)
    {
        Assert.Equal(Schema.States.Count, tensors.States.Length);
        var context = new PrepareContext(step, gradientScale);
        // Memory of the test's own, so that arrays of the collector need no pinning.
        var streams = (T[][])[tensors.Parameter, tensors.Gradient, .. tensors.States];
        var bytes = (nuint)(tensors.Parameter.Length * sizeof(T));
        var addresses = new nint[streams.Length];
        try
        {
            for (var i = 0; i < streams.Length; i++)
            {
                addresses[i] = (nint)System.Runtime.InteropServices.NativeMemory.Alloc(Math.Max(bytes, 1));
                streams[i].CopyTo(new Span<T>((void*)addresses[i], streams[i].Length));
            }

            for (var phase = 0; phase < Schema.Phases.Count; phase++)
            {
                var uniforms = new double[Schema.Phases[phase].UniformCount];
                rule.Prepare(phase, target, in context, uniforms);
                Run<T>(phase, target, addresses, tensors.Parameter.Length, uniforms, context, zeroGradients);
            }

            for (var i = 0; i < streams.Length; i++)
                new Span<T>((void*)addresses[i], streams[i].Length).CopyTo(streams[i]);
        }
        finally
        {
            foreach (var address in addresses)
                System.Runtime.InteropServices.NativeMemory.Free((void*)address);
        }
    }

    private void Run<T>(
        int phase, KernelTarget target, nint[] addresses, int count, double[] uniforms, PrepareContext context, bool zero)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            rule.Run(phase, target, new KernelSegment<float>(
                (float*)addresses[0], (float*)addresses[1], addresses.AsSpan(2), 0, count, uniforms)
            {
                Step = context.Step,
                GradientScale = context.GradientScale,
                ZeroGradients = zero,
            });
        }
        else
        {
            rule.Run(phase, target, new KernelSegment<double>(
                (double*)addresses[0], (double*)addresses[1], addresses.AsSpan(2), 0, count, uniforms)
            {
                Step = context.Step,
                GradientScale = context.GradientScale,
                ZeroGradients = zero,
            });
        }
    }

    private int IndexOf(string hyperparameter)
    {
        for (var i = 0; i < Schema.Hyperparameters.Count; i++)
        {
            if (Schema.Hyperparameters[i].Name == hyperparameter)
                return i;
        }

        throw new ArgumentException($"{Schema.Name} has no hyperparameter {hyperparameter}.");
    }
}
