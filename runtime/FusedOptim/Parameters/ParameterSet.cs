namespace FusedOptim;

/// <summary>The parameters of a model in single precision. See <see cref="ParameterSet{T}"/>.</summary>
public sealed class ParameterSet : ParameterSet<float>
{
}
