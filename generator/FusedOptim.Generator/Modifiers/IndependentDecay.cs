namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay beside the step, as the paper states it: (1 − λ)θ.</summary>
internal sealed record IndependentDecay(int Coefficient) : Modifier(ModifierOrder.Decay)
{
    public override string Description => "independent weight decay";

    public override int LowerDecay(ModifierLowering lowering) => lowering.Hyperparameter(Coefficient);

    public override string DecayAmount(ModifierNames names) => names.Hyperparameter(Coefficient);
}
