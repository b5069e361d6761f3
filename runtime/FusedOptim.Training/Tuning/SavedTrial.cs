namespace FusedOptim.Training.Tuning;

/// <summary>The line of a trial in the file of a search.</summary>
/// <param name="Point">The values by their names.</param>
/// <param name="Budget">The budget.</param>
/// <param name="Score">The score.</param>
/// <param name="WasGivenUp">Whether the trial was given up.</param>
/// <param name="Curve">The curve.</param>
internal sealed record SavedTrial(
    Dictionary<string, double> Point, int Budget, double Score, bool WasGivenUp, IReadOnlyList<CurvePoint> Curve);
