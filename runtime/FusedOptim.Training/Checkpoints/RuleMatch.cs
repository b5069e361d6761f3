using FusedOptim.Schema;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>Compares the rule and the parameters of a group with those in a checkpoint, and says what differs.</summary>
internal static class RuleMatch
{
    /// <summary>Compares full names of rules.</summary>
    public static NotLoaded? CompareNames(SafetensorsFile file, string parameter, string saved, string here)
    {
        if (saved == here)
            return null;
        // Namespaces where they tell the two apart.
        var (shortSaved, shortHere) = (saved[(saved.LastIndexOf('.') + 1)..], here[(here.LastIndexOf('.') + 1)..]);
        if (shortSaved != shortHere)
            (saved, here) = (shortSaved, shortHere);
        return new(parameter, NotLoadedReason.OtherRule,
            $"{file.Path} was saved with the rule {NameList.Quote(saved)} for '{parameter}'; it is loaded into '{here}'.");
    }

    /// <summary>Compares what rules of one name compute.</summary>
    public static NotLoaded? CompareFormulas(SafetensorsFile file, string parameter, string saved, ParameterGroup group) =>
        saved == group.RuleFingerprint
            ? null
            : new(parameter, NotLoadedReason.OtherFormulas,
                $"The rule {group.Rule.Schema.Name} of '{parameter}' computes something else than the one that {file.Path} was saved " +
                $"with (fingerprint {group.RuleFingerprint}, there {NameList.Quote(saved)}): its formulas, or the choices " +
                "between its variants, were changed. Its states do not fit.");

    /// <summary>Compares the views of a parameter; <see langword="null"/> where its states do not depend on one.</summary>
    public static NotLoaded? CompareViews(SafetensorsFile file, string parameter, string? saved, string? here)
    {
        return saved == here
            ? null
            : new(parameter, NotLoadedReason.OtherView,
                $"'{parameter}' in {file.Path} has {Describe(saved)}, here {Describe(here)}: its rows and columns are others. Set " +
                "View of the parameter before the optimizer is made.");

        static string Describe(string? view) => view is null ? "no view" : $"the view {view}";
    }

    /// <summary>Says that a group has other parameters.</summary>
    public static string DescribeOtherGroup(
        SafetensorsFile file, string first, IReadOnlyList<string> saved, IReadOnlyList<string> here) =>
        $"The groups of {file.Path} are others: there '{first}' shares its hyperparameters with {Others(saved, first)}, " +
        $"here with {Others(here, first)}.";

    /// <summary>Says that a group whose rule has scalars of the model begins with another parameter.</summary>
    public static string DescribeOtherFirst(SafetensorsFile file, string first, string saved, RuleSchema schema) =>
        $"The first parameter of a group in {file.Path} is {NameList.Quote(saved)}, here '{first}'. The " +
        $"scalars of {schema.Name} depend on it; give the group its parameters in the same order.";

    private static string Others(IReadOnlyList<string> names, string first) => names.Count == 1
        ? "none"
        : NameList.Of([.. names.Where(name => name != first)]);
}
