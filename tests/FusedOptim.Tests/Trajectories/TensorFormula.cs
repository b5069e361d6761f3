namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// One step of a rule in plain double, over a tensor, or over all tensors of a model one after the other where the rule
/// has sums over the model. Its states are its own.
/// </summary>
/// <param name="x">The parameter, which changes in place.</param>
/// <param name="g">Its gradient.</param>
/// <param name="t">The step, counted from 1.</param>
/// <returns>The weights to evaluate with: the parameter itself, unless the rule has others.</returns>
internal delegate double[] TensorFormula(double[] x, double[] g, int t);
