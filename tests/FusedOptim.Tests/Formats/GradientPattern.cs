namespace FusedOptim.Tests.Formats;

/// <summary>The gradients of a tensor in a run.</summary>
/// <param name="Name">What they are like.</param>
/// <param name="Start">Where all elements of the parameter start.</param>
/// <param name="IsMixed">Whether some are many orders of magnitude below others of their block.</param>
/// <param name="At">The gradient in a step, from 1 on, of an element.</param>
internal sealed record GradientPattern(string Name, float Start, bool IsMixed, Func<int, int, double> At);
