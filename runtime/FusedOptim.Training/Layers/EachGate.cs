using FusedOptim.Training.Initialization;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers;

/// <summary>The initializer of a parameter that has the rows of three gates: it fills the rows of each gate by another initializer,
/// with separate random numbers.</summary>
internal sealed record EachGate(Initializer Gate) : Initializer
{
    private const int GateCount = 3;

    /// <inheritdoc/>
    public override void Fill<T>(Span<T> values, int fanIn, int fanOut, RandomStream random)
    {
        var length = values.Length / GateCount;
        for (var gate = 0; gate < GateCount; gate++)
            Gate.Fill(values.Slice(gate * length, length), fanIn, fanOut, RandomStreams.Part(random, gate));
    }
}
