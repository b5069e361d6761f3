namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay beside the step, times the learning rate: (1 − ηλ)θ.</summary>
internal sealed record DecoupledDecay(int Coefficient) : Modifier(ModifierOrder.Decay)
{
    public override string Description => "decoupled weight decay";

    public override int LowerDecay(ModifierLowering lowering) =>
        lowering.Multiply(lowering.LearningRate(), lowering.Hyperparameter(Coefficient));

    public override string DecayAmount(ModifierNames names) => $"this.LearningRate * {names.Hyperparameter(Coefficient)}";
}
