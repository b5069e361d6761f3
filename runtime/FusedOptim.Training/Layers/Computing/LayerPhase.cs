using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>What the shares of a <see cref="ParallelLayer{T}"/> compute.</summary>
internal enum LayerPhase
{
    /// <summary>Outputs.</summary>
    Forward,

    /// <summary>Derivatives by the inputs.</summary>
    Backward,

    /// <summary>Derivatives by the parameters, where those are computed apart.</summary>
    ParameterGradients,
}
