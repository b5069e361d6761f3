using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>A rule that is compared with nothing but itself could be any rule.</summary>
public class FormulaCoverageTests
{
    // Takes estimates from its caller: SophiaGTests.
    private static readonly string[] s_others = [nameof(SophiaG)];

    [Fact]
    public void EveryShippedRuleHasAFormulaOrARecording() => Assert.Equal(
        UpdateRules.Shipped.Select(rule => rule.Name).Order(StringComparer.Ordinal),
        RuleFormulas.Rules.Concat(PaperFormulas.Rules).Concat(TensorFormulas.Rules).Concat(MatrixFormulas.Rules)
            .Concat(PyTorchRecordingTests.Rules).Concat(s_others)
            .Distinct().Order(StringComparer.Ordinal));
}
