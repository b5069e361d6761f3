using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers;

/// <summary>What the layers of a network share while it is built.</summary>
/// <param name="seed">What random weights and masks are drawn from.</param>
/// <param name="team">The threads to compute on.</param>
/// <param name="parameters">What parameters are added to.</param>
internal sealed class NetworkConstruction<T>(long seed, WorkerTeam team, ParameterSet<T> parameters)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Action<RandomStream>> _initializations = [];
    private readonly List<Action> _bufferFills = [];

    /// <summary>The threads that the network computes on.</summary>
    public WorkerTeam Team { get; } = team;

    /// <summary>The matrix product of all layers.</summary>
    public MatrixProduct<T> Product { get; } = new(team);

    /// <summary>The parameters.</summary>
    public ParameterSet<T> Parameters { get; } = parameters;

    /// <summary>The fewest examples that all layers learn from, and the first layer that takes so many.</summary>
    public (int Size, string Layer) MinimumBatch { get; private set; } = (1, "");

    /// <summary>The number of layers that draw random numbers.</summary>
    public int LayerStreamCount { get; private set; }

    /// <summary>Takes note of the fewest examples that a layer learns from.</summary>
    public void RequireBatch(int size, string layer)
    {
        if (size > MinimumBatch.Size)
            MinimumBatch = (size, layer);
    }

    /// <summary>Adds what gives a parameter its first values.</summary>
    public void Initialize(Action<RandomStream> initialization) => _initializations.Add(initialization);

    /// <summary>Adds what gives a buffer its first values.</summary>
    public void Fill(Action fill) => _bufferFills.Add(fill);

    /// <summary>The random numbers of the next layer that asks for some.</summary>
    public RandomStream TakeLayerStream() => RandomStreams.Layer(seed, LayerStreamCount++);

    /// <summary>Gives all parameters and buffers their first values: using them lays the set out.</summary>
    public void FillParameters()
    {
        foreach (var fill in _bufferFills)
            fill();
        for (var i = 0; i < _initializations.Count; i++)
            _initializations[i](RandomStreams.Parameter(seed, i));
    }
}
