using System.Numerics;

namespace FusedOptim.Arm64;

/// <summary>Records a rule in one precision: all variants, as it is declared and without zeros among its hyperparameters.</summary>
internal sealed class RuleRecorder<TRule, T> : IRuleRecorder
    where TRule : class, IUpdateRule
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Record(CaseWriter cases)
    {
        foreach (var rule in RuleVariants.Of(RuleSettings.Default<TRule>()))
        {
            foreach (var setting in (IUpdateRule[])[rule, RuleSettings.WithoutZeros(rule)])
            {
                Record(cases, setting, KernelTargets.Selected, [nameof(KernelTarget.Vector128), nameof(KernelTarget.Scalar)]);
                // Strict kernels are in double alone; those of a strict rule are its ordinary ones.
                if (typeof(T) == typeof(double) && rule.Schema.FloatMode != FloatMode.Strict)
                    Record(cases, setting, KernelTarget.StrictScalar, ["ScalarStrict"]);
            }
        }
    }

    private static void Record(CaseWriter cases, IUpdateRule rule, KernelTarget target, IReadOnlyList<string> kernels)
    {
        using var recorder = new StepRecorder<T>(cases, rule, target, kernels);
        recorder.Record();
    }
}
