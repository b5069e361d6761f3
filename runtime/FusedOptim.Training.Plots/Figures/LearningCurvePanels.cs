namespace FusedOptim.Training.Plots;

/// <summary>The panels of a <see cref="LearningCurveFigure"/>, one below the other.</summary>
[Flags]
public enum LearningCurvePanels
{
    /// <summary>No panel.</summary>
    None = 0,

    /// <summary>The loss of batches and epochs.</summary>
    Loss = 1,

    /// <summary>The accuracy of epochs. Left out where examples have target values.</summary>
    Accuracy = 2,

    /// <summary>The norm of all gradients of each step, before clipping (<see cref="TrainingReport.GradientNorms"/>).</summary>
    GradientNorm = 4,

    /// <summary>The learning rate of each step (<see cref="TrainingReport.LearningRates"/>).</summary>
    LearningRate = 8,

    /// <summary>All panels.</summary>
    All = Loss | Accuracy | GradientNorm | LearningRate,
}
