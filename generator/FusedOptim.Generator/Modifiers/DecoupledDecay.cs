namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay beside the step, times the learning rate: (1 − ηλ)θ.</summary>
internal sealed record DecoupledDecay(int Coefficient, bool IsCautious) : ParameterDecay(Coefficient, IsCautious)
{
    protected override string Kind => "decoupled";

    protected override int LowerShare(ModifierLowering lowering) =>
        lowering.Multiply(lowering.LearningRate(), lowering.Hyperparameter(Coefficient));

    protected override string Share(ModifierNames names) => $"this.LearningRate * {names.Hyperparameter(Coefficient)}";
}
