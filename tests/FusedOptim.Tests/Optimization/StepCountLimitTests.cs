using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization;

/// <summary>Counts of steps end in an exception, not in negative numbers.</summary>
[Trait("Kind", "Roots")]
public class StepCountLimitTests
{
    [Fact]
    public void AParameterWithTheGreatestCountOfStepsIsRefusedBeforeAnythingIsWritten()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new AdEMAMix());
        optimizer.RestoreStepCount(set["last"], int.MaxValue);

        Assert.IsType<InvalidOperationException>(Record.Exception(() => optimizer.Step()));

        Assert.Equal([1f, 1f], set.Select(parameter => parameter.Values[0]));
        Assert.Equal((int.MaxValue, 0, 0), (optimizer.GetStepCount(set["last"]), optimizer.GetStepCount(set["first"]), optimizer.StepCount));
    }

    [Fact]
    public void AnOptimizerWithTheGreatestCountOfStepsStaysAsItIs()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new AdamW());
        optimizer.RestoreStepCount(int.MaxValue, 0);

        Assert.IsType<InvalidOperationException>(Record.Exception(() => optimizer.Step()));
        Assert.Equal([1f, 1f], set.Select(parameter => parameter.Values[0]));

        optimizer.RestoreStepCount(0, 0);
        Assert.Null(Record.Exception(() => optimizer.Step()));
    }

    [Fact]
    public void TheGreatestCountOfSkippedStepsIsNotExceeded()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new AdamW());
        optimizer.RestoreStepCount(0, int.MaxValue);
        set["first"].Gradients[0] = float.NaN;

        Assert.IsType<InvalidOperationException>(
            Record.Exception(() => optimizer.Step(new StepOptions { SkipNonFinite = true })));
        Assert.Equal(int.MaxValue, optimizer.SkippedStepCount);
    }

    [Fact]
    public void TheLastStepThatCanBeCountedIsTaken()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, new AdamW());
        optimizer.RestoreStepCount(set["last"], int.MaxValue - 1);

        optimizer.Step();

        Assert.Equal(int.MaxValue, optimizer.GetStepCount(set["last"]));
        Assert.All(set, parameter => Assert.True(float.IsFinite(parameter.Values[0])));
    }

    private static ParameterSet<float> CreateSet()
    {
        var set = new ParameterSet<float>();
        foreach (var name in new[] { "first", "last" })
            set.Add(name, ParameterKind.Weight, 1);
        foreach (var parameter in set)
        {
            parameter.Values[0] = 1;
            parameter.Gradients[0] = 1;
        }

        return set;
    }
}
