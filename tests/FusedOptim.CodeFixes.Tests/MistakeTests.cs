using Microsoft.CodeAnalysis.CodeRefactorings;

namespace FusedOptim.CodeFixes.Tests;

/// <summary>Mistakes that one edit mends.</summary>
public sealed class MistakeTests
{
    [Theory]
    [InlineData(typeof(RemoveHyperparameter), "Remove the hyperparameter 'Beta'",
        "(double LearningRate = 1, double $Beta = 0.9) { double Direction(double gradient) => gradient; }",
        "(double LearningRate = 1) { double Direction(double gradient) => gradient; }")]
    [InlineData(typeof(RemoveHyperparameter), null,
        "(double LearningRate = 1, double $Beta = 0.9) { double Direction(double gradient) => Beta * gradient; }", null)]
    [InlineData(typeof(RemoveHyperparameter), null,
        "(double LearningRate = 1, double $WeightDecay = 0.9) { double Direction(double gradient) => gradient; }", null)]
    [InlineData(typeof(RemoveState), "Remove the state 'm'",
        "(double LearningRate = 1) { double Direction(double gradient, [State] ref double $m, int step) => gradient / step; }",
        "(double LearningRate = 1) { double Direction(double gradient, int step) => gradient / step; }")]
    [InlineData(typeof(RemoveState), null,
        "(double LearningRate = 1) { double Direction(double gradient, [State] ref double $m) => m = gradient; }", null)]
    [InlineData(typeof(RenameToKnown), "Rename 'grad' to 'gradient'",
        "(double LearningRate = 1) { double Direction(double $grad, int step) => grad * grad / step; }",
        "(double LearningRate = 1) { double Direction(double gradient, int step) => gradient * gradient / step; }")]
    [InlineData(typeof(RenameToKnown), "Rename 'n' to 'count'",
        "(double LearningRate = 1) { void Prepare(long $n, out double x) => x = n; double Direction(double gradient, double x) => x; }",
        "(double LearningRate = 1) { void Prepare(long count, out double x) => x = count; double Direction(double gradient, double x) => x; }")]
    [InlineData(typeof(RenameToKnown), "Read the hyperparameter 'Beta'",
        "(double LearningRate = 1, double Beta = 0.9) { double Direction(double gradient, double $beta) => beta * gradient; }",
        "(double LearningRate = 1, double Beta = 0.9) { double Direction(double gradient) => Beta * gradient; }")]
    [InlineData(typeof(RenameToKnown), null,
        "(double LearningRate = 1) { void Prepare(out double grad) => grad = 1; double Direction(double gradient, double $grad) => grad; }", null)]
    [InlineData(typeof(MakeState), "Make 'velocity' a state",
        "(double LearningRate = 1) { double Direction(double gradient, double $velocity) => velocity = gradient; }",
        "(double LearningRate = 1) { double Direction(double gradient, [State(\"velocity\")] ref double velocity) => velocity = gradient; }")]
    [InlineData(typeof(MakeState), null,
        "(double LearningRate = 1) { double Direction(double $gradient) => gradient; }", null)]
    [InlineData(typeof(NameLearningRate), "Rename 'lr' to 'LearningRate'",
        "(double $lr = 1) { void Update(ref double parameter, double gradient) => parameter -= lr * gradient; }",
        "(double LearningRate = 1) { void Update(ref double parameter, double gradient) => parameter -= LearningRate * gradient; }")]
    [InlineData(typeof(WriteLargerDefault), "Write 1e-38, which single precision has",
        "(double LearningRate = 1, double $Epsilon = 1e-60) { double Direction(double gradient) => gradient + Epsilon; }",
        "(double LearningRate = 1, double Epsilon = 1e-38) { double Direction(double gradient) => gradient + Epsilon; }")]
    [InlineData(typeof(WriteElementwise), "Write 'Elementwise.Sign'",
        "(double LearningRate = 1) { double Direction(double gradient) => Math.$Sign(gradient); }",
        "(double LearningRate = 1) { double Direction(double gradient) => Elementwise.Sign(gradient); }")]
    [InlineData(typeof(WriteElementwise), "Write 'Elementwise.Square'",
        "(double LearningRate = 1) { double Direction(double gradient) => Math.$Pow(gradient, 2); }",
        "(double LearningRate = 1) { double Direction(double gradient) => Elementwise.Square(gradient); }")]
    [InlineData(typeof(WriteElementwise), null,
        "(double LearningRate = 1) { double Direction(double gradient) => Math.$Pow(gradient, 3); }", null)]
    public async Task OneEditMends(Type provider, string? title, string before, string? after)
    {
        var offer = await Editor.OfferAsync((CodeRefactoringProvider)Activator.CreateInstance(provider)!, Rule(before));
        Assert.Equal(title, offer?.Title);
        if (after is not null)
            Assert.Equal(Rule(after), offer?.Text);
    }

    [Fact]
    public async Task AddsTheNamespaceOfRange()
    {
        const string Rest = "using FusedOptim;\nusing System;\n\n[UpdateRule] public sealed partial record R([Range(0.0, 1.0)] double LearningRate = 1);\n";
        var offer = await Editor.OfferAsync(new AddDataAnnotations(), Rest.Replace("Range(", "Ran$ge("));
        Assert.Equal("using System.ComponentModel.DataAnnotations;\n" + Rest, offer?.Text);
        Assert.Null(await Editor.OfferAsync(new AddDataAnnotations(), offer!.Value.Text.Replace("Range(", "Ran$ge(")));
    }

    private static string Rule(string rest) => $"using System;\nusing FusedOptim;\n\n[UpdateRule] sealed partial record R{rest}\n";
}
