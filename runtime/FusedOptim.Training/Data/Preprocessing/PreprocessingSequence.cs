using System.Globalization;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>Several, one after the other: each takes the features that the one before it gives.</summary>
public sealed class PreprocessingSequence : Preprocessing
{
    internal const string Name = "sequence";

    private readonly Preprocessing[] _steps;

    /// <summary>A sequence of fitted steps; steps of sequences among them become its own.</summary>
    /// <param name="steps">The steps, the first first; at least one.</param>
    /// <exception cref="ArgumentException">There are none, or one takes another number of features than the one before
    /// it gives.</exception>
    public PreprocessingSequence(params ReadOnlySpan<Preprocessing> steps)
        : this(Flatten(steps))
    {
    }

    private PreprocessingSequence(Preprocessing[] steps)
        : base(steps[0].InputCount, steps[^1].OutputCount, steps[0].InputNames) => _steps = steps;

    /// <summary>The steps, the first first.</summary>
    public IReadOnlyList<Preprocessing> Steps => _steps.AsReadOnly();

    internal override string Kind => Name;

    internal override bool TakesMissing => _steps[0].TakesMissing;

    internal override bool KeepsFeatures => _steps.All(step => step.KeepsFeatures);

    private protected override bool SavesNames => false;

    internal static PreprocessingSequence Read(PreprocessingTensors tensors)
    {
        var text = tensors.Metadata("count");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
            throw tensors.Refusal($"the metadata '{tensors.Prefix}.count' are '{text}'; they must be a number from 1");
        // Not of that length from the start: the number may be anything.
        var steps = new List<Preprocessing>();
        for (var i = 0; i < count; i++)
        {
            var step = ReadSingle(tensors.At(i));
            if (i > 0 && step.InputCount != steps[^1].OutputCount)
                throw tensors.Refusal(Mismatch(i, step.InputCount, steps[^1].OutputCount));
            steps.Add(step);
        }

        return new PreprocessingSequence(steps.ToArray());
    }

    internal override void Transform(ReadOnlySpan<float> features, Span<float> target, int count)
    {
        for (var i = 0; i < _steps.Length; i++)
        {
            var result = i == _steps.Length - 1 ? target : new float[checked(count * _steps[i].OutputCount)];
            _steps[i].Transform(features, result, count);
            features = result;
        }
    }

    private protected override void WriteTensors(SafetensorsWriter writer, string prefix)
    {
        writer.AddMetadata($"{prefix}.count", _steps.Length.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < _steps.Length; i++)
            _steps[i].Write(writer, Invariant($"{prefix}.{i}"));
    }

    private static Preprocessing[] Flatten(ReadOnlySpan<Preprocessing> steps)
    {
        var flat = new List<Preprocessing>();
        foreach (var step in steps)
        {
            ArgumentNullException.ThrowIfNull(step, nameof(steps));
            flat.AddRange(step is PreprocessingSequence sequence ? sequence._steps : [step]);
        }

        if (flat.Count == 0)
            throw new ArgumentException("There are no steps; there must be at least one.", nameof(steps));
        for (var i = 1; i < flat.Count; i++)
        {
            if (flat[i].InputCount != flat[i - 1].OutputCount)
            {
                throw new ArgumentException(
                    Mismatch(i, flat[i].InputCount, flat[i - 1].OutputCount) + ".", nameof(steps));
            }
        }

        return [.. flat];
    }

    private static string Mismatch(int step, int inputs, int outputs) =>
        Invariant($"step {step} takes {inputs} features; it must take {outputs}, as step {step - 1} gives");
}
