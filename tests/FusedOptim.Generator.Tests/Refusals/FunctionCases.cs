using FusedOptim.Generator.Tests.Functions;

namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>Mistakes in the declaration of an element-wise function.</summary>
internal static class FunctionCases
{
    private const string Value = "private double Value(double x) => x;";

    public static IEnumerable<RefusalCase> All =>
    [
        RefusalCase.Declaration("FOPT001", "a function that is not partial",
            $$"""[ElementwiseFunction] public sealed record [|Function|] { {{Value}} }"""),
        RefusalCase.Declaration("FOPT002", "a nested function",
            $$"""public static class Outer { [ElementwiseFunction] public sealed partial record [|Function|] { {{Value}} } }"""),
        RefusalCase.Declaration("FOPT042", "a function without a method",
            "[ElementwiseFunction] public sealed partial record [|Function|];"),
        RefusalCase.Declaration("FOPT042", "the method of a rule",
            "[ElementwiseFunction] public sealed partial record [|Function|] { private double Direction(double gradient) => gradient; }"),
        Members("FOPT004", "two methods of a function", Value + "private double [|Value|](double x, double y) => x;"),
        Members("FOPT005", "a function without a result", "private void [|Value|](double x) { }"),
        Members("FOPT005", "a function with type parameters", "private double [|Value|]<T>(double x) => x;"),
        Members("FOPT020", "a float function", "private float [|Value|](double x) => 1;"),
        Members("FOPT020", "a float argument", "private double Value([|float x|]) => 1;"),
        Members("FOPT007", "an argument that is int", "private double Value(double x, [|int n|]) => x * n;"),
        Members("FOPT007", "an argument by reference", "private double Value([|ref double x|]) => x;"),
        Members("FOPT007", "spans", "private double Value([|ReadOnlySpan<double> x|]) => 1;"),
        Members("FOPT007", "a state of a function", "private double Value(double x, [|[State] ref double m|]) => x;"),
        Members("FOPT007", "a sum in a function", "private double Value(double x, [|[Sum] double s|]) => x;"),
        Members("FOPT043", "no argument", "private double [|Value|]() => 1;"),
        Members("FOPT043", "five arguments", "private double [|Value|](double a, double b, double c, double d, double e) => a;"),
        Members("FOPT026", "a function of System.Math", "private double Value(double x) => [|Math.Exp(x)|];"),
        Members("FOPT017", "a method named like a generated one of a function", Value + "private static double [|Differentiate|](double x) => x;"),
        RefusalCase.Declaration("FOPT039", "a modifier on a function",
            $$"""[ElementwiseFunction, [|WeightDecay(0.1)|]] public sealed partial record Function { {{Value}} }"""),
        RefusalCase.Declaration("FOPT011", "a long hyperparameter of a function",
            "[ElementwiseFunction] public sealed partial record Function([|long Scale = 2|]) { private double Value(double x) => x * Scale; }"),
        RefusalCase.Declaration("FOPT014", "a default out of range in a function",
            "[ElementwiseFunction] public sealed partial record Function([|[Range(0.0, 1.0)] double Slope = 2|]) { private double Value(double x) => x * Slope; }"),
        RefusalCase.Declaration("FOPT055", "a hyperparameter without effect in a function",
            $$"""[ElementwiseFunction] public sealed partial record Function(double [|Slope|] = 2) { {{Value}} }"""),
        Members("FOPT059", "a first argument that is not used", "private double [|Value|](double x, double y) => y;"),
        Members("FOPT059", "a sign", "private double [|Value|](double x) => Elementwise.Sign(x);"),
        Members("FOPT059", "rounding", "private double [|Value|](double x) => 2 * Math.Floor(x + 0.5);"),
    ];

    private static RefusalCase Members(string id, string name, string members) => new(id, name, FunctionSources.Declare(members));
}
