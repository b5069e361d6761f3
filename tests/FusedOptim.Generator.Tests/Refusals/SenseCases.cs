namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>Rules that compile and are probably not what was meant.</summary>
internal static class SenseCases
{
    public static IEnumerable<RefusalCase> All =>
    [
        RefusalCase.Members("FOPT050", "a state that is neither read nor written",
            "private double Direction(double gradient, [|[State] ref double m|]) => gradient;"),
        RefusalCase.Members("FOPT050", "a state that is only written",
            "private double Direction(double gradient, [|[State] ref double m|]) => m = gradient;"),
        RefusalCase.Members("FOPT050", "a state that is only read",
            "private double Direction(double gradient, [|[State] ref double m|]) => m + gradient;"),
        RefusalCase.Members("FOPT051", "a gradient that is not taken",
            "private double [|Direction|](double parameter) => parameter;"),
        RefusalCase.Members("FOPT051", "a gradient that is not used",
            "private double [|Direction|](double gradient, double parameter) => parameter;"),
        RefusalCase.Members("FOPT052", "a bias correction of a step counted from 0",
            "private double [|Direction|](double gradient, int step) => gradient / (1 - Math.Pow(0.9, step - 1));"),
        RefusalCase.Members("FOPT052", "a uniform quotient",
            "private double [|Direction|](double gradient, int step) => gradient * ((step - 1.0) / (step - 1.0));"),
        RefusalCase.Members("FOPT052", "half of a step that is whole",
            "private double [|Direction|](double gradient, int step) => gradient / (step / 2);"),
        RefusalCase.Members("FOPT053", "an epsilon that is too small",
            "private double Direction(double gradient) => gradient + Epsilon;", "double LearningRate = 0.1, double [|Epsilon|] = 1e-50"),
        RefusalCase.Members("FOPT054", "a state of a public rule without a key",
            "private double Direction(double gradient, [|[State] ref double m|]) => m = m + gradient;"),
        RefusalCase.Members("FOPT055", "a hyperparameter without effect",
            "private double Direction(double gradient) => gradient;", "double LearningRate = 0.1, double [|Beta|] = 0.9"),
        RefusalCase.Members("FOPT055", "a learning rate without effect",
            "private void Update(ref double parameter, double gradient) => parameter -= gradient;", "double [|LearningRate|] = 0.1"),
        RefusalCase.Members("FOPT057", "a rate that only a state uses",
            "private void [|Update|](ref double parameter, double gradient, [State] ref double m) { m = LearningRate * gradient; parameter -= gradient + 0 * m; }"),
        RefusalCase.Members("FOPT057", "a rate applied to the step and in the state",
            """
            private void [|Update|](ref double parameter, double gradient, [State] ref double v)
            {
                v = 0.9 * v + LearningRate * gradient;
                parameter -= LearningRate * v;
            }
            """),
        RefusalCase.Members("FOPT057", "a step divided by the rate",
            "private void [|Update|](ref double parameter, double gradient) => parameter -= gradient / LearningRate;"),
        RefusalCase.Members("FOPT057", "a rate under a root of squares",
            "private void [|Update|](ref double parameter, double gradient) => parameter -= gradient * Math.Sqrt(LearningRate * LearningRate) * LearningRate;"),
        RefusalCase.Members("FOPT058", "a direction times the rate",
            "private double [|Direction|](double gradient) => LearningRate * gradient;"),
        RefusalCase.Members("FOPT058", "a state that keeps the rate",
            "private double [|Direction|](double gradient, [State] ref double v) => v = 0.9 * v + LearningRate * gradient;"),
        RefusalCase.Members("FOPT060", "a quotient of whole numbers",
            "private double Direction(double gradient, int step) => gradient * (1 + [|1 / (1 + step)|]);"),
        RefusalCase.Members("FOPT060", "a quotient of whole numbers in Prepare",
            "private static void Prepare(int step, out double rate) => rate = [|1 / (1 + step)|]; private double Direction(double gradient, double rate) => gradient + rate;"),
        RefusalCase.Declaration("FOPT057", "a rate that only the decay of a modifier uses",
            "[UpdateRule, WeightDecay(0.1)] public sealed partial record Rule(double LearningRate = 0.1) { private void [|Update|](ref double parameter, double gradient) => parameter -= gradient; }"),
    ];

    /// <summary>Rules that none of it is to be said of.</summary>
    public static IEnumerable<(string Name, string Members)> Sensible =>
    [
        ("a quotient that is not reached at step 1",
            "private double Direction(double gradient, int step) => step == 1 ? gradient : gradient / (step - 1);"),
        ("a uniform quotient that is not reached at step 1",
            "private double Direction(double gradient, int step) => gradient * (step == 1 ? 1.0 : 1.0 / (step - 1));"),
        ("a quotient behind an early return",
            "private double Direction(double gradient, int step) { if (step == 1) return gradient; return gradient / (step - 1); }"),
        ("a state that only some steps use",
            """private double Direction(double gradient, [State("m")] ref double m, int step) { if (step > 1) m += gradient; return m + gradient; }"""),
        ("a state with a key of its own name",
            """private double Direction(double gradient, [State("m")] ref double m) => m = m / 2 + gradient;"""),
        ("velocity",
            """private void Update(ref double parameter, double gradient, [State("v")] ref double v) { v = 0.9 * v + LearningRate * gradient; parameter -= v; }"""),
        ("decay of its own beside the step",
            "private void Update(ref double parameter, double gradient) => parameter = parameter * (1 - LearningRate * 0.1) - LearningRate * gradient;"),
        ("independent decay",
            "private void Update(ref double parameter, double gradient) => parameter = 0.9 * parameter - LearningRate * gradient;"),
        ("a step that replaces the parameter",
            "private void Update(ref double parameter, double gradient) => parameter = Elementwise.SoftThreshold(parameter - LearningRate * gradient, LearningRate * 0.1);"),
        ("a step whose degree nobody knows",
            "private void Update(ref double parameter, double gradient) => parameter -= Math.Min(LearningRate, 1) * gradient;"),
        ("averaging from the parameter",
            """private void Update(ref double parameter, double gradient, [State("z", Initial = "parameter")] ref double z) { z -= LearningRate * gradient; parameter = 0.9 * parameter + 0.1 * z; }"""),
        ("a rate in both arms",
            "private void Update(ref double parameter, double gradient) => parameter -= gradient > 0 ? LearningRate : -LearningRate;"),
    ];
}
