namespace FusedOptim.Schedules;

/// <summary>All that a <see cref="ReduceOnPlateau"/> remembers.</summary>
/// <param name="Value">The current value.</param>
/// <param name="Best">The best metric so far; +∞ where less is better and there was none, −∞ where more is.</param>
/// <param name="BadCount">How many metrics in a row were no better than the best.</param>
/// <param name="RemainingCooldown">For how many metrics to come bad ones do not count.</param>
public readonly record struct PlateauState(double Value, double Best, int BadCount, int RemainingCooldown);
