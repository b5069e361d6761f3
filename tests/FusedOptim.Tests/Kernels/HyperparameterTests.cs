using System.Reflection;
using FusedOptim.Rules;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Kernels;

/// <summary>The generated properties of hyperparameters: defaults, ranges, copies, equality.</summary>
public class HyperparameterTests
{
    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void ThePropertiesAreTheSchema(string name)
    {
        var rule = ShippedRules.Find(name);
        for (var index = 0; index < rule.Schema.Hyperparameters.Count; index++)
        {
            var schema = rule.Schema.Hyperparameters[index];
            Assert.Equal(rule.Schema.Name, schema.Rule);
            Assert.Equal(rule.GetHyperparameter(index), Value(rule.Rule, schema));
            var another = Another(rule, index);
            var changed = rule.With(index, another);
            Assert.Equal(another, changed.GetHyperparameter(index));
            Assert.Equal(another, Value(changed.Rule, schema));
            Assert.All(
                Enumerable.Range(0, rule.Schema.Hyperparameters.Count).Where(other => other != index),
                other => Assert.Equal(rule.GetHyperparameter(other), changed.GetHyperparameter(other)));
        }
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void TheConstructorWithoutArgumentsHasTheDefaults(string name)
    {
        var rule = ShippedRules.Find(name);
        var unchanged = Construct(rule.RuleType, null, 0);
        foreach (var schema in rule.Schema.Hyperparameters)
            Assert.Equal(schema.Default, Value(unchanged, schema));
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void ValuesOutOfRangeAreRefusedEverywhere(string name)
    {
        var rule = ShippedRules.Find(name);
        for (var index = 0; index < rule.Schema.Hyperparameters.Count; index++)
        {
            var schema = rule.Schema.Hyperparameters[index];
            foreach (var value in OutOfRange(schema))
            {
                var before = rule.GetHyperparameter(index);
                CheckRefusal(schema, value, () => rule.With(index, value));
                Assert.Equal(before, rule.GetHyperparameter(index));
                // A bool has no other values.
                if (schema.Choices.Count > 0)
                    continue;
                var property = rule.RuleType.GetProperty(schema.Name)!;
                var assigned = Convert.ChangeType(value, property.PropertyType);
                CheckRefusal(schema, value, () => property.SetValue(rule.Rule, assigned));
                Assert.Equal(before, rule.GetHyperparameter(index));
                if (Parameters(rule.RuleType).Any(parameter => parameter.Name == schema.Name))
                    CheckRefusal(schema, value, () => Construct(rule.RuleType, schema.Name, value));
            }
        }
    }

    [Fact]
    public void TheSyntaxOfUsersIsCheckedTheSame()
    {
        var rule = new AdamW();
        var refusals = (ArgumentOutOfRangeException[])
        [
            Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(Beta1: 1)),
            Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW { Beta1 = 1 }),
            Assert.Throws<ArgumentOutOfRangeException>(() => rule with { Beta1 = 1 }),
            Assert.Throws<ArgumentOutOfRangeException>(() => rule.Beta1 = 1),
        ];
        Assert.All(refusals, refusal => Assert.StartsWith(
            "AdamW.Beta1 is 1; it must be at least 0 and less than 1.", refusal.Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(LearningRate: double.NaN));
        Assert.Equal(new AdamW(), rule);
    }

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void RulesAreEqualWhenAllHyperparametersAre(string name)
    {
        var rule = ShippedRules.Find(name);
        for (var index = 0; index < rule.Schema.Hyperparameters.Count; index++)
        {
            var same = rule.With(index, rule.GetHyperparameter(index));
            Assert.Equal(rule.Rule, same.Rule);
            Assert.NotSame(rule.Rule, same.Rule);
            Assert.Equal(rule.Rule.GetHashCode(), same.Rule.GetHashCode());
            Assert.NotEqual(rule.Rule, rule.With(index, Another(rule, index)).Rule);
        }
    }

    // Allowed, and not the value of the rule.
    private static double Another(RuleCase rule, int index)
    {
        var schema = rule.Schema.Hyperparameters[index];
        var value = rule.GetHyperparameter(index);
        if (schema.Choices.Count > 0)
            return schema.Choices.First(choice => choice.Value != value).Value;
        return schema.Check(schema.IsInteger ? value + 1 : schema.Minimum >= 1 ? 1.4375 : 0.4375);
    }

    private static IEnumerable<double> OutOfRange(HyperparameterSchema schema)
    {
        if (schema.IsInteger)
            return schema.Choices.Count > 0 ? [schema.Choices.Max(choice => choice.Value) + 1] : [schema.Minimum - 1];
        return RealOutOfRange(schema);
    }

    private static IEnumerable<double> RealOutOfRange(HyperparameterSchema schema)
    {
        yield return double.NaN;
        yield return double.PositiveInfinity;
        yield return double.NegativeInfinity;
        if (double.IsFinite(schema.Minimum))
            yield return schema.MinimumIsExclusive ? schema.Minimum : Math.BitDecrement(schema.Minimum);
        if (double.IsFinite(schema.Maximum) && schema.Maximum < double.MaxValue)
            yield return schema.MaximumIsExclusive ? schema.Maximum : Math.BitIncrement(schema.Maximum);
    }

    private static void CheckRefusal(HyperparameterSchema schema, double value, Action assignment)
    {
        var exception = Record.Exception(assignment);
        var refusal = Assert.IsType<ArgumentOutOfRangeException>(
            exception is TargetInvocationException invocation ? invocation.InnerException : exception);
        Assert.Equal(schema.Name, refusal.ParamName);
        Assert.Equal(value, Convert.ToDouble(refusal.ActualValue));
        Assert.StartsWith($"{schema.Rule}.{schema.Name} is ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(schema.Allowed, refusal.Message, StringComparison.Ordinal);
    }

    private static double Value(object rule, HyperparameterSchema schema) =>
        Convert.ToDouble(rule.GetType().GetProperty(schema.Name)!.GetValue(rule));

    private static ParameterInfo[] Parameters(Type rule) => Assert.Single(rule.GetConstructors()).GetParameters();

    private static object Construct(Type rule, string? parameterName, double value)
    {
        var arguments = Parameters(rule)
            .Select(parameter => parameter.Name == parameterName
                ? Convert.ChangeType(value, parameter.ParameterType)
                : parameter.DefaultValue)
            .ToArray();
        return Assert.Single(rule.GetConstructors()).Invoke(arguments);
    }
}
