using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using FusedOptim.Schema;

namespace FusedOptim.MachineCode.Tests;

/// <summary>The phases that generated kernels run, as the schemas of their rules have them.</summary>
internal static class KernelPhases
{
    private const string GeneratedNamespace = "FusedOptim.Generated.";

    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<Type, PhaseSchema>> s_phases = [];

    /// <summary>The phase of a kernel.</summary>
    /// <param name="kernel">The struct that the generator wrote.</param>
    public static PhaseSchema Of(Type kernel) => s_phases.GetOrAdd(kernel.Namespace!, _ => Find(kernel))[kernel];

    private static Dictionary<Type, PhaseSchema> Find(Type kernel)
    {
        var rule = Create(kernel.Assembly.GetType(kernel.Namespace![GeneratedNamespace.Length..], throwOnError: true)!);
        var phases = new Dictionary<Type, PhaseSchema>();
        foreach (var variant in VariantsOf(rule))
        {
            // A method over matrices is called as it is.
            foreach (var phase in Enumerable.Range(0, rule.Schema.Phases.Count).Where(phase => rule.Schema.Phases[phase].Over != Over.Matrix))
            {
                // A kernel may serve several variants.
                foreach (var type in variant.GetKernel(phase).GetType().GenericTypeArguments)
                    phases.TryAdd(type, rule.Schema.Phases[phase]);
            }
        }

        return phases;
    }

    private static IUpdateRule Create(Type rule)
    {
        var constructor = rule.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        object?[] defaults = [.. constructor.GetParameters().Select(_ => Type.Missing)];
        return (IUpdateRule)constructor.Invoke(BindingFlags.OptionalParamBinding, null, defaults, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<IUpdateRule> VariantsOf(IUpdateRule rule)
    {
        IEnumerable<IUpdateRule> variants = [rule];
        foreach (var (index, hyperparameter) in rule.Schema.Hyperparameters.Index().Where(item => item.Item.Choices.Count > 0))
        {
            variants = variants.SelectMany(variant => hyperparameter.Choices.Select(choice =>
            {
                var copy = variant.Copy();
                copy.SetHyperparameter(index, choice.Value);
                return copy;
            })).ToList();
        }

        return variants;
    }
}
