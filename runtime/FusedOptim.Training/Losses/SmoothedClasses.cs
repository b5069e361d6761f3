namespace FusedOptim.Training.Losses;

/// <summary>The classes that label smoothing spreads its share ε of the target over, of K classes.</summary>
public enum SmoothedClasses
{
    /// <summary>All classes: the label keeps 1 − ε + ε/K, each other class gets ε/K (Szegedy et al., "Rethinking the Inception
    /// architecture for computer vision", 2016, section 7; PyTorch and TensorFlow).</summary>
    All,

    /// <summary>The classes that are not the label: it keeps 1 − ε, each other class gets ε/(K − 1), as if the label were wrong with the
    /// probability ε. This is <see cref="All"/> with the share ε·K/(K − 1).</summary>
    Others,
}
