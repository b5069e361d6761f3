using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Names and places that C# allows do not confuse generated code.</summary>
public sealed class NamingTests
{
    [Fact]
    public void KeywordsAsNames() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double @event, [State("delegate_")] ref double @delegate)
        {
            var @class = @event + gradient;
            @event = @class * @if;
            @delegate += @static(@class);
            return @event + @delegate;
        }

        private static double @static(double @int) => @int * 2;
        """, "double LearningRate = 0.1, double @if = 0.5");

    [Fact]
    public void ContextualKeywordsAsNames() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double value, [State] ref double @field, [State] ref double record)
        {
            var yield = value + gradient;
            var await = yield * var;
            var nint = await + @field;
            (value, @field, record) = (nint, yield, record + await);
            return record;
        }
        """, "double LearningRate = 0.1, double var = 0.5, double value = 2, double field = 3, double required = 4");

    [Fact]
    public void UnicodeNames() => Meaning.Check(
        """
        private double Direction(double gradient, [State("moment")] ref double µ, [State("second")] ref double 第二)
        {
            var ĝ = gradient * β1;
            µ = β1 * µ + ĝ;
            第二 = ĝ * ĝ;
            return \u00b5 / (Math.Sqrt(第二) + ε);
        }
        """, "double LearningRate = 0.1, double β1 = 0.9, double ε = 1e-8");

    [Fact]
    public void NamesThatGeneratedCodeMightUse() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double segment, [State] ref double constants, [State] ref double T)
        {
            var i = gradient * 2;
            var length = i + segment;
            var count = length - constants;
            var lane = count * T;
            var index = lane + i;
            var span = index - 1;
            var u = span;
            var buffer = u + 2;
            var result = buffer;
            var Vector128 = result + 1;
            var System = Vector128;
            var context = System;
            segment = context;
            constants = index;
            T = i;
            return result;
        }
        """);

    [Fact]
    public void ApplyCallsStatesAsTheRuleDoes()
    {
        string[] states = ["constants", "target", "reductions", "summands", "start", "length", "context"];
        var rule = Meaning.Rule(
            $$"""
            private static void Measure(double gradient, [Sum] ref double squares) => squares += gradient * gradient;
            private double Direction(double gradient, double squares, {{string.Join(", ", states.Select(state => $"[State] ref double {state}"))}})
            {
                {{string.Concat(states.Select(state => $"{state} += gradient;"))}}
                return (start + target) / squares;
            }
            """);
        var output = GeneratorHarness.RunClean(rule).Output;
        var apply = output.GetTypeByMetadataName("UserProject.Rule")!.GetMembers("Apply").OfType<IMethodSymbol>().First();
        Assert.Equal(["step", "parameter", "gradient", .. states, "gradientScale"], apply.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void ShadowedNames() => Meaning.Check(
        """
        private static double Scale(double gradient, double m)
        {
            var x = gradient + m;
            return x * 2;
        }

        private double Direction(double gradient, [State] ref double m)
        {
            var x = Scale(m, gradient);
            m = Scale(x, x);
            double a = A;
            return x + m * a;
        }
        """);

    [Theory]
    [InlineData("Schema")]
    [InlineData("Copy")]
    [InlineData("Run")]
    [InlineData("Prepare")]
    [InlineData("Apply")]
    [InlineData("Check")]
    [InlineData("Step")]
    [InlineData("StepConstants")]
    [InlineData("Kernel")]
    [InlineData("Kernels")]
    [InlineData("Scalar")]
    [InlineData("Vector128")]
    [InlineData("Math")]
    [InlineData("System")]
    [InlineData("FusedOptim")]
    [InlineData("Rule")]
    [InlineData("GetHyperparameter")]
    [InlineData("PrintMembers")]
    [InlineData("EqualityContract")]
    [InlineData("Equals")]
    [InlineData("GetHashCode")]
    public void HyperparametersNamedLikeMembersAreRefusedOrWork(string name)
    {
        var run = GeneratorHarness.Run(Meaning.Rule(
            $"private double Direction(double gradient) => {name} * gradient;", $"double LearningRate = 0.1, double {name} = 0.5"));
        var refused = run.Refusals.Any(diagnostic => diagnostic.Id.StartsWith("FOPT", StringComparison.Ordinal));
        if (refused || HasUserError(name))
            return;
        run.AssertClean();
        using var assembly = run.Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(5, 67));
    }

    [Fact]
    public void ARuleInTheGlobalNamespace() => CheckAll(
        """
        using FusedOptim;

        /// <summary>A rule.</summary>
        [UpdateRule]
        public sealed partial record Rule(double LearningRate = 0.1)
        {
            private double Direction(double gradient) => 2 * gradient;
        }
        """, "Rule");

    [Fact]
    public void NestedNamespacesAndEqualNames() => CheckAll(
        """
        namespace Outer
        {
            using FusedOptim;

            /// <summary>A rule.</summary>
            [UpdateRule]
            public sealed partial record Rule(double LearningRate = 0.1)
            {
                private double Direction(double gradient) => 2 * gradient;
            }

            namespace Inner.@namespace
            {
                /// <summary>Another rule of the same name.</summary>
                [UpdateRule]
                public sealed partial record Rule(double LearningRate = 0.1)
                {
                    private double Direction(double gradient) => 3 * gradient;
                }
            }
        }
        """, "Outer.Rule", "Outer.Inner.namespace.Rule");

    [Fact]
    public void InternalRules() => CheckAll(
        """
        using FusedOptim;

        namespace UserProject;

        [UpdateRule]
        internal sealed partial record Rule(double LearningRate = 0.1)
        {
            private double Direction(double gradient) => 2 * gradient;
        }
        """, "UserProject.Rule");

    [Fact]
    public void NamesThatHideTheFramework() => CheckAll(
        """
        using FusedOptim;

        namespace UserProject.System.FusedOptim
        {
            /// <summary>Not the framework's.</summary>
            public static class Math;

            /// <summary>Not the framework's.</summary>
            public static class Vector256;

            /// <summary>A rule among classes with the names of the framework's.</summary>
            [UpdateRule]
            public sealed partial record Rule(double LearningRate = 0.1, double Beta = 0.9)
            {
                private double Direction(double gradient, [State] ref double m, int step)
                {
                    m = global::System.Math.Sqrt(Beta) * m + gradient;
                    return m / (1 - global::System.Math.Pow(Beta, step));
                }
            }
        }
        """, "UserProject.System.FusedOptim.Rule");

    [Fact]
    public void SeveralPartialDeclarations() => CheckAll(
        """
        using FusedOptim;

        namespace UserProject;

        /// <summary>A rule in two parts.</summary>
        [UpdateRule(FloatMode = FloatMode.Strict)]
        public sealed partial record Rule(double LearningRate = 0.1)
        {
            private double Direction(double gradient) => Twice(gradient);
        }

        public sealed partial record Rule
        {
            private static double Twice(double x) => 2 * x;
        }
        """, "UserProject.Rule");

    [Fact]
    public void HelpersInAnotherFile()
    {
        using var assembly = GeneratorHarness.RunClean(
            Meaning.Rule("private double Direction(double gradient, [State] ref double m) => Twice(m = gradient);"),
            """
            namespace UserProject;

            public sealed partial record Rule
            {
                private static double Twice(double x) => x * Two;

                private const double Two = 2;
            }
            """).Load();
        RuleTest.Verify(assembly.Rule(), Inputs.AllLengths);
    }

    private static void CheckAll(string source, params string[] names)
    {
        using var assembly = GeneratorHarness.RunClean(source).Load();
        foreach (var name in names)
            RuleTest.Verify(assembly.Rule(name), Inputs.OfLengths(1, 67));
    }

    // C# itself does not let a positional record have such a parameter.
    private static bool HasUserError(string name) => name is "Equals" or "GetHashCode" or "PrintMembers" or "EqualityContract" or "Rule";
}
