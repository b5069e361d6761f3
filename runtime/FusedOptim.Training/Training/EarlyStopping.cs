namespace FusedOptim.Training;

/// <summary>
/// Ends training when the validation data have not been done better for some epochs, and puts the weights of the best epoch
/// back: what is learned after that is of the training data alone.
/// </summary>
/// <remarks>
/// <para>It remembers what it saw, and of which network: one for each run. <see cref="Trainer.EarlyStopping"/> tells
/// it of each epoch; a loop by hand calls <see cref="Update"/>.</para>
/// <para>The best weights are those that were evaluated. Where a rule evaluates with other weights than it trains, such as
/// averages, another <see cref="Trainer.Fit"/> goes on from the evaluated weights, and averages start again from them. A
/// loop by hand calls <see cref="Update"/> while <see cref="Optimizer.UseEvaluationWeights"/> has them in place, and
/// <see cref="Optimizer.ReloadParameters"/> after <see cref="Restore"/>. To go on from the training weights of the best
/// epoch, load its checkpoint.</para>
/// </remarks>
public sealed class EarlyStopping
{
    private readonly WeightSnapshot _best = new();
    private Network<float>? _network;

    /// <summary>A rule for stopping.</summary>
    /// <param name="patience">How many epochs in a row may be no better than the best before; at least 1.</param>
    /// <param name="minimumChange">How much better than the best an epoch must be to count; not negative.</param>
    /// <param name="metric">What is compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public EarlyStopping(int patience = 10, double minimumChange = 0, StoppingMetric metric = StoppingMetric.Loss)
    {
        ArgumentRange.AtLeast(1, patience);

        ArgumentRange.Check(minimumChange >= 0 && double.IsFinite(minimumChange), minimumChange, "at least 0 and finite");

        (Patience, MinimumChange, Metric) = (patience, minimumChange, metric);
    }

    /// <summary>How many epochs in a row may be no better than the best before.</summary>
    public int Patience { get; }

    /// <summary>How much better than the best an epoch must be to count.</summary>
    public double MinimumChange { get; }

    /// <summary>What is compared.</summary>
    public StoppingMetric Metric { get; }

    /// <summary>The loss or accuracy of the best epoch; NaN before the first.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>How many epochs in a row were no better than the best.</summary>
    public int BadCount { get; private set; }

    /// <summary>Whether training is to end.</summary>
    public bool IsDue => BadCount >= Patience;

    /// <summary>Takes the result of an epoch, and keeps the weights if it is the best.</summary>
    /// <param name="validation">The result on data that nothing is learned from. What is not finite is never better, and
    /// counts as an epoch that was not.</param>
    /// <param name="network">The network that had it.</param>
    /// <returns>Whether training is to end.</returns>
    /// <exception cref="ArgumentException">It was told of another network before.</exception>
    public bool Update(Evaluation validation, Network<float> network)
    {
        Check(network, nameof(network));
        _network = network;
        var value = Metric == StoppingMetric.Loss ? validation.Loss : validation.Accuracy;
        var isBetter = Metric == StoppingMetric.Loss ? value < Best - MinimumChange : value > Best + MinimumChange;
        if (double.IsFinite(value) && (isBetter || double.IsNaN(Best)))
        {
            (Best, BadCount) = (value, 0);
            _best.Take(network.Parameters);
        }
        else
        {
            BadCount++;
        }

        return IsDue;
    }

    /// <summary>Puts the weights and buffers of the best epoch back; nothing before the first.</summary>
    /// <param name="network">The network that was given to <see cref="Update"/>.</param>
    /// <returns>Whether there was a best epoch.</returns>
    /// <exception cref="ArgumentException">It was told of another network.</exception>
    public bool Restore(Network<float> network)
    {
        Check(network, nameof(network));
        return _best.Restore(network.Parameters);
    }

    /// <summary>Throws if it was told of another network: the best weights, and what they had, are that one's.</summary>
    internal void Check(Network<float> network, string argument)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (_network is not null && _network != network)
        {
            throw new ArgumentException(
                "EarlyStopping remembers another network's run; each run needs one of its own, a new EarlyStopping.", argument);
        }
    }

    /// <summary>Adds what it remembers to a checkpoint.</summary>
    internal void AddTo(Checkpoint checkpoint, Network<float> network)
    {
        checkpoint
            .Add("early_stopping.best", () => Best, value => Best = value)
            .AddCount("early_stopping.bad_count", () => BadCount, value => BadCount = value);
        _best.AddTo(checkpoint, "early_stopping.best", network.Parameters);
    }
}
