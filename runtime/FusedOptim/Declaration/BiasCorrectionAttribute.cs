namespace FusedOptim;

/// <summary>
/// Divides the averages of a rule without a method by 1 − βᵗ, so that they do not start too small (D. P. Kingma and J. Ba,
/// "Adam: A Method for Stochastic Optimization", ICLR 2015, section 3). Sums, heavy balls and infinity norms stay as they are.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BiasCorrectionAttribute : Attribute;
