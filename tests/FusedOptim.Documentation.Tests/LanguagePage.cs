using System.Globalization;
using System.Text;
using System.Xml.Linq;
using FusedOptim.Generator.Diagnostics;

namespace FusedOptim.Documentation.Tests;

/// <summary>docs/language.md: what the generator takes and refuses, found by asking it.</summary>
internal static class LanguagePage
{
    public static string Write()
    {
        var probe = new LanguageProbe();
        var (constructs, names, functions) = (new LanguageConstructs(probe), new LanguageNames(probe), new LanguageFunctions(probe));
        probe.Run();

        var text = new StringBuilder();
        Section(text,
            """
            # The language of rules

            All that a rule may contain. Each cell of these tables is what the generator said of a small rule, when this page was
            generated: `FUSEDOPTIM_ACCEPT_SNAPSHOTS=1 dotnet test -c Release tests/FusedOptim.Documentation.Tests --filter LanguagePage`
            writes it anew. [declaring-a-rule.md](declaring-a-rule.md) is the way in.

            A rule is a `sealed partial record` with `[UpdateRule]`, directly in a namespace. The parameters of the record are its
            hyperparameters, its methods are its phases. A value is **uniform** if it is made of hyperparameters, the step, sums,
            scalars and inputs of the model alone: it is computed once a step, in double. It is **varying** if it is made of the gradient,
            the parameter, a state or an element-wise input: it is computed for each element, in the precision of the tensor ([numerics.md](numerics.md)).

            ## Types

            """);
        constructs.WriteTypes(text);
        Section(text,
            """

            A `bool` or an enumeration among the hyperparameters chooses between variants of the rule, each with kernels of its own; at
            most 16 ([FOPT019](diagnostics/FOPT019.md)). An `int` hyperparameter is a number. A varying `int` in a condition's arms is
            a `double` where it is used as one: `gradient > 0 ? 1 : -1`.

            ## Phases and the names that bind

            | method | when it runs | what it is |
            |---|---|---|
            | `void Measure(…)` | a pass before the update | adds to sums, enters into maxima; may write states |
            | `void Prepare(…)` | once a tensor (once a group and step where nothing is the tensor's own and `count` is not asked for), after `Measure` | any C#: it is called, not compiled |
            | `double Direction(…)` | the pass of the update | returns what is subtracted after scaling by `LearningRate` |
            | `void Update(…)` | the same, in its place | writes the parameter itself |
            | `double Evaluate(…)` | when `UseEvaluationWeights` is called | returns the weight to evaluate with |

            `Direction` or `Update` is there once; the others are optional. Parameters of methods bind by name, in any order:

            """);
        names.Write(text);
        Section(text,
            """

            A state, a sum, a scalar and what `Prepare` hands out have the name that the rule gives them, and are known by it in the
            phases in which the table says so. `[Sum(Over.Model)]`, `[Max(Over.Model)]`, `[Norm(Over.Model)]` and `[Scalar(Over.Model)]` belong to the model.
            An input is declared alike in each method that reads it. `[Input(Kept = true)]` serves until it is given again, any other for one
            step. An input that only an occasion reads is required at the steps of the occasion alone, but one that `Prepare` declares is
            required at every step, because what `Prepare` does is not looked into. The gradient scale does not
            apply to inputs, and checkpoints do not contain them. A rule has at most 4 element-wise inputs.

            An occasion is for what a rule refreshes now and then. At the other steps the update has a kernel without it, which does not
            touch the states that the occasion alone reads or writes. What must last until the next occasion is kept in a state, or by
            `Prepare` in a scalar. `Measure` runs at every step: a sum is always that of the current step. A rule has one interval, and none
            beside `[Lookahead]`.

            ## Rows, columns and matrices

            A parameter is a batch of matrices to a rule that asks ([stepping.md](stepping.md#rows-and-columns)). A **phase** is a `void`
            method with `[Phase]`; `Measure` is one without it. Phases run in the order of their declaration, before `Prepare` and the
            update, and each sees by name what those before it gave.

            | phase | runs once for each | reads | gives |
            |---|---|---|---|
            | `[Phase]` | element | gradient, parameter, states, values of the element, its row, column and matrix | sums, maxima and norms over the row, the column, the matrix, the tensor, the model; `out double name`, a value of the element; states of elements |
            | `[Phase(Over.Row)]` | row | sums over the row, states of rows, values of the row and its matrix | `out double name`, a value of the row; states of rows; sums over the matrix, the tensor, the model |
            | `[Phase(Over.Column)]` | column | the same of columns | the same of columns |
            | `[Phase(Over.Matrix)]` | matrix | `Matrix name`: a value of all elements, a state that is a matrix, an exact state of elements; sums over the tensor and the model, values of the matrix | the same matrices, written in place; `out double name`, a value of the matrix |

            `Direction` and `Update` read a value of an element, a row, a column or a matrix as `double name`. Roots and quotients are cheapest in a
            phase over rows: a matrix has far fewer rows than elements. `[State(Over.Row)]` is one number a row, stored as kernels compute.

            A method over matrices is any C#, as `Prepare` is: it is called, not compiled, for several matrices at once perhaps.
            `FusedOptim.LinearAlgebra.Matrix` has what it works with: products, transposes, Newton–Schulz, inverse roots, eigenvectors,
            temporary matrices. `[State("left", Over.Row, Over.Row)] Matrix left` is a state of rows × rows, zero at first;
            `[State("right", Over.Column, Over.Column)]` likewise. A value of an element takes memory for each element for the time of the
            step. A parameter of fewer than two dimensions is refused unless it has a view.

            ## Attributes

            """);
        WriteAttributes(text);
        Section(text,
            """

            Every assignment of a hyperparameter is checked against its range, which one attribute states: `[NonNegative]`, `[Positive]`,
            `[DecayRate]`, or, for any other, `[Range(0.0, 0.5)]` of System.ComponentModel.DataAnnotations with `MinimumIsExclusive` and
            `MaximumIsExclusive`. A hyperparameter without a range must be finite.
            [modifiers.md](modifiers.md) has the modifiers, and the order in which they act.

            ## What a method can read

            """);
        constructs.WriteReads(text);
        Section(text,
            """

            Methods and computed properties are inlined, so their bodies are written in the same language. They are private or static
            methods of the same project, not generic, not virtual.

            ## Statements and expressions

            """);
        constructs.WriteStatements(text);
        Section(text,
            """

            A condition that varies computes both arms and selects; a uniform one that chooses between constants is lazy. Comparisons are
            never complemented, so NaN goes where C# sends it.

            ## Operations

            x, y and z are real, n and k are `int`, p and q are `bool`. Cost is that of a vector operation relative to an addition,
            roughly; what is uniform costs nothing that counts.

            """);
        functions.WriteOperations(text);
        Section(text,
            """

            ## Functions

            A function that no instruction set computes exactly is for constants. Those of `Math` may be spelled `double.Sqrt(x)` too.

            """);
        functions.WriteFunctions(text);
        Section(text,
            """

            ## What is refused, and what is warned of

            | id | | |
            |---|---|---|
            """);
        foreach (var (id, descriptor) in Descriptors.ById.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| [{id}](diagnostics/{id}.md) | {descriptor.Title.ToString(CultureInfo.InvariantCulture)} | {Severity(descriptor.DefaultSeverity)} |\n");
        }

        return text.ToString();
    }

