namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>Mistakes in the body of a method.</summary>
internal static class BodyCases
{
    public static IEnumerable<RefusalCase> All =>
    [
        RefusalCase.Members("FOPT024", "a call of a conditional method",
            "private double Direction(double gradient, [State] ref double m) { m += gradient; [|F(ref m)|]; return m; } [System.Diagnostics.Conditional(\"X\")] private static void F(ref double x) => x *= 7;"),
        RefusalCase.Members("FOPT025", "a partial method without a body",
            "private double Direction(double gradient, [State] ref double m) { m += gradient; [|F(ref m)|]; return m; } partial void F(ref double x);"),
        RefusalCase.Expression("FOPT026", "a cube root", "[|Math.Cbrt(gradient)|]"),
        RefusalCase.Expression("FOPT026", "an angle", "[|Math.Atan2(gradient, m)|]"),
        RefusalCase.Expression("FOPT026", "an angle of one value", "[|Math.Atan(gradient)|]"),
        RefusalCase.Expression("FOPT026", "a sine", "[|Math.Sin(gradient)|]"),
        RefusalCase.Expression("FOPT020", "a literal with a suffix", "[|0.9f|] * gradient"),
        RefusalCase.Statements("FOPT020", "a local", "float [|x = 2|];"),
        RefusalCase.Statements("FOPT020", "a cast", "m = [|(float)gradient|];"),
        RefusalCase.Expression("FOPT020", "MathF", "[|MathF.Sqrt(2)|] * gradient"),
        RefusalCase.Statements("FOPT021", "a decimal", "decimal [|x = 2|];"),
        RefusalCase.Statements("FOPT021", "a long", "long [|x = 2|];"),
        RefusalCase.Statements("FOPT021", "a tuple", "var [|x = (gradient, m)|];"),
        RefusalCase.Statements("FOPT021", "a string", """var [|x = "a"|];"""),
        RefusalCase.Statements("FOPT022", "throw", "if (gradient > 0) [|throw new InvalidOperationException();|]"),
        RefusalCase.Statements("FOPT022", "try", "[|try { m = 1; } finally { }|]"),
        RefusalCase.Statements("FOPT022", "a local function", "[|static double F(double x) => x;|] m = gradient;"),
        RefusalCase.Statements("FOPT022", "using", "[|using (var x = new System.IO.MemoryStream()) { }|]"),
        RefusalCase.Statements("FOPT022", "lock", "[|lock (string.Empty) { }|]"),
        RefusalCase.Statements("FOPT023", "for", "[|for (var i = 0; i < 3; i++) m += gradient;|]"),
        RefusalCase.Statements("FOPT023", "while", "[|while (m < 1) m += 1;|]"),
        RefusalCase.Statements("FOPT023", "do", "[|do m += 1; while (m < 1);|]"),
        RefusalCase.Statements("FOPT023", "foreach", "[|foreach (var x in new[] { 1.0 }) m += x;|]"),
        RefusalCase.Expression("FOPT024", "an array", "[|new[] { gradient }[0]|]"),
        RefusalCase.Expression("FOPT024", "a throw expression", "gradient > 0 ? 1.0 : [|throw new InvalidOperationException()|]"),
        RefusalCase.Expression("FOPT030", "a conditional reference", "([|step == 1 ? ref m : ref m|]) = gradient"),
        RefusalCase.Expression("FOPT025", "a method of every object", "gradient + [|GetHashCode()|]"),
        RefusalCase.Statements("FOPT024", "a reference reassigned", "ref var x = ref m; [|x = ref m|];"),
        RefusalCase.Expression("FOPT025", "a method of the framework", "[|double.Lerp(gradient, m, 0.5)|]"),
        RefusalCase.Expression("FOPT027", "an overload", "[|Math.Round(gradient, 2)|]"),
        RefusalCase.Expression("FOPT025", "a generic helper", "[|Elementwise2.Same(gradient)|]; } file static class Elementwise2 { public static T Same<T>(T x) => x"),
        RefusalCase.Expression("FOPT026", "exp", "[|Math.Exp(gradient)|]"),
        RefusalCase.Expression("FOPT026", "pow", "[|Math.Pow(gradient, 2)|]"),
        RefusalCase.Expression("FOPT026", "pow of the rate to the gradient", "[|Math.Pow(LearningRate, gradient)|]"),
        RefusalCase.Expression("FOPT026", "remainder", "[|gradient % 2|]"),
        RefusalCase.Expression("FOPT027", "sign", "[|Math.Sign(gradient)|]"),
        RefusalCase.Expression("FOPT027", "an estimate", "[|Math.ReciprocalSqrtEstimate(gradient)|]"),
        RefusalCase.Expression("FOPT028", "a varying bound", "[|Math.Clamp(gradient, 0, m)|]"),
        RefusalCase.Expression("FOPT029", "a cast", "[|(int)gradient|]"),
        RefusalCase.Statements("FOPT029", "a local", "var n = 1; [|if (gradient > 0) n = 2;|] m = n / 2;"),
        RefusalCase.Statements("FOPT029", "a conditional", "var n = [|gradient > 0 ? 1 : 2|]; m = n / 2;"),
        RefusalCase.Members("FOPT030", "a field",
            """
            private double _x;
            private double Direction(double gradient) => [|_x|] = gradient;
            """),
        RefusalCase.Members("FOPT031", "a field",
            """
            private double _x = 2;
            private double Direction(double gradient) => gradient * [|_x|];
            """),
        RefusalCase.Members("FOPT031", "a property with a value of its own",
            """
            private double X { get; set; } = 2;
            private double Direction(double gradient) => gradient * [|X|];
            """),
        RefusalCase.Expression("FOPT031", "the time", "gradient * [|Environment.TickCount|]"),
        RefusalCase.Members("FOPT032", "a helper that calls itself",
            """
            private double Direction(double gradient) => F(gradient);
            private double F(double x) => x > 0 ? [|F(x - 1)|] : x;
            """),
        RefusalCase.Members("FOPT032", "helpers that call each other",
            """
            private double Direction(double gradient) => F(gradient);
            private double F(double x) => G(x);
            private double G(double x) => x > 0 ? [|F(x - 1)|] : x;
            """),
        RefusalCase.Members("FOPT032", "the method itself",
            "private double Direction(double gradient) => gradient > 0 ? [|Direction(gradient - 1)|] : 0;"),
        RefusalCase.Expression("FOPT033", "checked", "gradient * checked([|step * 2|])"),
        RefusalCase.Expression("FOPT033", "a checked cast", "gradient * checked([|(int)LearningRate|])"),
        RefusalCase.Expression("FOPT034", "a type pattern", "gradient is [|double x|] ? x : 0.0"),
        RefusalCase.Expression("FOPT034", "a switch that does not end", "[|gradient switch { > 0 => 1.0, <= 0 => 2.0 }|]"),
        RefusalCase.Members("FOPT036", "a sum assigned",
            "private void Measure(double gradient, [Sum] ref double x) => [|x = gradient|]; private double Direction(double gradient, double x) => x;"),
        RefusalCase.Members("FOPT036", "a sum read",
            "private void Measure(double gradient, [Sum] ref double x) => x += gradient * [|x|]; private double Direction(double gradient, double x) => x;"),
        RefusalCase.Members("FOPT036", "a norm added to",
            "private void Measure(double gradient, [Norm] ref double size) => [|size += gradient|]; private double Direction(double gradient, double size) => gradient / size;"),
        RefusalCase.Members("FOPT036", "a norm of two values of an element",
            "private void Measure(double gradient, double parameter, [Norm] ref double size) { size = double.Hypot(size, gradient); [|size = double.Hypot(parameter, size)|]; } private double Direction(double gradient, double size) => gradient / size;"),
        RefusalCase.Members("FOPT036", "a maximum added to",
            "private void Measure(double gradient, [Max] ref double x) => [|x += gradient|]; private double Direction(double gradient, double x) => x;"),
        RefusalCase.Members("FOPT035", "helpers that multiply",
            string.Join('\n', Enumerable.Range(0, 16).Select(level =>
                $"private double F{level}(double x) => {(level == 0 ? "x + 1" : $"F{level - 1}(F{level - 1}(x) + 2)")};")) +
            "\nprivate double [|Direction|](double gradient) => F15(gradient);"),
    ];
}
