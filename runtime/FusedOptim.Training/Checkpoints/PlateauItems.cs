using FusedOptim.Schedules;

namespace FusedOptim.Training.Checkpoints;

/// <summary>The items of a checkpoint for what a <see cref="ReduceOnPlateau"/> remembers.</summary>
internal static class PlateauItems
{
    /// <summary>Lists the items.</summary>
    /// <param name="name">The name that those of the items begin with.</param>
    /// <param name="plateau">The schedule.</param>
    /// <param name="unit">What the items are loaded together with (<see cref="CheckpointItem.Unit"/>).</param>
    public static IEnumerable<CheckpointItem> Of(string name, ReduceOnPlateau plateau, ItemUnit? unit = null) =>
    [
        new CheckpointItem.Number<double>(
            $"{name}.value", () => plateau.State.Value, value => plateau.Restore(plateau.State with { Value = value }),
            value => value >= plateau.Minimum && double.IsFinite(value)
                ? null : Invariant($"finite and at least the minimum, {plateau.Minimum}")) { Unit = unit },
        new CheckpointItem.Number<double>(
            $"{name}.best", () => plateau.State.Best, value => plateau.Restore(plateau.State with { Best = value }),
            value => double.IsNaN(value) ? "a number" : null) { Unit = unit },
        CheckpointItem.Count(
            $"{name}.bad_count", () => plateau.State.BadCount,
            value => plateau.Restore(plateau.State with { BadCount = value }), plateau.Patience, unit),
        CheckpointItem.Count(
            $"{name}.remaining_cooldown", () => plateau.State.RemainingCooldown,
            value => plateau.Restore(plateau.State with { RemainingCooldown = value }), plateau.Cooldown, unit),
    ];
}
