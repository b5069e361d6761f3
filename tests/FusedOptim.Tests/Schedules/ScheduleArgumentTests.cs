using FusedOptim.Schedules;

namespace FusedOptim.Tests.Schedules;

/// <summary>Arguments that are out of range are refused, with name, value and what is allowed.</summary>
public sealed class ScheduleArgumentTests
{
    /// <summary>What is refused, and the start of the message.</summary>
    public static TheoryData<Func<object>, string> Refused => new()
    {
        { () => new ConstantSchedule(double.NaN), "value is NaN; it must be finite." },
        { () => new StepDecay(double.NaN, 1), "initial is NaN; it must be finite." },
        { () => new StepDecay(1, 0), "interval is 0; it must be at least 1." },
        { () => new StepDecay(1, 1, 0), "factor is 0; it must be greater than 0 and finite." },
        { () => new ExponentialDecay(1, -1), "factor is -1; it must be greater than 0 and finite." },
        { () => new ExponentialDecay(1, 0.9, 0), "stepsPerEpoch is 0; it must be at least 1." },
        { () => new NaturalExponentialDecay(1, -1), "rate is -1; it must be at least 0 and finite." },
        { () => new InverseTimeDecay(1, double.NaN), "rate is NaN; it must be at least 0 and finite." },
        { () => new InverseSquareRootDecay(1, 0), "k is 0; it must be greater than 0 and finite." },
        { () => new PiecewiseConstant([0], [1, 2]), "boundaries[0] is 0; it must be at least 1." },
        { () => new PiecewiseConstant([5, 5], [1, 2, 3]), "boundaries[1] is 5; it must be at least 6." },
        { () => new PiecewiseConstant([5], [1, double.NaN]), "values[1] is NaN; it must be finite." },
        { () => new PiecewiseConstant([5], [1]), "There are 1 values and 1 boundaries;" },
        { () => new LinearDecay(double.NaN, 1), "initial is NaN; it must be finite." },
        { () => new PolynomialDecay(1, 1, 0), "power is 0; it must be greater than 0 and finite." },
        { () => new Cosine(1, 0), "steps is 0; it must be at least 1." },
        { () => new Cosine(1, 1, double.NaN), "final is NaN; it must be finite." },
        { () => new CosineRestarts(double.NaN, 1), "maximum is NaN; it must be finite." },
        { () => new CosineRestarts(1, 0), "firstCycle is 0; it must be at least 1." },
        { () => new CosineRestarts(1, 1, 0), "growth is 0; it must be at least 1." },
        { () => new CosineRestarts(1, 1, 1, 2), "minimum is 2; it must be finite and at most the maximum, 1." },
        { () => new TriangularCycles(double.NaN, 1, 1), "minimum is NaN; it must be finite." },
        { () => new TriangularCycles(1, 0.5, 1), "maximum is 0.5; it must be finite and at least the minimum, 1." },
        { () => new TriangularCycles(0, 1, 0), "halfCycle is 0; it must be at least 1." },
        { () => new TriangularCycles(0, 1, 1, (CyclePolicy)9), "policy is 9; it must be a CyclePolicy." },
        { () => new TriangularCycles(0, 1, 1, decay: 2), "decay is 2; it must be greater than 0 and at most 1." },
        { () => new OneCycle(double.NaN, 1), "maximum is NaN; it must be finite." },
        { () => new OneCycle(1, 0), "steps is 0; it must be at least 1." },
        { () => new OneCycle(1, 9, 1), "risingFraction is 1; it must be at least 0 and less than 1." },
        { () => new OneCycle(1, 9, 0.6, hasThreePhases: true), "risingFraction is 0.6; it must be from 0 to 0.5" },
        { () => new OneCycle(1, 9, initialDivisor: 0), "initialDivisor is 0; it must be greater than 0 and finite." },
        { () => new OneCycle(1, 9, finalDivisor: 0), "finalDivisor is 0; it must be greater than 0 and finite." },
        { () => new ConstantSchedule(1).WithWarmUp(0), "steps is 0; it must be at least 1." },
        { () => new ConstantSchedule(1).WithWarmUp(1, 2), "initialFactor is 2; it must be from 0 to 1." },
        { () => new ReduceOnPlateau(double.NaN), "initial is NaN; it must be finite and at least the minimum, 0." },
        { () => new ReduceOnPlateau(1, factor: 1), "factor is 1; it must be greater than 0 and less than 1." },
        { () => new ReduceOnPlateau(1, patience: -1), "patience is -1; it must be at least 0." },
        { () => new ReduceOnPlateau(1, threshold: 1), "threshold is 1; it must be at least 0 and less than 1, as a part of the best." },
        { () => new ReduceOnPlateau(1, threshold: -1, thresholdKind: PlateauThreshold.Absolute), "threshold is -1; it must be at least 0 and finite." },
        { () => new ReduceOnPlateau(1, threshold: double.PositiveInfinity, thresholdKind: PlateauThreshold.Absolute), "threshold is Infinity;" },
        { () => new ReduceOnPlateau(1, thresholdKind: (PlateauThreshold)9), "thresholdKind is 9; it must be a PlateauThreshold." },
        { () => new Cosine(1, 10).WithWarmUp(10), "steps is 10; it must be less than 10, the steps of Cosine." },
        { () => new LinearDecay(1, 10).WithWarmUp(11), "steps is 11; it must be less than 10, the steps of LinearDecay." },
        { () => new PolynomialDecay(1, 1, 2).WithWarmUp(1, 0.5), "steps is 1; it must be less than 1, the steps of PolynomialDecay." },
        { () => new OneCycle(1, 10).WithWarmUp(10), "steps is 10; it must be less than 10, the steps of OneCycle." },
        { () => new Cosine(1, 10).WithWarmUp(4).WithWarmUp(6), "steps is 6; it must be less than 6, the steps of Cosine." },
        { () => new ReduceOnPlateau(1, cooldown: -1), "cooldown is -1; it must be at least 0." },
        { () => new ReduceOnPlateau(1, minimum: -1), "minimum is -1; it must be at least 0 and finite." },
        { () => new ReduceOnPlateau(1, smallestChange: -1), "smallestChange is -1; it must be at least 0 and finite." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void ItIsRefused(Func<object> create, string message) =>
        Assert.StartsWith(
            message, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);
}
