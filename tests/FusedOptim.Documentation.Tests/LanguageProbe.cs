using System.Globalization;
using FusedOptim.Generator;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Passes;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>Small rules, each about one thing: what the generator says of them is what the page on the language says.</summary>
internal sealed class LanguageProbe
{
    private readonly List<string> _sources = [];
    private Dictionary<string, RuleModel> _accepted = [];
    private Dictionary<string, string> _refused = [];

    /// <summary>Adds a rule.</summary>
    /// <param name="members">The body of the record.</param>
    /// <param name="hyperparameters">What its parameter list has beside the learning rate.</param>
    /// <returns>Its index.</returns>
    public int Add(string members, string hyperparameters = "")
    {
        var name = NameOf(_sources.Count);
        var more = hyperparameters.Length == 0 ? "" : ", " + hyperparameters;
        _sources.Add($$"""
            using FusedOptim;

            [UpdateRule]
            internal sealed partial record {{name}}(double LearningRate = 0.1, double A = 0.9, double B = 0.5, double C = 0.25, int N = 3, int K = 2, [Positive] int Period = 5{{more}})
            {
                {{members}}
            }
            """);
        return _sources.Count - 1;
    }

    /// <summary>Compiles all rules at once.</summary>
    public void Run()
    {
        var compilation = TestCompilation.Create([.. _sources, "internal enum Choice { First, Second }"]);
        var result = GeneratorHarness.CreateDriver().RunGenerators(compilation).GetRunResult();
        GeneratorHarness.AssertNoException(result);
        _accepted = result.Results[0].TrackedSteps[TrackingNames.Declarations].SelectMany(step => step.Outputs)
            .Select(output => output.Value).OfType<RuleModel>().ToDictionary(rule => rule.Name);
        _refused = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .GroupBy(diagnostic => diagnostic.Location.GetLineSpan().Path)
            .ToDictionary(group => group.Key, group => group.First().Id);
        for (var index = 0; index < _sources.Count; index++)
        {
            if (!_accepted.ContainsKey(NameOf(index)) && !_refused.ContainsKey(FileOf(index)))
                throw new InvalidOperationException($"The compiler itself does not take{Environment.NewLine}{_sources[index]}");
        }
    }

    /// <summary>Whether the generator takes the rule.</summary>
    public bool IsAccepted(int index) => _accepted.ContainsKey(NameOf(index));

    /// <summary>The cell of a table: a word, or the diagnostic.</summary>
    public string Cell(int index, string accepted = "yes") => IsAccepted(index)
        ? accepted
        : string.Create(CultureInfo.InvariantCulture, $"[{_refused[FileOf(index)]}](diagnostics/{_refused[FileOf(index)]}.md)");

    /// <summary>What the operations of the update cost that vary from element to element.</summary>
    public int Cost(int index) => DeadCode.Run(_accepted[NameOf(index)].Update.Graph).Nodes
        .Where(node => !node.Type.IsUniform()).Sum(node => node.Op.Info().Cost);

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"Probe{index}");

    private static string FileOf(int index) => string.Create(CultureInfo.InvariantCulture, $"Source{index}.cs");
}
