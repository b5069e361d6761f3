using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// The value of a hyperparameter over the steps of training. Most are learning rates, but any number can be scheduled:
/// <c>group.Schedule("LearningRate", new Cosine(3e-4, steps: 1000))</c>.
/// </summary>
/// <remarks>
/// A schedule is immutable, and a function of the step alone: resumed training needs nothing but the step. Values are the
/// same bits on every machine. Where PyTorch has the schedule, the value at step t is PyTorch's after t − 1 calls of its
/// scheduler's <c>step</c>.
/// </remarks>
public abstract record Schedule : ISchedule
{
    /// <summary>The value for a step. Allocates nothing.</summary>
    /// <param name="step">The step, counted from 1, as optimizers count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public double At(int step)
    {
        Guard.AtLeast(1, step);
        return After(step - 1);
    }

    /// <summary>
    /// Lets this schedule begin with a linear warm-up from 1/(steps + 1) of its first value: see <see cref="WarmUp"/>. A schedule that
    /// has a length, such as <see cref="Cosine"/>, keeps it: the warm-up takes the first steps, the schedule runs in the others. Any
    /// other schedule runs that many steps later.
    /// </summary>
    /// <param name="steps">The steps of the warm-up; at least 1, and less than the steps of the schedule where it has a
    /// length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is out of range.</exception>
    public WarmUp WithWarmUp(int steps) => WithWarmUp(steps, steps >= 1 ? 1 / (1.0 + steps) : 0);

    /// <summary>Lets this schedule begin with a linear warm-up from a part of its first value: see <see cref="WarmUp"/>. A schedule
    /// that has a length keeps it.</summary>
    /// <param name="steps">The steps of the warm-up; at least 1, and less than the steps of the schedule where it has a
    /// length.</param>
    /// <param name="initialFactor">The part of the first value that the warm-up starts from; from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public WarmUp WithWarmUp(int steps, double initialFactor)
    {
        if (steps < 1)
            Guard.Check(false, steps, "at least 1. For no warm-up, use the schedule without one");
        Guard.Check(initialFactor is >= 0 and <= 1, initialFactor, "from 0 to 1");
        return new WarmUp(ShortenedBy(steps), steps, initialFactor);
    }

    /// <summary>Returns what runs after a warm-up: the schedule in fewer steps where it has a length, the schedule itself by
    /// default.</summary>
    /// <param name="steps">The steps of the warm-up; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The warm-up is as long as the schedule, or longer.</exception>
    protected internal virtual Schedule ShortenedBy(int steps) => this;

    /// <summary>The value for the step after some steps.</summary>
    /// <param name="elapsed">How many steps came before; not negative.</param>
    protected abstract double After(int elapsed);

    /// <summary>Throws where a warm-up leaves no step of a schedule.</summary>
    private protected void CheckWarmUp(int steps, int length)
    {
        if (steps >= length)
            Guard.Check(false, steps, Invariant($"less than {length}, the steps of {GetType().Name}"));
    }

    /// <summary>w·a + (1 − w)·b, which is exactly a at w = 1 and exactly b at w = 0.</summary>
    private protected static double Mix(double a, double b, double weight) => weight * a + (1 - weight) * b;
}
