using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.Trajectories;

namespace FusedOptim.Tests.Kernels;

/// <summary>All rules that the library ships, in a few settings each: what every test of kernels runs over.</summary>
/// <remarks>
/// The settings of most rules, and the order of these rules, are recorded: <see cref="Digests.ResultDigest"/> depends on both. A rule
/// that is not recorded follows in the order of <see cref="UpdateRules.Shipped"/>, in settings that its schema gives.
/// </remarks>
internal static class ShippedRules
{
    private static readonly JsonElement s_recorded = Recording.Open("rule_settings.json");

    public static IReadOnlyList<RuleCase> All { get; } =
    [
        .. s_recorded.EnumerateObject().Select(recorded => UpdateRules.Find(recorded.Name))
            .UnionBy(UpdateRules.Shipped, rule => rule.FullName)
            .SelectMany(SettingsOf)
            .Select(rule => new RuleCase(rule)),
    ];

    /// <summary>The names of the rules that see neither rows nor columns.</summary>
    public static TheoryData<string> Names => [.. All.Select(rule => rule.Name)];

    public static TheoryData<string> NamesWithoutView => [.. All.Where(rule => !rule.Schema.UsesView).Select(rule => rule.Name)];

    public static TheoryData<string> NamesOfOnePhase =>
        [.. All.Where(rule => rule.Schema.Phases.Count == 1).Select(rule => rule.Name)];

    public static RuleCase Find(string name) => All.Single(rule => rule.Name == name);

    private static IEnumerable<IUpdateRule> SettingsOf(UpdateRuleDescription description) =>
        s_recorded.TryGetProperty(description.Name, out var settings)
            ? [description.Create(), .. settings.EnumerateArray().Select(setting => description.Create(Values(setting)))]
            : RuleSettings.Of(description.Create());

    private static Dictionary<string, double> Values(JsonElement setting) => setting.EnumerateObject().ToDictionary(
        hyperparameter => hyperparameter.Name,
        hyperparameter => hyperparameter.Value.ValueKind == JsonValueKind.Number
            ? hyperparameter.Value.GetDouble()
            : Convert.ToDouble(hyperparameter.Value.GetBoolean()));
}
