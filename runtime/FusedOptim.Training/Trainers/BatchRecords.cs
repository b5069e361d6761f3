using FusedOptim.Training.Collections;

namespace FusedOptim.Training;

/// <summary>The records of a call of <see cref="Trainer.Fit"/>: twelve bytes for each batch.</summary>
/// <param name="firstStep">The number of the step of the first batch.</param>
internal sealed class BatchRecords(int firstStep)
{
    private readonly List<float> _losses = [];
    private readonly List<float> _gradientNorms = [];
    private readonly List<float> _learningRates = [];
    private readonly List<int> _epochEnds = [];

    /// <summary>Makes room for the batches of an epoch, so that none of its steps allocates.</summary>
    public void Reserve(int count)
    {
        foreach (var values in (ReadOnlySpan<List<float>>)[_losses, _gradientNorms, _learningRates])
            values.EnsureCapacity(values.Count + count);
    }

    /// <summary>Adds a batch.</summary>
    public void Add(double loss, double gradientNorm, double learningRate)
    {
        _losses.Add((float)loss);
        _gradientNorms.Add((float)gradientNorm);
        _learningRates.Add((float)learningRate);
    }

    /// <summary>Notes that the last batch completed an epoch.</summary>
    public void EndEpoch() => _epochEnds.Add(_losses.Count);

    /// <summary>The report with what was kept.</summary>
    public TrainingReport AddTo(TrainingReport report) => report with
    {
        FirstStep = firstStep,
        BatchLosses = new ValueList<float>(_losses),
        GradientNorms = new ValueList<float>(_gradientNorms),
        LearningRates = new ValueList<float>(_learningRates),
        EpochEnds = new ValueList<int>(_epochEnds),
    };
}
