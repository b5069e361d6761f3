namespace FusedOptim.Benchmarks;

/// <summary>The generated kernel, through <c>AdamW.Apply</c>, checks of the operands and all.</summary>
internal sealed class KernelCandidate(AdamWOperands operands, int step) : ICandidate
{
    public string Name => "FusedOptim kernel";

    public void Step() => AdamWConstants.Rule.Apply(step, operands.Parameter, operands.Gradient, operands.M, operands.V);
}
