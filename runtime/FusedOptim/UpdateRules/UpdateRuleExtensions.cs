namespace FusedOptim;

/// <summary>The hyperparameters of a rule by their names, and the steps of its phases.</summary>
public static class UpdateRuleExtensions
{
    /// <summary>Gets the value of a hyperparameter.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="name">The name of the hyperparameter, such as "LearningRate".</param>
    /// <returns>The value; 0 or 1 of a <see langword="bool"/>, the number of the member of an enumeration.</returns>
    /// <exception cref="ArgumentException">The rule has no hyperparameter of that name.</exception>
    public static double GetHyperparameter(this IUpdateRule rule, string name)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.GetHyperparameter(rule.Schema.IndexOfHyperparameter(name));
    }

    /// <summary>Sets a hyperparameter.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="name">The name of the hyperparameter, such as "LearningRate".</param>
    /// <param name="value">The value: an integer where the hyperparameter is one; 0 or 1 of a <see langword="bool"/>, the
    /// number of the member of an enumeration.</param>
    /// <exception cref="ArgumentException">The rule has no hyperparameter of that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public static void SetHyperparameter(this IUpdateRule rule, string name, double value)
    {
        ArgumentNullException.ThrowIfNull(rule);
        rule.SetHyperparameter(rule.Schema.IndexOfHyperparameter(name), value);
    }

    /// <summary>Returns whether a phase of a rule runs at a step.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="step">The step, counted from 1.</param>
    public static bool RunsAt(this IUpdateRule rule, int phase, int step)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var schema = rule.Schema.Phases[phase];
        return schema.Interval < 0 || (step - schema.IntervalStart) % (int)rule.GetHyperparameter(schema.Interval) == 0 != schema.RunsBetween;
    }
}
