namespace FusedOptim.Training;

/// <summary>One epoch of training.</summary>
/// <param name="Epoch">Its number, from 1, over all calls of <see cref="Trainer{TRule}.Fit"/>.</param>
/// <param name="Training">
/// Loss and accuracy on the training data, each batch as it was before its step: without another pass, and so a little
/// worse than what the epoch ended with.
/// </param>
/// <param name="Validation">Loss and accuracy on the validation data at the end of the epoch, if there are such
/// data.</param>
/// <param name="Seconds">How long it took, validation included.</param>
public sealed record EpochReport(int Epoch, Evaluation Training, Evaluation? Validation, double Seconds);
