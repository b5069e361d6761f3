using System.Numerics;
using FusedOptim.Memory;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Dropout of what a recurrent layer remembers: one mask for each example, at all positions.</summary>
/// <param name="random">What masks are drawn from.</param>
/// <param name="probability">How likely a value is dropped.</param>
/// <param name="unitCount">The number of values of a mask.</param>
internal sealed class RecurrentDropout<T>(RandomStream random, double probability, int unitCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _scale = T.CreateTruncating(1 / (1 - probability));
    private readonly int _wordCount = DropoutMask.WordCount(unitCount);
    private readonly ScratchMemory<uint> _masks = new();
    private int _count;

    /// <summary>Draws the masks of a pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="count">The number of examples.</param>
    public void Draw(ForwardPass pass, int count)
    {
        _count = count;
        var drawn = pass.SamplingSeed is { } seed ? RandomStreams.Sampling(seed, random) : random;
        DropoutMask.Draw(
            drawn, pass.Number, checked(pass.FirstExample * _wordCount), DropoutMask.Threshold(probability),
            _masks.Take(checked(count * _wordCount)));
    }

    /// <summary>results = values ⊙ mask/(1 − p), for examples that follow each other.</summary>
    /// <param name="firstExample">The first one.</param>
    /// <param name="values">examples × units.</param>
    /// <param name="results">Receives as many; it may be <paramref name="values"/>.</param>
    public void Apply(int firstExample, ReadOnlySpan<T> values, Span<T> results)
    {
        var masks = _masks.Take(_count * _wordCount)[(firstExample * _wordCount)..];
        for (; !values.IsEmpty; values = values[unitCount..], results = results[unitCount..], masks = masks[_wordCount..])
            DropoutMask.Apply<T>(masks[.._wordCount], values[..unitCount], results[..unitCount], _scale);
    }
}
