using FusedOptim.Generator.Frontend;
using FusedOptim.Guards;
using FusedOptim.Schedules;
using FusedOptim.Schema;

namespace FusedOptim;

/// <summary>The hyperparameters that a schedule can set: numbers, not choices between variants of a rule.</summary>
internal static class Schedulable
{
    /// <summary>Returns the index of a hyperparameter that is a number; −1 where a rule has none of the name.</summary>
    public static int IndexOf(RuleSchema schema, string name)
    {
        for (var i = 0; i < schema.Hyperparameters.Count; i++)
        {
            if (schema.Hyperparameters[i] is { Choices.Count: 0 } number && number.Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>Throws where a schedule cannot be added.</summary>
    /// <exception cref="ArgumentNullException">The name or the schedule is null.</exception>
    /// <exception cref="ArgumentException">No rule has a number of the name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The mode is not one.</exception>
    public static void Check(IEnumerable<RuleSchema> rules, string hyperparameter, ISchedule schedule, ScheduleMode mode)
    {
        ArgumentNullException.ThrowIfNull(hyperparameter);
        ArgumentNullException.ThrowIfNull(schedule);
        Guard.Check(
            mode is ScheduleMode.Replace or ScheduleMode.Multiply, (int)mode, $"a {nameof(ScheduleMode)}", nameof(mode));
        Check(rules, hyperparameter);
    }

    /// <summary>Throws where no rule has a number of a name.</summary>
    /// <exception cref="ArgumentException">None has.</exception>
    public static void Check(IEnumerable<RuleSchema> rules, string hyperparameter)
    {
        RuleSchema[] schemas = [.. rules.Distinct()];
        if (!schemas.Any(schema => IndexOf(schema, hyperparameter) >= 0))
            throw new ArgumentException(Refusal(schemas, hyperparameter), nameof(hyperparameter));
    }

    private static string Refusal(RuleSchema[] schemas, string name)
    {
        if (schemas.Length == 0)
            return $"There is no group whose '{name}' could be scheduled: all parameters are frozen. Add a group first.";
        var choices = schemas.Where(schema => schema.Hyperparameters.Any(known => known.Name == name)).Select(schema => schema.Name);
        var problem = string.Join(" and ", choices) is { Length: > 0 } rules
            ? $"'{name}' of {rules} cannot be scheduled: it chooses a variant of the rule, which is fixed when a group is made."
            : $"'{name}' is not a hyperparameter of {string.Join(" or ", schemas.Select(schema => schema.Name))}.{Advice(schemas, name)}";
        return $"{problem} Schedules can set: {string.Join("; ", schemas.Select(Describe))}.";
    }

    private static string Advice(RuleSchema[] schemas, string name)
    {
        var known = schemas.SelectMany(schema => schema.Hyperparameters).Where(known => known.Choices.Count == 0).Select(known => known.Name);
        return NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
    }

    private static string Describe(RuleSchema schema)
    {
        var numbers = string.Join(", ", schema.Hyperparameters.Where(known => known.Choices.Count == 0).Select(known => known.Name));
        return $"of {schema.Name} {(numbers.Length > 0 ? numbers : "nothing")}";
    }
}
