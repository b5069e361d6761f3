using FusedOptim.Groups;

namespace FusedOptim;

/// <summary>Parameters of an optimizer that share one copy of a rule.</summary>
public sealed partial class ParameterGroup
{
    private string? _fingerprint;

    internal ParameterGroup(PreparedGroup prepared) => Prepared = prepared;

    /// <summary>The name of the group; <see langword="null"/> by default. For the user alone.</summary>
    public string? Name { get; set; }

    /// <summary>The parameters, in the order in which the group got them, those included that were frozen since.</summary>
    public IReadOnlyList<Parameter> Parameters => Prepared.Parameters;

    /// <summary>The group's own copy of the rule: setting its hyperparameters changes the steps that follow.</summary>
    public IUpdateRule Rule => Prepared.Rule;

    /// <summary>A digest of what the group's variant of the rule computes, for checkpoints: rules with one name and different
    /// formulas have different fingerprints. Hyperparameters that are numbers do not matter.</summary>
    /// <exception cref="InvalidOperationException">The thread flushes denormal numbers to zero.</exception>
    public string RuleFingerprint => _fingerprint ??= FusedOptim.RuleFingerprint.Of(Rule);

    /// <summary>The group's own copy of the rule, by its type: setting its properties changes the steps that follow.</summary>
    /// <typeparam name="TRule">The type of the rule.</typeparam>
    /// <exception cref="InvalidOperationException">The rule is of another type.</exception>
    public TRule GetRule<TRule>()
        where TRule : class, IUpdateRule =>
        Rule as TRule ?? throw new InvalidOperationException(
            $"The rule of the group is {Rule.Schema.FullName}, not {typeof(TRule).FullName}.");

    /// <summary>The parameters and the rule, as steps take them.</summary>
    internal PreparedGroup Prepared { get; }

    /// <summary>Moves parameters to a new group, with a copy of the rule and of the schedules.</summary>
    internal ParameterGroup Split(Parameter[] moved)
    {
        var split = new ParameterGroup(Prepared.Split(moved));
        CopySchedulesTo(split);
        return split;
    }
}
