namespace FusedOptim.Training;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">The mean of the losses of the examples.</param>
/// <param name="Accuracy">The share of the examples whose largest output is their label's: 0 to 1; NaN where examples have target
/// values.</param>
public readonly record struct Evaluation(double Loss, double Accuracy);
