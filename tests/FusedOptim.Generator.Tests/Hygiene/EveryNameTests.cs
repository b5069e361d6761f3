namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Every identifier that generated code contains may be the name of anything in the project.</summary>
[Trait("Kind", "Generator")]
public sealed class EveryNameTests
{
    private const string Rule =
        """
        /// <summary>A rule.</summary>
        [global::FusedOptim.UpdateRule]
        public sealed partial record Trial(double LearningRate = 0.1, bool Flag = false)
        {
            private static void Measure(double gradient, [global::FusedOptim.Sum] ref double squares) => squares += gradient * gradient;
            private void Prepare(double squares, [global::FusedOptim.Scalar(Value = 2)] ref double kept, out double factor) { kept += squares; factor = kept; }
            private double Direction(double gradient, [global::FusedOptim.State("a")] ref double a, double factor, int step)
            {
                a += global::FusedOptim.Elementwise.Exp(gradient) * global::System.Math.Pow(0.5, step);
                return Flag ? a : global::System.Math.Sqrt(a) * factor;
            }
        /*members*/
        }
        """;

    private static IReadOnlyList<string> Names => GeneratedNames.All;

    [Fact]
    public void States() => AssertRefused(["gradientScale", "scalars", "step", "parameter", "gradient"], NameTrial.Check(Names, 16, names => $$"""
        namespace UserProject;
        /// <summary>A rule.</summary>
        [global::FusedOptim.UpdateRule]
        public sealed partial record Trial(double LearningRate = 0.1)
        {
            private double Direction(double gradient
        {{Lines(names, (name, index) => $"    , [global::FusedOptim.State(\"k{index}\")] ref double {name}")}}
            )
            {
        {{Lines(names, (name, index) => $"        {name} += gradient * {index + 1};")}}
                return gradient;
            }
        }
        """));

    [Fact]
    public void Hyperparameters() => NameTrial.Check([.. Names.Where(name => name != "LearningRate")], 40, names => $$"""
        namespace UserProject;
        /// <summary>A rule.</summary>
        [global::FusedOptim.UpdateRule]
        public sealed partial record Trial(double LearningRate = 0.1
        {{Lines(names, (name, index) => $"    , double {name} = {index + 1}")}}
            )
        {
            private double Direction(double gradient) => gradient
        {{Lines(names, (name, index) => $"        + this.{name} * gradient")}}
                ;
        }
        """);

    [Fact]
    public void Choices() => NameTrial.Check(Names, 14, names => $$"""
        namespace UserProject;
        /// <summary>Choices.</summary>
        public enum Choice
        {
        {{Lines(names, (name, _) => $"    {name},")}}
        }
        /// <summary>A rule.</summary>
        [global::FusedOptim.UpdateRule]
        public sealed partial record Trial(double LearningRate = 0.1, Choice Choice = 0)
        {
            private double Direction(double gradient) => Choice switch
            {
        {{Lines(names, (name, index) => $"        Choice.{name} => gradient * {index + 1},")}}
                _ => gradient,
            };
        }
        """);

    [Fact]
    public void Locals() => Assert.Empty(NameTrial.Check([.. Names.Where(name => name is not ("gradient" or "_"))], 150, names => $$"""
        namespace UserProject;
        /// <summary>A rule.</summary>
        [global::FusedOptim.UpdateRule]
        public sealed partial record Trial(double LearningRate = 0.1, double Factor_ = 2)
        {
            private double Direction(double gradient)
            {
                double last__ = Factor_, first__ = gradient;
        {{Lines(names, (name, index) => $"        double {name} = last__ * {index + 2}; last__ = {name} + Factor_; first__ += {name} * gradient;")}}
                return last__ * gradient + first__;
            }
        }
        """));

    [Fact]
    public void SumsScalarsAndWhatPrepareHandsOut() => NameTrial.Check(Names, 40, names => $$"""
        namespace UserProject;
        /// <summary>A rule.</summary>
        [global::FusedOptim.UpdateRule]
        public sealed partial record Trial(double LearningRate = 0.1)
        {
            private static void Measure(double gradient
        {{Lines(names, (name, index) => index % 3 == 0 ? $"    , [global::FusedOptim.Sum] ref double {name}" : "")}}
            )
            {
        {{Lines(names, (name, index) => index % 3 == 0 ? $"        {name} += gradient;" : "")}}
            }

            private static void Prepare(int step
        {{Lines(names, (name, index) => index % 3 == 0 ? "" : index % 3 == 1 ? $"    , [global::FusedOptim.Scalar(Key = \"k{index}\")] ref double {name}" : $"    , out double {name}")}}
            )
            {
        {{Lines(names, (name, index) => index % 3 == 0 ? "" : index % 3 == 1 ? $"        {name} += step;" : $"        {name} = step;")}}
            }

            private double Direction(double gradient
        {{Lines(names, (name, _) => $"    , double {name}")}}
            ) => gradient
        {{Lines(names, (name, _) => $"        + {name} * gradient")}}
                ;
        }
        """);

