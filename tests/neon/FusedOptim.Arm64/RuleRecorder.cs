using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Arm64;

/// <summary>Records a rule: all variants, as it is declared and without zeros among its hyperparameters.</summary>
internal static class RuleRecorder
{
    public static void Record<T>(CaseWriter cases, IUpdateRule rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var variant in RuleVariants.Of(rule))
        {
            foreach (var setting in (IUpdateRule[])[variant, RuleSettings.WithoutZeros(variant)])
            {
                Record<T>(cases, setting, KernelTargets.Selected, nameof(KernelTarget.Vector128), nameof(KernelTarget.Scalar));
                // Strict kernels are in double alone; those of a strict rule are its ordinary ones.
                if (typeof(T) == typeof(double) && rule.Schema.FloatMode != FloatMode.Strict)
                    Record<T>(cases, setting, KernelTarget.StrictScalar, nameof(KernelTarget.Scalar));
            }
        }
    }

    private static void Record<T>(CaseWriter cases, IUpdateRule rule, KernelTarget target, params IReadOnlyList<string> lanes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var recorder = new StepRecorder<T>(cases, rule, target, lanes);
        recorder.Record();
    }
}
