using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Generator.Emit;

/// <summary>The kernels of one variant of a function.</summary>
/// <param name="Name">What the variant is called after; empty for the plain one.</param>
/// <param name="Apply">Those that give values.</param>
/// <param name="Differentiate">Those that give values and derivatives.</param>
internal sealed record FunctionPlan(string Name, KernelPair Apply, KernelPair Differentiate)
{
    /// <summary>The properties of the runtime's operands that hold the arguments.</summary>
    public static readonly IReadOnlyList<string> ArgumentProperties = ["First", "Second", "Third", "Fourth"];

    public static IReadOnlyList<FunctionPlan> Of(FunctionModel function, Variants variants, bool isOptimized) =>
        Of(function, variants, new KernelNames(), isOptimized);

    private static IReadOnlyList<FunctionPlan> Of(
        FunctionModel function, Variants variants, KernelNames names, bool isOptimized) =>
        [.. variants.All.Select(variant => Of(function, variant, names, isOptimized))];

    private static FunctionPlan Of(FunctionModel function, Variant variant, KernelNames names, bool isOptimized)
    {
        var arguments = function.Arguments.Select(static (name, index) =>
            KernelOperand.InPlace(name, name + "s", "segment." + ArgumentProperties[index]));
        var values = KernelOperand.Output("result", "values", "segment.Value");
        var derivatives = KernelOperand.Output("derivative", "derivatives", "segment.Derivative");
        var apply = new KernelSignature(function, [.. arguments, values]);
        var differentiate = new KernelSignature(function, [.. apply.Operands, derivatives]);
        return new(
            variant.Suffix,
            Pair(apply, "Apply", mode => Values(function, variant, mode)),
            Pair(differentiate, "Differentiate", mode => Derivatives(function, variant, mode)));

        KernelPair Pair(KernelSignature signature, string name, Func<FloatMode, Graph> graph)
        {
            var suffix = names.Take(name + variant.Suffix);
            var plan = new KernelPlan(signature, graph(function.FloatMode), suffix);
            var strict = function.FloatMode == FloatMode.Strict
                ? plan
                : new KernelPlan(signature, graph(FloatMode.Strict), KernelNames.Strict + suffix, plan) { IsStrictOnly = true };
            return new(plan, strict, isOptimized);
        }
    }

    private static Graph Values(FunctionModel function, Variant variant, FloatMode mode) =>
        PassPipeline.Run(variant.Graphs[0], mode);

    /// <summary>
    /// The optimized values are differentiated, and stay as they are while the derivatives are optimized: both passes give the
    /// same values, bit for bit.
    /// </summary>
    private static Graph Derivatives(FunctionModel function, Variant variant, FloatMode mode) => PassPipeline.Run(
        new Differentiation(Values(function, variant, mode)).Run(function.DerivativeOperand), mode, function.ValueOperand);
}
