using System.Globalization;
using System.Text;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>One epoch of training.</summary>
/// <param name="Epoch">Its number, from 1, over all calls of <see cref="Trainer.Fit"/>.</param>
/// <param name="Training">
/// Loss and accuracy on the training data in the passes that learn: each batch before its step, with what
/// <see cref="Dropout"/> dropped and <see cref="BatchNorm"/> took of the batch. They are usually worse than what the epoch ended
/// with, and not to be compared with <paramref name="Validation"/>; <see cref="TrainingEvaluation"/> is. Batches whose loss is not
/// finite are left out.
/// </param>
/// <param name="Validation">Loss and accuracy on the validation data at the end of the epoch, if there are such
/// data.</param>
/// <param name="Elapsed">The time that it took, validation included.</param>
public sealed record EpochReport(int Epoch, Evaluation Training, Evaluation? Validation, TimeSpan Elapsed)
{
    /// <summary>Loss and accuracy on the training data, or a part of them, at the end of the epoch, evaluated as
    /// <see cref="Validation"/> is: nothing is dropped, and batch normalization uses running statistics. Null unless
    /// <see cref="Trainer.EvaluatedTrainingShare"/> is set.</summary>
    public Evaluation? TrainingEvaluation { get; init; }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"Epoch = {Epoch}, Training = {Training}, Validation = {Validation}, Elapsed = {Elapsed}");
        if (TrainingEvaluation is not null)
            builder.Append(CultureInfo.InvariantCulture, $", TrainingEvaluation = {TrainingEvaluation}");
        return true;
    }
}
