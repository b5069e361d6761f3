namespace FusedOptim;

/// <summary>
/// Restricts a hyperparameter to values greater than 0. A double must also be finite. Every assignment is checked, and so is the
/// default.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PositiveAttribute : Attribute;
