using FusedOptim.LinearAlgebra;
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
        [nameof(Muon)] = (rule, shape) => new EachMatrix(shape, (rows, columns) => new PyTorchMuon(
            rows, columns, rule["LearningRate"], rule["WeightDecay"], rule["Momentum"], rule["Nesterov"] == 1, rule["Adjustment"] == 1,
            Polynomials(rule), rule["Epsilon"])),
        [nameof(NorMuon)] = (rule, shape) => new EachMatrix(shape, (rows, columns) => new AuthorsNorMuon(
            rows, columns, rule["LearningRate"], rule["WeightDecay"], rule["Momentum"], rule["Beta2"], rule["Nesterov"] == 1,
            Polynomials(rule), rule["Epsilon"])),
        [nameof(FusedOptim.Rules.Scion)] = (rule, shape) => new EachMatrix(shape, (rows, columns) => new AuthorsSpectralScion(
            rows, columns, rule["Normalized"] == 1, rule["AtLeastOne"] == 1, rule["LearningRate"], 1 - rule["Beta"], rule["Scale"],
            rule["Constrained"] == 0, Polynomials(rule), rule["Epsilon"])),
        [nameof(Shampoo)] = (rule, shape) => new EachMatrix(shape, (rows, columns) => new AuthorsShampoo(
            rows, columns, rule["LearningRate"], rule["Momentum"], rule["Nesterov"] == 1, rule["Beta2"], rule["Epsilon"],
            (int)rule["Interval"], Enum.Parse<ShampooGraft>($"{(ShampooGrafting)rule["Grafting"]}"), rule["GraftingEpsilon"],
            rule["WeightDecay"])),
        [nameof(Soap)] = (rule, shape) => new EachMatrix(shape, (rows, columns) => new AuthorsSoap(
            rows, columns, rule["LearningRate"], rule["Beta1"], rule["Beta2"], rule["StatisticsBeta"], rule["Epsilon"], rule["WeightDecay"],
            (int)rule["Interval"])),
    };

    /// <summary>The names of the rules that have a formula here.</summary>
    public static IEnumerable<string> Rules => Formulas.Keys;

    /// <summary>The cases of <see cref="ShippedRules"/> whose rules have a formula here, without those that take eigenvectors.</summary>
    public static TheoryData<string> Names =>
    [
        .. ShippedRules.All.Where(rule => Formulas.ContainsKey(rule.Schema.Name) && !TakesEigenvectors(rule)).Select(rule => rule.Name),
    ];

    /// <summary>The cases whose rules take eigenvectors, which are those of the formula for gradients of separated spectra.</summary>
    public static TheoryData<string> NamesWithEigenvectors => [.. ShippedRules.All.Where(TakesEigenvectors).Select(rule => rule.Name)];

    /// <summary>The formula of a rule for a tensor, seen in its last two dimensions.</summary>
    public static IMatrixReference Create(RuleCase rule, int[] shape) => Formulas[rule.Schema.Name](rule, shape);

    private static bool TakesEigenvectors(RuleCase rule) => rule.Schema.Name is nameof(Shampoo) or nameof(Soap);

    private static QuinticPolynomial[] Polynomials(RuleCase rule)
    {
        var coefficients = (NewtonSchulzKind)rule["Polynomials"] switch
        {
            NewtonSchulzKind.PolarExpress => NewtonSchulzCoefficients.PolarExpress,
            NewtonSchulzKind.Cans => NewtonSchulzCoefficients.Cans,
            _ => NewtonSchulzCoefficients.Muon,
        };
        return [.. coefficients.Take((int)rule["Iterations"]).Iterations];
    }

    private static AuthorsScion Scion(RuleCase rule, int[] shape, ScionNorm norm) => new(
        MatrixShape.OfLastTwo(shape), norm, rule["Normalized"] == 1, rule["LearningRate"], 1 - rule["Beta"], rule["Scale"],
        rule["Constrained"] == 0, norm == ScionNorm.Sign ? 0 : rule["Epsilon"]);
}
