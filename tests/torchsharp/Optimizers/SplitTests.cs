using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Optimizers;

/// <summary>One rule for the matrices of a model and another for the rest.</summary>
public sealed class SplitTests
{
    [Fact]
    public void MatricesGetTheFirstRuleAndAllOthersTheSecond()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, Split.ByRank(new Lion(), new AdamW(), "last"));
        Assert.Equal(["first.weight"], Names<Lion>(optimizer));
        Assert.Equal(["first.bias", "norm.weight", "norm.bias", "last.weight", "last.bias"], Names<AdamW>(optimizer));
    }

    [Fact]
    public void TheKindTellsEmbeddingsApart()
    {
        using var embedding = nn.Embedding(5, 4);
        using var optimizer = FusedOptimizer.Create(
            [("tokens.weight", embedding.weight!), ("head.weight", new TorchSharp.Modules.Parameter(zeros(3, 4)))],
            Split.ByRank(new Lion(), new AdamW()),
            kind: (name, _) => name.StartsWith("tokens", StringComparison.Ordinal) ? ParameterKind.Embedding : ParameterKind.Weight);
        Assert.Equal(["head.weight"], Names<Lion>(optimizer));
        Assert.Equal(["tokens.weight"], Names<AdamW>(optimizer));
    }

    [Fact]
    public void AnExceptionThatNamesNothingIsRefused()
    {
        using var model = new Model(ScalarType.Float32);
        var refusal = Assert.Throws<ArgumentException>(
            () => FusedOptimizer.Create(model.Parameters, Split.ByRank(new Lion(), new AdamW(), "head")));
        Assert.StartsWith("Split.ByRank excepts 'head', but there is no parameter or layer of that name.", refusal.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names<TRule>(FusedOptimizer optimizer) => optimizer.Groups
        .SelectMany(group => group.CoreGroups)
        .Where(group => group.Rule is TRule)
        .SelectMany(group => group.Parameters)
        .Select(parameter => parameter.Name);
}
