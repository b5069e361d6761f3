namespace FusedOptim.Testing;

/// <summary>What the kernels of one step take besides their operands.</summary>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="GradientScale">What gradients are multiplied by.</param>
/// <param name="ZeroGradients">Whether the last update zeroes them.</param>
internal readonly record struct StepCase(int Step, double GradientScale, bool ZeroGradients);
