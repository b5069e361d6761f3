namespace FusedOptim.Groups;

/// <summary>The results of the measuring phases of a step, for each parameter of a set.</summary>
/// <param name="parameterCount">The number of parameters of the set.</param>
internal sealed class ReductionResults(int parameterCount)
{
    private double[] _results = [];

    /// <summary>The number of results of a parameter: the most that a rule has.</summary>
    public int Width { get; private set; }

    /// <summary>Makes room for more results of a parameter.</summary>
    public void Widen(int width)
    {
        Width = width;
        _results = new double[checked(parameterCount * width)];
    }

    /// <summary>The results for a parameter, in the order of the schema of its rule.</summary>
    /// <param name="index">The index of the parameter in the set.</param>
    public Span<double> Of(int index) => _results.AsSpan(index * Width, Width);
}
