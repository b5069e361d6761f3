using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;
using FusedOptim.Tests.References;

namespace FusedOptim.Tests.Trajectories;

/// <summary>The rules that see rows and columns, as their papers or authors have them, with the hyperparameters of a case.</summary>
internal static class MatrixFormulas
{
    private static readonly Dictionary<string, Func<RuleCase, int[], IMatrixReference>> Formulas = new()
    {
        [nameof(Adafactor)] = (rule, shape) => rule["Form"] switch
        {
            0 => new PyTorchAdafactor(
                shape, rule["LearningRate"], -rule["Decay"], rule["Epsilon1"], rule["Epsilon2"], rule["ClippingThreshold"], rule["WeightDecay"]),
            var form => new PaperAdafactor(
                MatrixShape.OfLastTwo(shape), rule["LearningRate"], rule["Decay"], rule["Epsilon1"], rule["Epsilon2"],
                rule["ClippingThreshold"], form == 2 ? rule["Beta1"] : 0, rule["WeightDecay"]),
        },
        [nameof(AdaMini)] = (rule, shape) => new AuthorsAdamMini(
            MatrixShape.OfLastTwo(shape), rule["LearningRate"], rule["Beta1"], rule["Beta2"], rule["Epsilon"], rule["WeightDecay"]),
        [nameof(Came)] = (rule, shape) => new AuthorsCame(
            shape, rule["LearningRate"], rule["Epsilon1"], rule["Epsilon2"], rule["ClippingThreshold"], rule["Beta1"], rule["Beta2"],
            rule["Beta3"], rule["WeightDecay"]),
        [nameof(Sm3)] = (rule, shape) => new AuthorsSm3(MatrixShape.OfLastTwo(shape), rule["LearningRate"], rule["Momentum"]),
        [nameof(ScionSign)] = (rule, shape) => Scion(rule, shape, ScionNorm.Sign),
        [nameof(ScionRowNorm)] = (rule, shape) => Scion(rule, shape, ScionNorm.RowNorm),
        [nameof(ScionColNorm)] = (rule, shape) => Scion(rule, shape, ScionNorm.ColNorm),
    };

    /// <summary>The names of the rules that have a formula here.</summary>
    public static IEnumerable<string> Rules => Formulas.Keys;

    /// <summary>The cases of <see cref="ShippedRules"/> whose rules have a formula here.</summary>
    public static TheoryData<string> Names =>
        [.. ShippedRules.All.Where(rule => Formulas.ContainsKey(rule.Schema.Name)).Select(rule => rule.Name)];

    /// <summary>The formula of a rule for a tensor, seen in its last two dimensions.</summary>
    public static IMatrixReference Create(RuleCase rule, int[] shape) => Formulas[rule.Schema.Name](rule, shape);

    private static AuthorsScion Scion(RuleCase rule, int[] shape, ScionNorm norm) => new(
        MatrixShape.OfLastTwo(shape), norm, rule["Normalized"] == 1, rule["LearningRate"], 1 - rule["Beta"], rule["Scale"],
        rule["Constrained"] == 0, norm == ScionNorm.Sign ? 0 : rule["Epsilon"]);
}
