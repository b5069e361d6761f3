using FusedOptim.Generator.Frontend;

namespace FusedOptim;

/// <summary>
/// Finds update rules by name and creates them, for programs that read the name of an optimizer from a configuration file or a
/// command line. Names compare ordinally.
/// </summary>
/// <remarks>
/// A program that does not use this class, published ahead of time, contains only the rules that it names in its source.
/// </remarks>
public static class UpdateRules
{
    private static readonly Lock s_lock = new();
    private static UpdateRuleDescription[] s_registered = [];

    /// <summary>The rules of this library, in the order of their full names.</summary>
    public static IReadOnlyList<UpdateRuleDescription> Shipped => AssemblyRules.All;

    /// <summary>The rules of this library, and after them the registered rules in the order of their registration.</summary>
    public static IReadOnlyList<UpdateRuleDescription> All => [.. Shipped, .. Volatile.Read(ref s_registered)];

    /// <summary>
    /// Makes the rules of another assembly known by their names: <c>UpdateRules.Register(AssemblyRules.All)</c>, where
    /// <c>FusedOptim.AssemblyRules</c> is the class that the generator writes into each assembly that declares rules. Any thread may
    /// call this, and the same rules may be registered again.
    /// </summary>
    /// <param name="rules">The descriptions of the rules.</param>
    /// <exception cref="ArgumentException">A different rule of the same full name is known already; nothing is registered.</exception>
    public static void Register(IReadOnlyList<UpdateRuleDescription> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        lock (s_lock)
        {
            var known = All.ToDictionary(rule => rule.FullName, StringComparer.Ordinal);
            var added = new List<UpdateRuleDescription>();
            foreach (var rule in rules)
            {
                ArgumentNullException.ThrowIfNull(rule, nameof(rules));
                if (known.TryAdd(rule.FullName, rule))
                    added.Add(rule);
                else if (known[rule.FullName] != rule)
                    throw new ArgumentException($"A different rule '{rule.FullName}' is registered already.", nameof(rules));
            }

            Volatile.Write(ref s_registered, [.. s_registered, .. added]);
        }
    }

    /// <summary>Finds a rule.</summary>
    /// <param name="name">Its name, such as "AdamW", or its full name, such as "FusedOptim.Rules.AdamW". The full name of a rule without a
    /// namespace begins with "global::".</param>
    /// <returns>The description of the rule.</returns>
    /// <exception cref="ArgumentException">No rule has that name, or several rules have it.</exception>
    public static UpdateRuleDescription Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var all = All;
        var found = all.Where(rule => rule.Name == name).ToList();
        if (found.Count == 0)
            found = [.. all.Where(rule => rule.FullName == name || rule.RootedName == name)];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ArgumentException(Unknown(name, all), nameof(name)),
            _ => throw new ArgumentException(
                $"'{name}' is the name of {found.Count} rules: {string.Join(", ", found.Select(NameFromOutside))}. Write the full name of one of them.",
                nameof(name)),
        };
    }

    /// <summary>Creates a rule with the default of each hyperparameter.</summary>
    /// <param name="name">The name or full name of the rule.</param>
    /// <returns>A new rule.</returns>
    /// <exception cref="ArgumentException">No rule or several rules have that name, or a hyperparameter does not have a default.</exception>
    public static IUpdateRule Create(string name) => Find(name).Create();

    /// <inheritdoc cref="UpdateRuleDescription.Create(IReadOnlyDictionary{string, double})"/>
    /// <param name="name">The name or full name of the rule.</param>
    /// <param name="hyperparameters"><inheritdoc cref="UpdateRuleDescription.Create(IReadOnlyDictionary{string, double})" path="/param[@name='hyperparameters']/node()"/></param>
    public static IUpdateRule Create(string name, IReadOnlyDictionary<string, double> hyperparameters) =>
        Find(name).Create(hyperparameters);

    /// <inheritdoc cref="UpdateRuleDescription.Create(IReadOnlyDictionary{string, string})"/>
    /// <param name="name">The name or full name of the rule.</param>
    /// <param name="hyperparameters"><inheritdoc cref="UpdateRuleDescription.Create(IReadOnlyDictionary{string, string})" path="/param[@name='hyperparameters']/node()"/></param>
    public static IUpdateRule Create(string name, IReadOnlyDictionary<string, string> hyperparameters) =>
        Find(name).Create(hyperparameters);

    // Without a namespace the full name is the name, and does not tell a rule from others.
    private static string NameFromOutside(UpdateRuleDescription rule) => rule.FullName == rule.Name ? rule.RootedName : rule.FullName;

    private static string Unknown(string name, IReadOnlyList<UpdateRuleDescription> all)
    {
        var isFull = name.Contains('.', StringComparison.Ordinal);
        var known = all.Select(rule => isFull ? rule.FullName : rule.Name).Distinct(StringComparer.Ordinal).ToList();
        return NearestName.Find(name, known) is { } nearest
            ? $"There is no rule '{name}'. Did you mean '{nearest}'?"
            : $"There is no rule '{name}'. Known are {string.Join(", ", known)}; register the rules of another assembly by UpdateRules.Register.";
    }
}
