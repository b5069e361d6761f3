namespace FusedOptim;

/// <summary>
/// Restricts a hyperparameter to values of at least 0. A double must also be finite. Every assignment is checked, and so is the
/// default.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class NonNegativeAttribute : Attribute;
