namespace FusedOptim;

/// <summary>
/// Restricts a double hyperparameter to values of at least 0 and less than 1, the rates at which moving averages forget. Every
/// assignment is checked, and so is the default.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DecayRateAttribute : Attribute;
