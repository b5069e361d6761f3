namespace FusedOptim;

/// <summary>Steps parameters by a rule.</summary>
public abstract class Optimizer
{
}
