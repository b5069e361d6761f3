namespace FusedOptim;

/// <summary>
/// Takes from the gradient of each row of a weight its mean, before anything else sees it: g ← g − mean g (H. Yong et al., "Gradient
/// Centralization: A New Optimization Technique for Deep Neural Networks", ECCV 2020).
/// </summary>
/// <remarks>
/// Rows are those of the parameter's view (<see cref="Parameter.View"/>): by default the elements that belong to one index of the first
/// dimension, as in the paper. A view of one row or of one column is a vector, such as a bias, whose gradient stays as it is. The mean is
/// that of the scaled gradient, taken in double in one more pass over the gradient. Every phase of the rule sees the centralized gradient.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CentralizeGradientAttribute : Attribute;
