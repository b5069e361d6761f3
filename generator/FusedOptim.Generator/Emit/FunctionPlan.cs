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
    private const string Argument = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference(operands.{0})";

    /// <summary>The properties of the runtime's operands that hold the arguments.</summary>
    public static readonly IReadOnlyList<string> ArgumentProperties = ["First", "Second", "Third", "Fourth"];

    public static IReadOnlyList<FunctionPlan> Of(FunctionModel function, Variants variants) =>
        Of(function, variants, new KernelNames());

    private static IReadOnlyList<FunctionPlan> Of(FunctionModel function, Variants variants, KernelNames names) =>
        [.. variants.All.Select(variant => Of(function, variant, names))];

    private static FunctionPlan Of(FunctionModel function, Variant variant, KernelNames names)
    {
        var arguments = function.Arguments.Select(static (name, index) =>
            KernelOperand.InPlace(name, name + "s", string.Format(Argument, ArgumentProperties[index])));
        var values = KernelOperand.Output("result", "values", string.Format(Argument, "Values"));
        var derivatives = KernelOperand.Output("derivative", "derivatives", string.Format(Argument, "Derivatives"));
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
                : new KernelPlan(signature, graph(FloatMode.Strict), KernelNames.Strict + suffix);
            return new(plan, strict);
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
