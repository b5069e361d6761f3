namespace FusedOptim.Generator.Models;

/// <summary>Weight decay of a rule.</summary>
/// <param name="Kind">Where it enters; in the order of the attribute's enumeration.</param>
/// <param name="Hyperparameter">The index of its coefficient.</param>
internal sealed record WeightDecayModel(WeightDecayKind Kind, int Hyperparameter);

internal enum WeightDecayKind : byte
{
    Decoupled,
    L2,
    InDirection,
    Independent,
}
