using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Tuning;

/// <summary>A step of a learning rate range test.</summary>
/// <param name="Value">The value of the hyperparameter.</param>
/// <param name="Loss">The loss of the batch before the step.</param>
/// <param name="SmoothedLoss">The moving average of the losses so far, free of bias.</param>
public readonly record struct LearningRateRangeTestPoint(double Value, double Loss, double SmoothedLoss)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Value = {Value}, Loss = {Loss}, SmoothedLoss = {SmoothedLoss}");
        return true;
    }
}
