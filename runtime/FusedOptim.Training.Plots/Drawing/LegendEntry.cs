using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>A name in the legend, with the line or the dot that it explains.</summary>
/// <param name="Text">The name.</param>
/// <param name="Color">The colour.</param>
/// <param name="Pattern">The dashes of the line.</param>
/// <param name="Width">The width of the line in pixels; 0 for a dot.</param>
/// <param name="IsCross">Whether it is a cross in place of a line or dot.</param>
internal sealed record LegendEntry(string Text, Color Color, LinePattern Pattern = default, float Width = 2.5f, bool IsCross = false);