    [Fact]
    public void ArgumentsOfFunctions() => NameTrial.Check(Names, 4, names => $$"""
        namespace UserProject;
        /// <summary>A function.</summary>
        [global::FusedOptim.ElementwiseFunction]
        public sealed partial record Trial(bool Flag = false)
        {
            private double Value(
        {{Lines(names, (name, index) => $"        {(index == 0 ? "" : ", ")}double {name}")}}
            ) => Flag ? 1 : 2 *
        {{string.Join("*\n", names.Select(name => "        @" + name))}}
                ;
        }
        """);

    [Fact]
    public void MembersOfTheRecord() => NameTrial.Check([.. Names.Except(OfTheRule)], 400, names =>
        "namespace UserProject;\n" + With(Lines(names, (name, index) => index % 2 == 0
            ? $"    private static double {name}(double x) => x;"
            : $"    private const double {name} = 1;")));

    [Fact]
    public void TypesInTheRecord() => AssertRefused(["nuint", "var", "unmanaged"], NameTrial.Check([.. Names.Except(OfTheRule).Except(OfEveryRecord)], 400, names =>
        "namespace UserProject;\n" + With(Lines(names, (name, _) => $"    private static class {name};"))));

    [Fact]
    public void TypesBesideTheRecord() => AssertRefused(["nuint", "var", "unmanaged"], NameTrial.Check([.. Names.Except(["Trial"])], 400, names =>
        $$"""
        namespace UserProject
        {
        {{With("")}}
        {{Lines(names, (name, index) => $"    internal static class {name} {{ public class Zero__; }}")}}
        }
        """));

    [Fact]
    public void GenericTypesBesideTheRecord() => AssertRefused([], NameTrial.Check([.. Names.Except(["Trial"])], 400, names =>
        $$"""
        namespace UserProject
        {
        {{With("")}}
        {{Lines(names, (name, index) => $"    internal static class {name}<T__> {{ public static T__ Of__<U__>(U__ value__) => default!; }}")}}
        }
        """));

    [Fact]
    public void TypesOutsideOfNamespaces() => AssertRefused(
        ["nuint", "var", "unmanaged"], NameTrial.Check([.. Names.Except(["UserProject", "System", "FusedOptim", "Collections", "Generic", "List"])], 400, names =>
        $$"""
        namespace UserProject
        {
        {{With("")}}
        }
        {{Lines(names, (name, index) => $"internal static class {name};")}}
        """));

    [Fact]
    public void Namespaces() => NameTrial.Check([.. Names.Except(["Trial"])], 400, names =>
        $$"""
        namespace UserProject
        {
        {{With("")}}
        {{Lines(names, (name, index) => $"    namespace {name} {{ internal static class Vector512; }}")}}
        }
        """);

    [Fact]
    public void NamespacesOutsideOfTheOthers() => NameTrial.Check(Names, 400, names =>
        $$"""
        namespace UserProject.Rules
        {
        {{With("")}}
        }
        {{Lines(names, (name, index) => $"namespace {name} {{ internal static class Inner; }}")}}
        """);

    [Fact]
    public void GlobalAliases() => AssertRefused(["nuint", "var", "unmanaged"], NameTrial.Check([.. Names.Except(["UserProject", "System", "FusedOptim", "Collections", "Generic", "List"])], 400, names =>
        $$"""
        {{Lines(names, (name, index) => $"global using {name} = global::System.Collections.Generic.List<int>;")}}
        namespace UserProject
        {
        {{With("")}}
        }
        """));

    [Fact]
    public void Rules() => NameTrial.Check(Names, 60, names => Lines(names, (name, index) =>
        $"namespace UserProject.N{index} {{ [global::FusedOptim.UpdateRule] internal sealed partial record {name}(double LearningRate = 0.1, bool Flag = false) {{ private double Direction(double gradient, [global::FusedOptim.State(\"k\")] ref double k) => Flag ? k = k + gradient : gradient; }} }}"));

    [Fact]
    public void RulesOutsideOfNamespaces() => NameTrial.Check([.. Names.Except(["LearningRate", "Direction", "gradient"])], 60, names => Lines(names, (name, index) =>
        $"[global::FusedOptim.UpdateRule] internal sealed partial record {name}(double LearningRate = 0.1) {{ private double Direction(double gradient) => gradient; }}"));

    private static readonly string[] OfTheRule =
        ["Trial", "LearningRate", "Flag", "Measure", "Prepare", "Direction", "Apply", "RunReference", "MeasureReference", "EvaluateReference"];

    private static readonly string[] OfEveryRecord =
        ["Equals", "GetHashCode", "GetType", "ToString", "PrintMembers", "EqualityContract", "Finalize", "MemberwiseClone", "ReferenceEquals"];

    // As many of C#'s own refusals come with them as there are; these names must be the generator's.
    private static void AssertRefused(IReadOnlyList<string> expected, IReadOnlyList<string> refused) =>
        Assert.Subset(s_reservedByCSharp.Concat(expected).ToHashSet(), refused.ToHashSet());

    private static readonly HashSet<string> s_reservedByCSharp =
        ["record", "required", "scoped", "file", "nint", "field", "await", "async", "dynamic", "allows", "partial", "notnull", "global"];

    private static string With(string members) => Rule.Replace("/*members*/", members, StringComparison.Ordinal);

    private static string Lines(IEnumerable<string> names, Func<string, int, string> line) =>
        string.Join("\n", names.Select((name, index) => line("@" + name, index)));
}
