using System.Reflection;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.MachineCode.Tests;

/// <summary>A generated kernel of a shipped rule: one phase, variant, target, precision, and treatment of gradients.</summary>
internal sealed class ShippedKernel
{
    private const string GeneratedNamespace = "FusedOptim.Generated.FusedOptim.";

    private readonly MethodInfo _method;
    private readonly Type _gradients;

    private ShippedKernel(MethodInfo method, Type gradients)
    {
        (_method, _gradients) = (method, gradients);
        var type = method.DeclaringType!;
        Name = NameOf(
            type.Namespace![GeneratedNamespace.Length..],
            type.Name,
            method.GetParameters()[1].ParameterType.GetElementType() == typeof(float) ? "float" : "double",
            gradients == typeof(ZeroGradients));
        ListedName = $"{type.FullName}:{method.Name}[{gradients.FullName}]";
    }

    /// <summary>The kernel, as budgets name it.</summary>
    public string Name { get; }

    /// <summary>The kernel, as the just-in-time compiler names it; the same for both precisions.</summary>
    public string ListedName { get; }

    public static string NameOf(string rule, string className, string precision, bool zeroesGradients) =>
        $"{rule}.{className} {precision}{(zeroesGradients ? " zeroing" : "")}";

    /// <summary>All kernels of a target.</summary>
    public static IEnumerable<ShippedKernel> All(KernelTarget target) =>
        from type in typeof(UpdateRuleAttribute).Assembly.GetTypes()
        where type.Namespace?.StartsWith(GeneratedNamespace, StringComparison.Ordinal) == true
        where type.Name.StartsWith(target.ToString(), StringComparison.Ordinal) && type.Name.EndsWith("Kernel", StringComparison.Ordinal)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static)
        // Phases that do not update never zero gradients.
        from gradients in IsUpdate(type) ? [typeof(KeepGradients), typeof(ZeroGradients)] : (Type[])[typeof(KeepGradients)]
        select new ShippedKernel(method, gradients);

    public void Compile() => RuntimeHelpers.PrepareMethod(_method.MethodHandle, [_gradients.TypeHandle]);

    private static bool IsUpdate(Type type) =>
        !type.Name.Contains(nameof(PhaseKind.Measure), StringComparison.Ordinal) &&
        !type.Name.Contains(nameof(PhaseKind.Evaluate), StringComparison.Ordinal);
}
