using FusedOptim.Training.Collections;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data;

/// <summary>Several changes, one after the other, of one sequence of random numbers.</summary>
internal sealed record AugmentationSequence : Augmentation
{
    private readonly ValueList<Augmentation> _steps;

    public AugmentationSequence(ReadOnlySpan<Augmentation> steps)
    {
        foreach (var step in steps)
            ArgumentNullException.ThrowIfNull(step, nameof(steps));
        _steps = new ValueList<Augmentation>(steps.ToArray());
    }

    /// <inheritdoc/>
    public override void Apply(Span<float> example, Span<float> scratch, ref RandomSequence random)
    {
        foreach (var step in _steps.AsSpan())
            step.Apply(example, scratch, ref random);
    }
}