    private static readonly Type[] s_ranges = [typeof(NonNegativeAttribute), typeof(PositiveAttribute), typeof(DecayRateAttribute)];

    private static string Severity(Microsoft.CodeAnalysis.DiagnosticSeverity severity) => severity switch
    {
        Microsoft.CodeAnalysis.DiagnosticSeverity.Error => "error",
        Microsoft.CodeAnalysis.DiagnosticSeverity.Warning => "warning",
        _ => "information",
    };

    private static void Section(StringBuilder text, string section) => text.Append(section.ReplaceLineEndings("\n")).Append("\n");

    private static void WriteAttributes(StringBuilder text)
    {
        var members = XDocument.Load(Path.ChangeExtension(typeof(UpdateRuleAttribute).Assembly.Location, ".xml"))
            .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);
        text.Append("| attribute | on | what it says |\n|---|---|---|\n");
        foreach (var attribute in Attributes)
        {
            var usage = (AttributeUsageAttribute)Attribute.GetCustomAttribute(attribute, typeof(AttributeUsageAttribute))!;
            var place = usage.ValidOn != AttributeTargets.Parameter ? "the record" : s_ranges.Contains(attribute) ? "a parameter of the record" : "a parameter of a method";
            var summary = XmlProse.Of(members["T:" + attribute.FullName].Element("summary")!);
            text.Append(CultureInfo.InvariantCulture, $"| `[{NameOf(attribute)}]` | {place} | {summary} |\n");
            foreach (var property in attribute.GetProperties().Where(property => property.DeclaringType == attribute && property.CanWrite))
            {
                summary = XmlProse.Of(members[$"P:{attribute.FullName}.{property.Name}"].Element("summary")!);
                text.Append(CultureInfo.InvariantCulture, $"| `[{NameOf(attribute)}({property.Name} = …)]` | | {summary} |\n");
            }
        }
    }

    /// <summary>The attributes that rules are declared with.</summary>
    public static IEnumerable<Type> Attributes => typeof(UpdateRuleAttribute).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(Attribute)) && type.Namespace == nameof(FusedOptim))
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static string NameOf(Type attribute) => attribute.Name[..^nameof(Attribute).Length];
}
