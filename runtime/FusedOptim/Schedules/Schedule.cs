namespace FusedOptim;

/// <summary>
/// The value of a hyperparameter over the steps of training. Most are learning rates, but any number can be scheduled:
/// <c>group.Schedule((AdamW rule, int t) =&gt; rule.LearningRate = schedule.At(t))</c>.
/// </summary>
/// <remarks>
/// A schedule is immutable, and a function of the step alone: resumed training needs nothing but the step. Values are the
/// same bits on every machine. Where PyTorch has the schedule, the value at step t is PyTorch's after t − 1 calls of its
/// scheduler's <c>step</c>.
/// </remarks>
public abstract record Schedule
{
    /// <summary>The value for a step. Allocates nothing.</summary>
    /// <param name="step">The step, counted from 1, as optimizers count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public double At(int step)
    {
        ArgumentRange.AtLeast(1, step);
        return After(step - 1);
    }

    /// <summary>This schedule behind a linear warm-up from 1/(steps + 1) of its first value: see <see cref="WarmUp"/>.
    /// </summary>
    /// <param name="steps">How many steps the warm-up takes; at least 1. They are added to the steps of this schedule: for a
    /// run of <c>total</c> steps, <c>new Cosine(rate, total - steps).WithWarmUp(steps)</c> falls to its final value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is less than 1.</exception>
    public WarmUp WithWarmUp(int steps) => new(this, steps);

    /// <summary>This schedule behind a linear warm-up: see <see cref="WarmUp"/>.</summary>
    /// <param name="steps">How many steps the warm-up takes; at least 1. They are added to the steps of this
    /// schedule.</param>
    /// <param name="initialFactor">What part of the first value it starts from; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public WarmUp WithWarmUp(int steps, double initialFactor) => new(this, steps, initialFactor);

    /// <summary>The value for the step after some steps.</summary>
    /// <param name="elapsed">How many steps came before; not negative.</param>
    protected abstract double After(int elapsed);

    /// <summary>w·a + (1 − w)·b, which is exactly a at w = 1 and exactly b at w = 0.</summary>
    private protected static double Mix(double a, double b, double weight) => weight * a + (1 - weight) * b;
}
