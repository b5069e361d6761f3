using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FusedOptim.Rules;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Documentation;

/// <summary>docs/optimizers.md, made of what the rules say of themselves: their documentation and their schemas.</summary>
internal static partial class OptimizersPage
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.ChangeExtension(typeof(Sgd).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value);

    private static readonly IReadOnlyList<UpdateRuleDescription> Rules =
        [.. UpdateRules.Shipped.OrderBy(rule => rule.Name, StringComparer.Ordinal)];

    public static string Write()
    {
        var text = new StringBuilder();
        text.Append("""
            # Optimizers

            The shipped rules, as their own documentation and schemas describe them. This page is generated;
            `FUSEDOPTIM_ACCEPT_SNAPSHOTS=1 dotnet test -c Release tests/FusedOptim.Tests --filter OptimizersPage` writes it anew.

            Memory is that of the states, for each parameter element in single precision; traffic is what a step reads and
            writes, all passes together. Where a choice makes variants, both are those of the largest.
            [extremes.md](extremes.md) says what each rule does with extreme numbers.

            | rule | states | memory | traffic | passes |
            |---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var rule in Rules)
        {
            var schema = rule.Schema;
            var step = schema.Phases.Where(phase => phase.Kind != PhaseKind.Evaluate).ToList();
            text.Append(CultureInfo.InvariantCulture,
                $"| [{rule.Name}](#{rule.Name.ToLowerInvariant()}) | {schema.States.Count} | {4 * schema.States.Count} bytes | ");
            text.Append(CultureInfo.InvariantCulture,
                $"{4 * step.Sum(phase => phase.Reads + phase.Writes)} bytes | {step.Count} |\n");
        }

        foreach (var rule in Rules)
            Write(text, rule);
        return text.ToString();
    }

    private static void Write(StringBuilder text, UpdateRuleDescription rule)
    {
        var schema = rule.Schema;
        var member = Members["T:" + rule.FullName];
        text.Append(CultureInfo.InvariantCulture, $"\n## {rule.Name}\n\n{Prose(member.Element("summary")!)}\n\n");
        if (member.Element("remarks") is { } remarks)
            text.Append(Prose(remarks)).Append("\n\n");
        Append(text, "States", schema.States.Select(state => state.Key));
        Append(text, "Scalars", schema.Scalars.Select(scalar => scalar.Key));
        text.Append("| hyperparameter | default | allowed | |\n|---|---|---|---|\n");
        foreach (var hyperparameter in schema.Hyperparameters)
        {
            var about = member.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == hyperparameter.Name)
                ?? Members[$"P:{rule.FullName}.{hyperparameter.Name}"].Element("summary")!;
            text.Append(CultureInfo.InvariantCulture,
                $"| `{hyperparameter.Name}` | {Default(hyperparameter)} | {hyperparameter.Allowed} | {Prose(about)} |\n");
        }
    }

    private static void Append(StringBuilder text, string what, IEnumerable<string> keys)
    {
        if (keys.Any())
            text.Append(CultureInfo.InvariantCulture, $"{what}: {string.Join(", ", keys.Select(key => $"`{key}`"))}\n\n");
    }

    private static string Default(HyperparameterSchema hyperparameter)
    {
        foreach (var choice in hyperparameter.Choices)
        {
            if (choice.Value == hyperparameter.Default)
                return choice.Name;
        }

        return hyperparameter.Default.ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Prose(XElement element)
    {
        var text = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" or "paramref" or "c" or "typeparamref" } inline => "`" + Reference(inline) + "`",
            XElement { Name.LocalName: "para" } paragraph => Prose(paragraph) + " ",
            XElement other => other.Value,
            XText plain => plain.Value,
            _ => "",
        }));
        return Spaces().Replace(text, " ").Trim().Replace("|", "\\|");
    }

    private static string Reference(XElement element) =>
        element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Attribute("langword")?.Value ??
        element.Attribute("name")?.Value ?? element.Value;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
