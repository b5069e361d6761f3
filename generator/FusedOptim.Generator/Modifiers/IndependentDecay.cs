namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay beside the step, whatever the learning rate: (1 − λ)θ.</summary>
internal sealed record IndependentDecay(int Coefficient, bool IsCautious) : ParameterDecay(Coefficient, IsCautious)
{
    public override bool UsesRate => false;

    protected override string Kind => "independent";

    protected override int LowerShare(ModifierLowering lowering) => lowering.Hyperparameter(Coefficient);

    protected override string Share(ModifierNames names) => names.Hyperparameter(Coefficient);
}
