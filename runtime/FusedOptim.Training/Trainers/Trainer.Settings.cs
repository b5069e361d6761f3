using FusedOptim.Guards;
using FusedOptim.Schedules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <content>How it trains, beyond model, rule and loss.</content>
public sealed partial class Trainer
{
    /// <summary>The way in which gradients are clipped before a step: by value, by the norm of each tensor, or by the norm of all together.
    /// <see langword="null"/> by default: they are not clipped.</summary>
    public GradientClip? GradientClip { get; set; }

    /// <summary>
    /// The greatest norm of all gradients together; larger ones are scaled down to it
    /// (<see cref="StepOptions.MaximumNorm"/>). <see langword="null"/> by default: they are not clipped. It is the norm of
    /// <see cref="GradientClip.ByNorm"/>: to set one takes the place of another <see cref="GradientClip"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public double? MaximumNorm
    {
        get => GradientClip?.MaximumNorm;
        set
        {
            if (value is { } norm)
            {
                Guard.CheckPositive(norm, nameof(MaximumNorm));
                GradientClip = GradientClip.ByNorm(norm);
            }
            else if (MaximumNorm is not null)
            {
                GradientClip = null;
            }
        }
    }

    /// <summary>
    /// Whether a step is skipped where a gradient is NaN or infinite (<see cref="StepOptions.SkipNonFinite"/>), instead of
    /// ending training (<see cref="TrainingReport.NonFinite"/>); false by default.
    /// <see cref="FusedOptim.Optimizer.SkippedStepCount"/> of <see cref="Optimizer"/> counts the steps.
    /// </summary>
    /// <remarks>
    /// <para>A skipped step leaves weights, states, running statistics, and the positions of schedules as they were. The pass
    /// is counted (<see cref="Network{T}.ForwardCount"/>), so that the next batch has other masks of dropout.</para>
    /// <para>Training ends where skipping cannot help: where a weight is not finite, and after 100 skipped steps in a row. Steps
    /// after which the scale of <see cref="LossScaler"/> has fallen do not count, if their loss is finite.</para>
    /// </remarks>
    public bool SkipNonFinite { get; set; }

    /// <summary>
    /// The scale of the losses, if any: derivatives are multiplied by it, the step divides by it, and steps with gradients
    /// that are not finite are skipped. <see langword="null"/> by default.
    /// </summary>
    public LossScaler? LossScaler { get; set; }

    /// <summary>
    /// How many parts a batch is cut into, which go through the network one after the other and add to the same
    /// gradients before the step: less memory for activations. Parts differ by at most one example and are not empty.
    /// At least 1; 1 by default.
    /// </summary>
    /// <remarks>The gradients are those of the whole batch but for the order of summation and one rounding of each
    /// derivative of the loss; one number of parts gives the same bits on every machine. A layer that looks at a batch as
    /// a whole sees a part of it: <see cref="BatchNorm"/> normalizes by the statistics of the part, and its running statistics
    /// move once per step, by the mean of those of the parts, weighted by their examples. There are fewer parts where each could
    /// not have the examples that the layers require (<see cref="Network{T}.MinimumBatchSize"/>).</remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MicroBatchCount
    {
        get;
        set
        {
            Guard.AtLeast(1, value, nameof(MicroBatchCount));

            field = value;
        }
    } = 1;

    /// <summary>The metric that tells the better of two epochs, <see cref="Metric.Loss"/> by default: the best epoch of the report
    /// (<see cref="TrainingReport.Best"/>) and of the checkpoints (<see cref="CheckpointFiles.Best"/>),
    /// <see cref="EarlyStopping"/> and <see cref="ReduceOnPlateau"/> use it. It is measured on the validation data, without them
    /// on the training data.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not a <see cref="FusedOptim.Training.Metric"/>.</exception>
    public Metric Metric
    {
        get;
        set
        {
            Guard.Check(value is Metric.Loss or Metric.Accuracy, (int)value, $"a {nameof(Metric)}", nameof(Metric));
            field = value;
        }
    }

    /// <summary>L1 regularization of the weights, if any, whatever the rule is: added to the gradients before noise and clipping. The losses
    /// that are reported have no penalty in them (<see cref="Training.L1Penalty.Compute"/>). <see langword="null"/> by default.</summary>
    public L1Penalty? L1Penalty { get; set; }

    /// <summary>Noise on the gradients, if any; before they are clipped. <see langword="null"/> by default.</summary>
    public GradientNoise? GradientNoise { get; set; }

    /// <summary>How examples are changed before each epoch, if they are: those of the training data alone. Null,
    /// by default.</summary>
    public Augmentation? Augmentation { get; set; }

    /// <summary>Whether the last batch of an epoch is left out where it is smaller than the others; false by default. The
    /// order is another in each epoch, and so are the examples that are left out.</summary>
    /// <remarks><see cref="BatchNorm"/> cannot learn from a batch of one example: <see cref="Fit"/> refuses batch sizes that leave
    /// such a batch before it begins. Another batch size avoids it, or this.</remarks>
    public bool DropLast { get; set; }

    /// <summary>The share of the training data that is evaluated after each epoch as validation data are
    /// (<see cref="EpochReport.TrainingEvaluation"/>): from 0, the default, for none to 1 for all. Of a share between them the
    /// same random examples are evaluated in every epoch, at least one, without augmentation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    public double EvaluatedTrainingShare
    {
        get;
        set
        {
            Guard.Check(value is >= 0 and <= 1, value, "from 0 to 1", nameof(EvaluatedTrainingShare));
            field = value;
        }
    }

    /// <summary>How batches grow over the epochs, if they do. <see langword="null"/> by default.</summary>
    public BatchGrowth? BatchGrowth { get; set; }

    /// <summary>What ends training when the validation data are not done better any more, and puts the best weights back when
    /// <see cref="Fit"/> ends: those that were evaluated, where the rule evaluates with others than it trains. Another
    /// <see cref="Fit"/> goes on from these, with averages that start again from them. It requires validation data.
    /// <see langword="null"/> by default.</summary>
    /// <exception cref="ArgumentException">It has seen the run of another trainer.</exception>
    public EarlyStopping? EarlyStopping
    {
        get;
        set
        {
            value?.Check(Network, nameof(EarlyStopping));
            field = value;
        }
    }

    /// <summary>The files of checkpoints, and when they are written. <see langword="null"/> by default.</summary>
    public CheckpointFiles? Checkpoints { get; set; }
}
