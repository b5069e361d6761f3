using FusedOptim.Functions;

namespace FusedOptim.Training.Losses;

/// <summary>
/// Logistic function and cross-entropy in one, for each output by itself: with p = 1 / (1 + e^(−output)) and a target from 0 to
/// 1, −target·log p − (1 − target)·log(1 − p) = log(1 + e^output) − target·output. PyTorch's <c>BCEWithLogitsLoss</c>.
/// </summary>
[ElementwiseFunction]
public sealed partial record LogisticLoss : ElementwiseLoss<LogisticLoss>
{
    private static double Value(double output, double target) => Elementwise.Softplus(output) - target * output;

    /// <inheritdoc/>
    public override void ComputeProbabilities(ReadOnlySpan<float> outputs, Span<double> probabilities)
    {
        for (var i = 0; i < outputs.Length; i++)
            probabilities[i] = Elementwise.Logistic(outputs[i]);
    }
}
