using FusedOptim.CompilerServices;
using FusedOptim.Rules;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Registry;

/// <summary>Rules are found and created by the names that a configuration file or a command line has.</summary>
public sealed class UpdateRulesTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [Fact]
    public void ShippedListsEveryRuleOfTheLibraryInTheOrderOfFullNames()
    {
        var expected = typeof(UpdateRules).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(IUpdateRule)) && !type.IsInterface).Select(type => type.FullName!)
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, UpdateRules.Shipped.Select(rule => rule.FullName));
    }

    [Fact]
    public void EveryShippedRuleIsCreatedWithItsDefaults() => Assert.All(UpdateRules.Shipped, description =>
    {
        var rule = description.Create();
        Assert.Equal(Activator.CreateInstance(rule.GetType(), [.. DefaultsOf(rule.GetType())]), rule);
        Assert.Equal(description.FullName, rule.GetType().FullName);
        Assert.Same(description.Schema, rule.Schema);
        Assert.Equal(description.Name, rule.Schema.Name);
    });

    [Fact]
    public void EveryHyperparameterOfEveryShippedRuleIsSetByItsName() => Assert.All(UpdateRules.Shipped, description =>
    {
        foreach (var hyperparameter in description.Schema.Hyperparameters)
        {
            var value = Another(hyperparameter);
            var byNumber = description.Create(new Dictionary<string, double> { [hyperparameter.Name] = value });
            Assert.Equal(value, byNumber.GetHyperparameter(hyperparameter.Name));
            var text = hyperparameter.Choices.Count > 0
                ? hyperparameter.Choices.First(choice => choice.Value == value).Name
                : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(byNumber, description.Create(new Dictionary<string, string> { [hyperparameter.Name] = text }));
        }
    });

    [Fact]
    public void CreateTakesNamesAndNumbers()
    {
        var rule = Assert.IsType<AdamW>(UpdateRules.Create("AdamW", new Dictionary<string, double> { ["LearningRate"] = 3e-4, ["Beta1"] = 0.8 }));
        Assert.Equal(new AdamW(LearningRate: 3e-4, Beta1: 0.8), rule);
        Assert.Equal(rule, UpdateRules.Create("FusedOptim.Rules.AdamW", new Dictionary<string, double> { [AdamW.Names.LearningRate] = 3e-4, [AdamW.Names.Beta1] = 0.8 }));
        Assert.Equal(new Sgd(), UpdateRules.Create("Sgd"));
    }

    [Fact]
    public void EachRuleIsNew() => Assert.NotSame(UpdateRules.Create("AdamW"), UpdateRules.Create("AdamW"));

    [Theory]
    [InlineData("Adamw", "Did you mean 'AdamW'?")]
    [InlineData("adamw", "Did you mean 'AdamW'?")]
    [InlineData("AdmaW", "Did you mean 'AdamW'?")]
    [InlineData("FusedOptim.Rules.Adamw", "Did you mean 'FusedOptim.Rules.AdamW'?")]
    [InlineData("Kronecker", "There is no rule 'Kronecker'. Known are ")]
    [InlineData("", "There is no rule ''.")]
    public void AnUnknownRuleIsRefusedWithTheNearestName(string name, string message)
    {
        var exception = Assert.Throws<ArgumentException>("name", () => UpdateRules.Create(name));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learningRate", "Did you mean 'LearningRate'?")]
    [InlineData("lr", "Did you mean 'LearningRate'?")]
    [InlineData("Gamma", "it has LearningRate, Beta1, Beta2, Epsilon, WeightDecay.")]
    public void AnUnknownHyperparameterIsRefusedWithTheNearestName(string name, string message)
    {
        foreach (var create in new Action[]
        {
            () => UpdateRules.Create("AdamW", new Dictionary<string, double> { [name] = 0.1 }),
            () => UpdateRules.Create("AdamW", new Dictionary<string, string> { [name] = "0.1" }),
        })
        {
            var exception = Assert.Throws<ArgumentException>(create);
            Assert.Contains($"AdamW has no hyperparameter '{name}'", exception.Message, StringComparison.Ordinal);
            Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-1", "AdamW.LearningRate is -1; it must be at least 0 and finite.")]
    [InlineData("NaN", "AdamW.LearningRate is NaN; it must be at least 0 and finite.")]
    [InlineData("fast", "AdamW.LearningRate is 'fast'; it must be a number, at least 0 and finite.")]
    [InlineData("0,1", "AdamW.LearningRate is '0,1'; it must be a number, at least 0 and finite.")]
    [InlineData("", "AdamW.LearningRate is ''; it must be a number, at least 0 and finite.")]
    public void ATextThatIsNotAValueIsRefused(string text, string message)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => UpdateRules.Create("AdamW", new Dictionary<string, string> { ["LearningRate"] = text }));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public void ABoolIsReadAsJsonAndAsDotNetWriteIt(string text, bool isNesterov)
    {
        var description = UpdateRules.Shipped.First(rule => rule.Schema.Hyperparameters.Any(IsBool));
        var name = description.Schema.Hyperparameters.First(IsBool).Name;
        var rule = UpdateRules.Create(description.Name, new Dictionary<string, string> { [name] = text });
        Assert.Equal(isNesterov ? 1 : 0, rule.GetHyperparameter(name));
        Assert.Throws<ArgumentException>(() => UpdateRules.Create(description.Name, new Dictionary<string, string> { [name] = "yes" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => UpdateRules.Create(description.Name, new Dictionary<string, double> { [name] = 2 }));
    }

    [Fact]
    public void NothingIsNullAndNothingIsForgotten()
    {
        Assert.Throws<ArgumentNullException>("name", () => UpdateRules.Create(null!));
        Assert.Throws<ArgumentNullException>("hyperparameters", () => UpdateRules.Create("AdamW", (Dictionary<string, double>)null!));
        Assert.Throws<ArgumentNullException>("hyperparameters", () => UpdateRules.Create("AdamW", (Dictionary<string, string>)null!));
        Assert.Throws<ArgumentNullException>("rules", () => UpdateRules.Register(null!));
        Assert.Throws<ArgumentNullException>("rules", () => UpdateRules.Register([null!]));
        Assert.Equal(new AdamW(), UpdateRules.Create("AdamW", s_none));
    }

    [Fact]
    public void TheNamesOfTheHyperparametersAreThoseOfTheSchema() =>
        Assert.Equal(
            ((IUpdateRule)new AdamW()).Schema.Hyperparameters.Select(hyperparameter => hyperparameter.Name),
            typeof(AdamW.Names).GetFields().Select(field => (string)field.GetRawConstantValue()!));

    private static bool IsBool(HyperparameterSchema hyperparameter) => hyperparameter.Choices.Any(choice => choice.Name == "true");

    private static double Another(HyperparameterSchema hyperparameter)
    {
        if (hyperparameter.Choices.Count > 0)
            return hyperparameter.Choices.First(choice => choice.Value != hyperparameter.Default).Value;
        return new[] { hyperparameter.Default + 1, hyperparameter.Default / 2, hyperparameter.Minimum + 0.25, 0.5, 0.75, 2 }
            .First(value => value != hyperparameter.Default && hyperparameter.Allows(value));
    }

    private static IEnumerable<object?> DefaultsOf(Type rule) =>
        rule.GetConstructors()[0].GetParameters().Select(parameter => parameter.ParameterType.IsEnum
            ? Enum.ToObject(parameter.ParameterType, parameter.DefaultValue!)
            : parameter.DefaultValue);
}
