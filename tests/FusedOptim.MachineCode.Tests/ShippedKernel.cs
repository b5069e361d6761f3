using System.Reflection;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.MachineCode.Tests;

/// <summary>
/// A generated kernel of a shipped rule: one phase, variant, target, precision, treatment of gradients, and storage of states.
/// </summary>
internal sealed class ShippedKernel
{
    private const string GeneratedNamespace = "FusedOptim.Generated.FusedOptim.Rules.";
    private const string Coded = " bfloat16";

    // By its name: it is the runtime's own.
    private static readonly Type PhaseStateFormats =
        typeof(UpdateRuleAttribute).Assembly.GetType("FusedOptim.Formats.StochasticBFloat16States", throwOnError: true)!;

    private readonly MethodInfo _method;
    private readonly Type[] _arguments;

    private ShippedKernel(MethodInfo method, Type[] arguments)
    {
        (_method, _arguments) = (method, arguments);
        var type = method.DeclaringType!;
        Name = NameOf(
            type.Namespace![GeneratedNamespace.Length..],
            type.Name,
            method.GetParameters()[1].ParameterType.GetElementType() == typeof(float) ? "float" : "double",
            arguments[0] == typeof(ZeroGradients)) + (arguments.Contains(PhaseStateFormats) ? Coded : "");
        ListedName = $"{type.FullName}:{method.Name}[{string.Join(',', arguments.Select(argument => argument.FullName))}]";
    }

    /// <summary>The kernel, as budgets name it.</summary>
    public string Name { get; }

    /// <summary>The kernel, as the just-in-time compiler names it; the same for both precisions.</summary>
    public string ListedName { get; }

    public static string NameOf(string rule, string className, string precision, bool zeroesGradients) =>
        $"{rule}.{className} {precision}{(zeroesGradients ? " zeroing" : "")}";

    /// <summary>Whether a kernel decodes and encodes states itself.</summary>
    /// <param name="name">The name of the kernel.</param>
    public static bool IsCoded(string name) => name.EndsWith(Coded, StringComparison.Ordinal);

    /// <summary>All kernels of a target.</summary>
    public static IEnumerable<ShippedKernel> All(KernelTarget target) =>
        from type in typeof(UpdateRuleAttribute).Assembly.GetTypes()
        where type.Namespace?.StartsWith(GeneratedNamespace, StringComparison.Ordinal) == true
        where type.Name.StartsWith(target.ToString(), StringComparison.Ordinal) && type.Name.EndsWith("Kernel", StringComparison.Ordinal)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        from arguments in ArgumentsOf(type, method)
        select new ShippedKernel(method, arguments);

    public void Compile() => RuntimeHelpers.PrepareMethod(_method.MethodHandle, [.. _arguments.Select(argument => argument.TypeHandle)]);

    private static IEnumerable<Type[]> ArgumentsOf(Type type, MethodInfo method)
    {
        // Phases that do not update never zero gradients.
        Type[] gradients = IsUpdate(type) ? [typeof(KeepGradients), typeof(ZeroGradients)] : [typeof(KeepGradients)];
        var all = gradients.Select(argument => Arguments(argument, typeof(FloatStates)));
        return method.GetGenericArguments().Any(parameter => parameter.Name == "TStates")
            ? all.Append(Arguments(typeof(KeepGradients), PhaseStateFormats))
            : all;

        // Summands as optimizers have them taken.
        Type[] Arguments(Type gradients, Type states) =>
        [
            .. method.GetGenericArguments().Select(parameter => parameter.Name switch
            {
                "TGradients" => gradients,
                "TStates" => states,
                _ => typeof(RegisterSums),
            }),
        ];
    }

    private static bool IsUpdate(Type type) =>
        !type.Name.Contains(nameof(PhaseKind.Measure), StringComparison.Ordinal) &&
        !type.Name.Contains(nameof(PhaseKind.Evaluate), StringComparison.Ordinal);
}
