using FusedOptim.Training.Collections;

namespace FusedOptim.Training;

/// <summary>The records of a call of <see cref="Trainer.Fit"/>: twelve bytes for each batch.</summary>
/// <param name="optimizer">The optimizer, before the step of the first batch.</param>
internal sealed class BatchRecords(Optimizer optimizer)
{
    private readonly int _firstStep = optimizer.StepCount + 1;
    // Found by name once and not per batch: a batch of a small network takes three microseconds.
    private readonly (ParameterGroup Group, int Index)? _learningRate = FindLearningRate(optimizer);
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
    public void Add(double loss, double gradientNorm)
    {
        _losses.Add((float)loss);
        _gradientNorms.Add((float)gradientNorm);
        _learningRates.Add(_learningRate is { } rate ? (float)rate.Group.Rule.GetHyperparameter(rate.Index) : float.NaN);
    }

    /// <summary>Notes that the last batch completed an epoch.</summary>
    public void EndEpoch() => _epochEnds.Add(_losses.Count);

    /// <summary>The report with what was kept.</summary>
    public TrainingReport AddTo(TrainingReport report) => report with
    {
        FirstStep = _firstStep,
        BatchLosses = new ValueList<float>(_losses),
        GradientNorms = new ValueList<float>(_gradientNorms),
        LearningRates = new ValueList<float>(_learningRates),
        EpochEnds = new ValueList<int>(_epochEnds),
    };

    // That of the first group whose rule has one.
    private static (ParameterGroup Group, int Index)? FindLearningRate(Optimizer optimizer)
    {
        foreach (var group in optimizer.Groups)
        {
            var hyperparameters = group.Rule.Schema.Hyperparameters;
            for (var index = 0; index < hyperparameters.Count; index++)
            {
                if (hyperparameters[index].Name == "LearningRate")
                    return (group, index);
            }
        }

        return null;
    }
}
