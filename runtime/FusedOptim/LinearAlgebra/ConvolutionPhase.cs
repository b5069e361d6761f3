namespace FusedOptim.LinearAlgebra;

/// <summary>The three products of a convolution.</summary>
internal enum ConvolutionPhase
{
    /// <summary>Outputs; threads share the images.</summary>
    Outputs,

    /// <summary>Derivatives by inputs; threads share the images.</summary>
    InputGradients,

    /// <summary>Derivatives by weights; threads share the values of a window.</summary>
    WeightGradients,
}
