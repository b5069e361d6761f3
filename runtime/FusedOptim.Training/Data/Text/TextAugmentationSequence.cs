using FusedOptim.Training.Collections;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data.Text;

/// <summary>Several changes, one after the other, of one sequence of random numbers.</summary>
internal sealed record TextAugmentationSequence : TextAugmentation
{
    private readonly ValueList<TextAugmentation> _steps;

    public TextAugmentationSequence(ReadOnlySpan<TextAugmentation> steps)
    {
        foreach (var step in steps)
            ArgumentNullException.ThrowIfNull(step, nameof(steps));
        _steps = new ValueList<TextAugmentation>(steps.ToArray());
    }

    /// <inheritdoc/>
    public override void Apply(List<string> text, ref RandomSequence random)
    {
        foreach (var step in _steps.AsSpan())
            step.Apply(text, ref random);
    }
}
