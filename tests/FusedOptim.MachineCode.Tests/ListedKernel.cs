using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.MachineCode.Tests;

/// <summary>
/// A generated kernel of a rule, a shipped one or one of these tests: one phase, variant, target, precision, treatment of gradients,
/// and storage of states.
/// </summary>
internal sealed class ListedKernel
{
    /// <summary>The namespace of the shipped rules.</summary>
    public const string ShippedRules = "FusedOptim.Rules";

    /// <summary>The namespace of the long rules of these tests.</summary>
    public const string LongRules = "FusedOptim.MachineCode.Tests.LongRules";

    private const string GeneratedNamespace = "FusedOptim.Generated.";
    private const string KernelEnd = "Kernel";
    private const string OfFloat = "OfFloat";
    private const string OfDouble = "OfDouble";
    private const string Coded = " bfloat16";

    // By its name: it is the runtime's own.
    private static readonly Type PhaseStateFormats =
        typeof(UpdateRuleAttribute).Assembly.GetType("FusedOptim.Formats.StochasticBFloat16States", throwOnError: true)!;

    private readonly MethodInfo _method;
    private readonly Type[] _arguments;

    private ListedKernel(Type type, MethodInfo method, Type[] arguments, KernelTarget target, Type element)
    {
        (_method, _arguments) = (method, arguments);
        var className = type.Name[..(type.Name.LastIndexOf(KernelEnd, StringComparison.Ordinal) + KernelEnd.Length)];
        Name = NameOf(
            type.Namespace![(type.Namespace!.LastIndexOf('.') + 1)..], target + className, element == typeof(float) ? "float" : "double",
            arguments.Contains(typeof(ZeroGradients))) + (arguments.Contains(PhaseStateFormats) ? Coded : "");
        ListedName = $"{type.FullName}:{method.Name}";
    }

    /// <summary>The kernel, as budgets name it.</summary>
    public string Name { get; }

    /// <summary>The method, as the just-in-time compiler names it; the same for all its instantiations.</summary>
    public string ListedName { get; }

    public static string NameOf(string rule, string className, string precision, bool zeroesGradients) =>
        $"{rule}.{className} {precision}{(zeroesGradients ? " zeroing" : "")}";

    /// <summary>Whether a kernel decodes and encodes states itself.</summary>
    /// <param name="name">The name of the kernel.</param>
    public static bool IsCoded(string name) => name.EndsWith(Coded, StringComparison.Ordinal);

    /// <summary>All kernels of a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="rules">The namespace of the rules.</param>
    public static IEnumerable<ListedKernel> All(KernelTarget target, string rules) =>
        from type in (rules == ShippedRules ? typeof(UpdateRuleAttribute) : typeof(ListedKernel)).Assembly.GetTypes()
        where type.Namespace?.StartsWith(GeneratedNamespace + rules + '.', StringComparison.Ordinal) == true
        where typeof(IPhaseKernel).IsAssignableFrom(type) && !type.Name.StartsWith("Strict", StringComparison.Ordinal)
        from element in ElementsOf(type)
        let method = MethodOf(type, target)
        from arguments in ArgumentsOf(type, target, element)
        select new ListedKernel(type, method, For(method, arguments), target, element);

    public void Compile() => RuntimeHelpers.PrepareMethod(_method.MethodHandle, [.. _arguments.Select(argument => argument.TypeHandle)]);

    private static Type[] ElementsOf(Type type) =>
        type.Name.EndsWith(OfFloat, StringComparison.Ordinal) ? [typeof(float)] :
        type.Name.EndsWith(OfDouble, StringComparison.Ordinal) ? [typeof(double)] :
        [typeof(float), typeof(double)];

    // Written once for each width, or once for all.
    private static MethodInfo MethodOf(Type type, KernelTarget target)
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
        var name = target.ToString().Replace("Vector", "Run");
        return (KernelTargets.HasFusedMultiplyAdd ? type.GetMethod(name + "Fused", Any) : null) ?? type.GetMethod(name, Any)
            ?? type.GetMethods(Any).Single(method => method.Name.EndsWith(".Run", StringComparison.Ordinal));
    }

    private static Type[] For(MethodInfo method, IReadOnlyDictionary<string, Type> arguments) =>
        [.. method.GetGenericArguments().Select(parameter => arguments[parameter.Name])];

    private static IEnumerable<Dictionary<string, Type>> ArgumentsOf(Type type, KernelTarget target, Type element)
    {
        // Phases that do not update never zero gradients.
        yield return Arguments(typeof(KeepGradients), typeof(FloatStates));
        if (KernelPhases.Of(type).Kind == PhaseKind.Update)
            yield return Arguments(typeof(ZeroGradients), typeof(FloatStates));
        if (target != KernelTarget.Vector128 && element == typeof(float) && TakesStates(type))
            yield return Arguments(typeof(KeepGradients), PhaseStateFormats);

        // Summands as optimizers have them taken.
        Dictionary<string, Type> Arguments(Type gradients, Type states)
        {
            var (vector, lanes, wide) = target switch
            {
                KernelTarget.Vector512 => (typeof(Vector512<>), typeof(Vector512Lanes<>), typeof(Wide512)),
                KernelTarget.Vector256 => (typeof(Vector256<>), typeof(Vector256Lanes<>), typeof(Wide256)),
                _ => (typeof(Vector128<>), typeof(Vector128Lanes<>), typeof(Wide128)),
            };
            (vector, lanes) = (vector.MakeGenericType(element), lanes.MakeGenericType(element));
            var (wideLanes, wideVector) = element == typeof(float) ? (wide, wide) : (lanes, vector);
            var sum = target == KernelTarget.Vector512 ? typeof(RegisterSum<,>) : typeof(BufferedSum<,>);
            return new Dictionary<string, Type>
            {
                ["L"] = lanes, ["V"] = vector, ["D"] = wideLanes, ["W"] = wideVector, ["T"] = element,
                ["TGradients"] = gradients, ["TStates"] = states, ["TSum"] = sum.MakeGenericType(wideLanes, wideVector),
            };
        }
    }

    /// <summary>Whether a phase reads or writes states that may be coded.</summary>
    private static bool TakesStates(Type type)
    {
        var schema = (RuleSchema)type.Assembly.GetType(type.Namespace + ".Schema")!.GetField("Rule")!.GetValue(null)!;
        var phase = KernelPhases.Of(type);
        return Enumerable.Range(0, schema.States.Count).Any(state =>
            schema.States[state] is { IsExact: false, IsVector: false } && (phase.ReadsState(state) || phase.WritesState(state)));
    }
}
