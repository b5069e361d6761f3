namespace FusedOptim.Schema;

/// <summary>One variant of a rule, chosen by its structural hyperparameters, with kernels of its own.</summary>
/// <param name="Name">What its kernels are called after; empty for the plain one.</param>
/// <param name="States">The indices of the states that it uses; the others need no memory.</param>
public sealed record VariantSchema(string Name, IReadOnlyList<int> States);
