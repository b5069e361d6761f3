namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// One step of one element in plain double, as a paper states it; what it remembers is captured.
/// </summary>
/// <param name="parameter">θ before the step.</param>
/// <param name="gradient">g.</param>
/// <param name="step">t, counted from 1.</param>
/// <returns>θ after the step.</returns>
internal delegate double PaperFormula(double parameter, double gradient, int step);
