using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.SeveralRules;

/// <summary>One rule for matrices and another for the rest.</summary>
public class SplitTests
{
    private static readonly Lion s_matrices = new();
    private static readonly AdamW s_others = new();

    [Fact]
    public void MatricesGetTheFirstRuleAndAllOthersTheSecond()
    {
        using var set = Model();
        using var optimizer = Optimizer.Create(set, Split.ByRank(s_matrices, s_others));
        Assert.Equal(
            ["convolution.weight", "hidden.weight", "head.weight", "header.weight", "head.mask"], NamesWith<Lion>(optimizer));
        Assert.Equal(
            ["hidden.bias", "hidden.gain", "head.bias", "tokens.weight", "temperature"], NamesWith<AdamW>(optimizer));
    }

    [Fact]
    public void ExceptionsAreNamesOfParametersAndOfLayers()
    {
        using var set = Model();
        using var optimizer = Optimizer.Create(set, Split.ByRank(s_matrices, s_others, "head", "hidden.weight"));
        Assert.Equal(["convolution.weight", "header.weight"], NamesWith<Lion>(optimizer));
    }

    [Fact]
    public void ExceptionsThatNameNothing_AreRefusedWithTheNamesThereAre()
    {
        using var set = new ParameterSet<double>();
        set.Add("head.weight", ParameterKind.Weight, 2, 3);
        set.Add("head.bias", ParameterKind.Bias, 2);
        foreach (var name in new[] { "hea", "head.", "head.weights", "Head", "weight" })
        {
            var refusal = Assert.Throws<ArgumentException>(() => Optimizer.Create(set, Split.ByRank(s_matrices, s_others, "head", name)));
            Assert.Equal(
                $"Split.ByRank excepts '{name}', but there is no parameter or layer of that name. The parameters are head.weight, head.bias.",
                refusal.Message);
        }

        // The set is free for another optimizer.
        Optimizer.Create(set, Split.ByRank(s_matrices, s_others, "head")).Dispose();
    }

    [Fact]
    public void AnExceptionOfAnEmptySet_IsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => Split.ByRank(s_matrices, s_others, "head").CheckExceptions([]));
        Assert.Equal(
            "Split.ByRank excepts 'head', but there is no parameter or layer of that name. The set has no parameters.", refusal.Message);
    }

    [Fact]
    public void AnEmptyExceptionIsRefused() =>
        Assert.Throws<ArgumentException>("except", () => Split.ByRank(s_matrices, s_others, "head", ""));

    [Fact]
    public void EqualRulesAreOneGroup()
    {
        using var set = Model();
        using var optimizer = Optimizer.Create(set, Split.ByRank(new AdamW(), new AdamW()));
        Assert.Equal(10, Assert.Single(optimizer.Groups).Parameters.Count);
    }

    private static ParameterSet<float> Model()
    {
        var set = new ParameterSet<float>();
        set.Add("convolution.weight", ParameterKind.Weight, 4, 3, 2, 2);
        set.Add("hidden.weight", ParameterKind.Weight, 8, 16);
        set.Add("hidden.bias", ParameterKind.Bias, 1, 8);
        set.Add("hidden.gain", ParameterKind.Scale, 8, 1);
        set.Add("head.weight", ParameterKind.Weight, 1, 8);
        set.Add("head.bias", ParameterKind.Bias, 1);
        set.Add("header.weight", ParameterKind.Weight, 2, 8);
        set.Add("tokens.weight", ParameterKind.Embedding, 10, 8);
        set.Add("head.mask", ParameterKind.Other, 3, 3);
        set.Add("temperature", ParameterKind.Other);
        return set;
    }

    private static IEnumerable<string> NamesWith<TRule>(Optimizer optimizer) =>
        optimizer.Groups.Where(group => group.Rule is TRule).SelectMany(group => group.Parameters).Select(parameter => parameter.Name);
}
