namespace FusedOptim.Schema;

/// <summary>One variant of a rule, chosen by its structural hyperparameters, with kernels of its own.</summary>
/// <param name="Name">What its kernels are called after; empty for the plain one.</param>
/// <param name="States">The indices of the states that it uses; the others need no memory.</param>
public sealed record VariantSchema(string Name, IReadOnlyList<int> States)
{
    /// <summary>The indices of the inputs that it uses; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? Inputs { get; init; }

    /// <summary>Whether the variant uses an input.</summary>
    /// <param name="input">Its index.</param>
    public bool UsesInput(int input) => Inputs?.Contains(input) ?? true;
}
