namespace FusedOptim.Generator.Modifiers;

/// <summary>Decay beside the step, scaled down with the learning rate: (1 − η·(η/η_max)·λ)θ.</summary>
/// <param name="Coefficient">The index of λ.</param>
/// <param name="Peak">The index of η_max.</param>
/// <param name="IsCautious">Whether the signs are asked for.</param>
internal sealed record CorrectedDecay(int Coefficient, int Peak, bool IsCautious) : ParameterDecay(Coefficient, IsCautious)
{
    public override int PeakRate => Peak;

    protected override string Kind => "corrected";

    protected override int LowerShare(ModifierLowering lowering)
    {
        var rate = lowering.LearningRate();
        var share = lowering.Multiply(
            lowering.Multiply(rate, lowering.Divide(rate, lowering.Hyperparameter(Peak))), lowering.Hyperparameter(Coefficient));
        lowering.Graph.Name(share, "correctedDecay");
        return share;
    }

    protected override string Share(ModifierNames names) =>
        $"this.LearningRate * (this.LearningRate / {names.Hyperparameter(Peak)}) * {names.Hyperparameter(Coefficient)}";
}
