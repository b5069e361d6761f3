using FusedOptim.CompilerServices;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Registry
{
    /// <summary>Rules of other assemblies are registered, by all threads and again.</summary>
    public sealed class RegistrationTests
    {
        [Fact]
        public void RegisteredRulesAreFoundByName()
        {
            UpdateRules.Register([.. Own()]);
            var rule = UpdateRules.Create("RegisteredDescent", new Dictionary<string, string> { ["LearningRate"] = "0.5", ["Shape"] = "Signed" });
            Assert.Equal(new RegisteredDescent(0.5, Shape: DescentShape.Signed), rule);
            Assert.Contains(UpdateRules.All, description => description.FullName == typeof(RegisteredDescent).FullName);
        }

        [Fact]
        public void ARuleWithoutADefaultNeedsItsValue()
        {
            UpdateRules.Register([.. Own()]);
            var exception = Assert.Throws<ArgumentException>(() => UpdateRules.Create("RegisteredDescent"));
            Assert.StartsWith("RegisteredDescent needs a value for LearningRate, which does not have a default.", exception.Message, StringComparison.Ordinal);
        }

        [Fact]
        public void TwoRulesOfANameAreToldApartByTheirNamespaces()
        {
            UpdateRules.Register([.. Own()]);
            var exception = Assert.Throws<ArgumentException>("name", () => UpdateRules.Create("Twin"));
            Assert.Contains("FusedOptim.Tests.Registry.First.Twin, FusedOptim.Tests.Registry.Second.Twin", exception.Message, StringComparison.Ordinal);
            Assert.IsType<First.Twin>(UpdateRules.Create("FusedOptim.Tests.Registry.First.Twin"));
            Assert.IsType<Second.Twin>(UpdateRules.Create("FusedOptim.Tests.Registry.Second.Twin"));
        }

        [Fact]
        public void ARuleWithoutANamespaceIsNamedFromTheRoot()
        {
            var rootless = new UpdateRuleDescription("RootlessTwin", () => ((IUpdateRule)new First.Twin()).Schema, _ => new First.Twin());
            var other = new UpdateRuleDescription("Space.RootlessTwin", () => ((IUpdateRule)new Second.Twin()).Schema, _ => new Second.Twin());
            UpdateRules.Register([rootless, other]);
            Assert.Contains("global::RootlessTwin, Space.RootlessTwin", Assert.Throws<ArgumentException>(() => UpdateRules.Find("RootlessTwin")).Message, StringComparison.Ordinal);
            Assert.Same(rootless, UpdateRules.Find("global::RootlessTwin"));
            Assert.Same(other, UpdateRules.Find("Space.RootlessTwin"));
        }

        [Fact]
        public void AllThreadsMayRegisterTheSameRules()
        {
            Parallel.For(0, 64, index => UpdateRules.Register(
                [new UpdateRuleDescription($"Threads.Rule{index}", () => ((IUpdateRule)new AdamW()).Schema, _ => new AdamW()), .. Own()]));
            Assert.Equal(64, UpdateRules.All.Count(rule => rule.FullName.StartsWith("Threads.Rule", StringComparison.Ordinal)));
            Assert.All(Own(), rule => Assert.Single(UpdateRules.All, other => other.FullName == rule.FullName));
        }

        [Fact]
        public void AnotherRuleOfTheSameFullNameIsRefusedAndNothingIsRegistered()
        {
            var added = new UpdateRuleDescription("Refused.Rule", () => ((IUpdateRule)new AdamW()).Schema, _ => new AdamW());
            var second = new UpdateRuleDescription("FusedOptim.Rules.AdamW", () => ((IUpdateRule)new AdamW()).Schema, _ => new AdamW());
            var exception = Assert.Throws<ArgumentException>("rules", () => UpdateRules.Register([added, second]));
            Assert.Contains("'FusedOptim.Rules.AdamW'", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(added, UpdateRules.All);
        }

        [Fact]
        public void TheAssemblyNamesItsRegistry() => Assert.Equal(
            "FusedOptim.AssemblyRules",
            ((UpdateRuleRegistryAttribute)Attribute.GetCustomAttribute(typeof(RegistrationTests).Assembly, typeof(UpdateRuleRegistryAttribute))!).Registry.FullName);

        // The library's own list has the same name, and is visible to these tests.
#pragma warning disable CS0436
        private static IReadOnlyList<UpdateRuleDescription> Own() => AssemblyRules.All;
#pragma warning restore CS0436
    }

    /// <summary>What a registered rule does.</summary>
    public enum DescentShape
    {
        /// <summary>Follows the gradient.</summary>
        Plain,

        /// <summary>Follows the sign of the gradient.</summary>
        Signed = 5,
    }

    /// <summary>A rule of an application.</summary>
    [UpdateRule, WeightDecay(0.01)]
    public sealed partial record RegisteredDescent([Positive] double LearningRate, [NonNegative] int Delay = 0, bool Halves = false, DescentShape Shape = DescentShape.Plain)
    {
        private double Direction(double gradient, int step) =>
            step <= Delay ? 0 : (Halves ? 0.5 : 1) * (Shape == DescentShape.Signed ? Elementwise.Sign(gradient) : gradient);
    }
}

namespace FusedOptim.Tests.Registry.First
{
    /// <summary>A rule with the name of another.</summary>
    [UpdateRule]
    public sealed partial record Twin(double LearningRate = 0.1)
    {
        private double Direction(double gradient) => gradient;
    }
}

namespace FusedOptim.Tests.Registry.Second
{
    /// <summary>A rule with the name of another.</summary>
    [UpdateRule]
    public sealed partial record Twin(double LearningRate = 0.2)
    {
        private double Direction(double gradient) => gradient;
    }
}
