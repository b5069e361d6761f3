using System.Runtime.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Checkpoints;

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
    // What the next result must be better than by the minimum change.
    private double _reference = double.NaN;
    private Network<float>? _network;

    /// <summary>A rule for stopping.</summary>
    /// <param name="patience">The number of epochs in a row after which training ends where none of them is better; at least
    /// 1.</param>
    /// <param name="minimumChange">The least improvement of the metric that begins a new row; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public EarlyStopping(int patience = 10, double minimumChange = 0)
    {
        Guard.AtLeast(1, patience);

        Guard.Check(minimumChange >= 0 && double.IsFinite(minimumChange), minimumChange, "at least 0 and finite");

        (Patience, MinimumChange) = (patience, minimumChange);
    }

    /// <summary>The number of epochs in a row after which training ends where none of them is better.</summary>
    public int Patience { get; }

    /// <summary>The least improvement of the metric that begins a new row. The weights of an epoch that is better by less are
    /// kept, but training does not go on for it.</summary>
    public double MinimumChange { get; }

    /// <summary>The result of the best epoch, whose weights are kept; <see langword="null"/> before the first.</summary>
    public Evaluation? Best { get; private set; }

    /// <summary>The number of epochs since the last improvement by at least <see cref="MinimumChange"/>.</summary>
    public int BadCount { get; private set; }

    /// <summary>Whether training is to end.</summary>
    public bool IsDue => BadCount >= Patience;

    /// <summary>Takes the result of an epoch, and keeps the weights if it is the best.</summary>
    /// <param name="validation">The result on data that nothing is learned from. What is not finite is never better, and
    /// counts as an epoch that was not.</param>
    /// <param name="network">The network that had it.</param>
    /// <param name="metric">The metric by which it is better than another; the same in all calls.</param>
    /// <returns>Whether training is to end.</returns>
    /// <exception cref="ArgumentException">It was told of another network before.</exception>
    public bool Update(Evaluation validation, Network<float> network, Metric metric = Metric.Loss)
    {
        Check(network);
        _network = network;
        BadCount++;
        if (!validation.IsBetterThan(Best, metric))
            return IsDue;
        Best = validation;
        _best.Take(network.Parameters);
        var value = validation.GetValue(metric);
        var isImproved = metric == Metric.Loss ? value < _reference - MinimumChange : value > _reference + MinimumChange;
        if (isImproved || double.IsNaN(_reference))
            (_reference, BadCount) = (value, 0);
        return IsDue;
    }

    /// <summary>Puts the weights and buffers of the best epoch back; nothing before the first.</summary>
    /// <param name="network">The network that was given to <see cref="Update"/>.</param>
    /// <returns>Whether there was a best epoch.</returns>
    /// <exception cref="ArgumentException">It was told of another network.</exception>
    public bool Restore(Network<float> network)
    {
        Check(network);
        return _best.Restore(network.Parameters);
    }

    /// <summary>Throws if it was told of another network: the best weights, and what they had, are that one's.</summary>
    internal void Check(Network<float> network, [CallerArgumentExpression(nameof(network))] string argument = "")
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
            .AddFlag("early_stopping.has_best", () => Best is not null, value => Best = value ? default(Evaluation) : null)
            .Add(
                "early_stopping.best_loss", () => Best?.Loss ?? double.NaN,
                value => Best = Best is { } best ? best with { Loss = value } : null)
            .Add(
                "early_stopping.best_accuracy", () => Best?.Accuracy ?? double.NaN,
                value => Best = Best is { } best ? best with { Accuracy = value } : null)
            .Add("early_stopping.reference", () => _reference, value => _reference = value)
            .AddCount("early_stopping.bad_count", () => BadCount, value => BadCount = value);
        _best.AddTo(checkpoint, "early_stopping.best", network.Parameters);
    }
}
