using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>Small functions, as users declare them.</summary>
internal static class FunctionSources
{
    /// <summary>The source of a function.</summary>
    /// <param name="members">The body of the record.</param>
    /// <param name="hyperparameters">The positional parameters of the record.</param>
    /// <param name="mode">The mode of floating point.</param>
    public static string Declare(string members, string hyperparameters = "", FloatMode mode = FloatMode.Deterministic) =>
        $$"""
        using System.ComponentModel.DataAnnotations;
        using FusedOptim;

        namespace UserProject;

        /// <summary>A function.</summary>
        [ElementwiseFunction(FloatMode = FloatMode.{{mode}})]
        public sealed partial record Function({{hyperparameters}})
        {
        {{members}}
        }
        """;

    /// <summary>A function of one argument, given as an expression over <c>x</c>.</summary>
    public static string OfX(string expression, string hyperparameters = "") =>
        Declare($"private double Value(double x) => {expression};", hyperparameters);

    /// <summary>Compiles a function.</summary>
    public static CompiledAssembly Compile(string source) => GeneratorHarness.RunClean(source).Load();

    /// <summary>Compiles functions of one argument together: <c>UserProject.Function0</c> and so on.</summary>
    public static CompiledAssembly CompileAll(IEnumerable<string> expressions) => GeneratorHarness.RunClean(expressions.Select(
        (expression, index) => OfX(expression)
            .Replace("record Function", $"record Function{index}", StringComparison.Ordinal))).Load();
}
