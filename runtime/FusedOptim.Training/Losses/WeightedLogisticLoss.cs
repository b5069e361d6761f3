using FusedOptim.Functions;

namespace FusedOptim.Training.Losses;

/// <summary>
/// <see cref="LogisticLoss"/> with a weight w for what is present: with p = 1 / (1 + e^(−output)) and a target from 0 to 1,
/// −w·target·log p − (1 − target)·log(1 − p). For outputs whose targets are rarely 1, w is often the number of zeros for each one.
/// PyTorch's <c>BCEWithLogitsLoss(pos_weight)</c>.
/// </summary>
/// <param name="PositiveWeight">w: above 0.</param>
[ElementwiseFunction]
public sealed partial record WeightedLogisticLoss(
    [Positive] double PositiveWeight) : ElementwiseLoss<WeightedLogisticLoss>
{
    private double Value(double output, double target) =>
        (1 - target) * Elementwise.Softplus(output) + PositiveWeight * target * Elementwise.Softplus(-output);

    /// <inheritdoc/>
    public override void ComputeProbabilities(ReadOnlySpan<float> outputs, Span<double> probabilities)
    {
        for (var i = 0; i < outputs.Length; i++)
            probabilities[i] = Elementwise.Logistic(outputs[i]);
    }
}
