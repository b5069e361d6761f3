using FusedOptim.Schema;

namespace FusedOptim;

/// <summary>
/// Describes a rule whose type is not known, and creates it from names and values. The generator makes one description for each
/// rule of an assembly; <see cref="UpdateRules"/> finds them by name.
/// </summary>
public sealed class UpdateRuleDescription
{
    private readonly Func<RuleSchema> _schema;
    private readonly Func<double[], IUpdateRule> _create;

    /// <summary>Initializes a description. Generated code calls this.</summary>
    /// <param name="fullName">The name of the rule with its namespace.</param>
    /// <param name="schema">Returns the schema of the rule.</param>
    /// <param name="create">Creates the rule from a value for each hyperparameter, in the order of the schema.</param>
    public UpdateRuleDescription(string fullName, Func<RuleSchema> schema, Func<double[], IUpdateRule> create)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullName);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(create);
        FullName = fullName;
        Name = fullName[(fullName.LastIndexOf('.') + 1)..];
        _schema = schema;
        _create = create;
    }

    /// <summary>The name of the rule, such as "AdamW".</summary>
    public string Name { get; }

    /// <summary>The name of the rule with its namespace.</summary>
    public string FullName { get; }

    /// <summary>The full name from the root on, which tells a rule without a namespace from others of its name.</summary>
    internal string RootedName => "global::" + FullName;

    /// <summary>The hyperparameters, states and phases of the rule.</summary>
    public RuleSchema Schema => _schema();

    /// <summary>Creates the rule with the default of each hyperparameter.</summary>
    /// <returns>A new rule.</returns>
    /// <exception cref="ArgumentException">A hyperparameter has no default.</exception>
    public IUpdateRule Create() => Create(new Dictionary<string, double>());

    /// <summary>Creates the rule from names and values. A hyperparameter that is not named has its default.</summary>
    /// <param name="hyperparameters">The values by the names of the hyperparameters: 0 or 1 for a <see langword="bool"/>, the number of
    /// the member for an enumeration.</param>
    /// <returns>A new rule.</returns>
    /// <exception cref="ArgumentException">The rule does not have a hyperparameter of a name, or one without a default is not named.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public IUpdateRule Create(IReadOnlyDictionary<string, double> hyperparameters)
    {
        ArgumentNullException.ThrowIfNull(hyperparameters);
        var schema = Schema;
        var values = schema.Hyperparameters.Select(hyperparameter => hyperparameter.Default).ToArray();
        var isGiven = new bool[values.Length];
        foreach (var (name, value) in hyperparameters)
        {
            var index = schema.IndexOfHyperparameter(name);
            (values[index], isGiven[index]) = (value, true);
        }

        // Checked here as well as by the rule, so that the message does not depend on which one the rule looks at first.
        var missing = schema.Hyperparameters.Where((hyperparameter, index) => !isGiven[index] && double.IsNaN(hyperparameter.Default)).ToList();
        if (missing.Count > 0)
        {
            throw new ArgumentException(
                $"{Name} needs a value for {string.Join(", ", missing.Select(hyperparameter => hyperparameter.Name))}, which {(missing.Count == 1 ? "does" : "do")} not have a default.",
                nameof(hyperparameters));
        }

        return _create(values);
    }

    /// <summary>
    /// Creates the rule from names and texts, as a configuration file or a command line has them. A hyperparameter that is not named
    /// has its default.
    /// </summary>
    /// <param name="hyperparameters">The values by the names of the hyperparameters: numbers in the invariant culture, "true" or
    /// "false" for a <see langword="bool"/>, the name of the member for an enumeration.</param>
    /// <returns>A new rule.</returns>
    /// <exception cref="ArgumentException">The rule does not have a hyperparameter of a name, one without a default is not named, or a
    /// text is not a value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public IUpdateRule Create(IReadOnlyDictionary<string, string> hyperparameters)
    {
        ArgumentNullException.ThrowIfNull(hyperparameters);
        var schema = Schema;
        return Create(hyperparameters.ToDictionary(
            pair => pair.Key,
            pair => schema.Hyperparameters[schema.IndexOfHyperparameter(pair.Key)].Parse(pair.Value),
            StringComparer.Ordinal));
    }

    /// <summary>The full name.</summary>
    public override string ToString() => FullName;
}
