using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Graph;

/// <summary>A value of a graph, of float: batch × features, or batch × positions × features where there are several
/// positions.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape for an example.</param>
internal readonly record struct GraphValue(string Name, ExampleShape Shape);
