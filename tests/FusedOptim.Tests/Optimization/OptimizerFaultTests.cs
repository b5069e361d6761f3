using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Tests.CompilerServices;

namespace FusedOptim.Tests.Optimization;

public class OptimizerFaultTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(20000)]
    public void ExceptionOutOfThePreparationWritesNothing(int count)
    {
        using var set = DriftModel.CreateSet<float>(count, count);
        DriftModel.Fill(set, seed: 1);
        using var optimizer = Optimizer.Create(
            set, p => new DriftRule { FailsToPrepare = p.Kind == ParameterKind.Bias ? 2 : 0 });
        optimizer.Step();
        var values = set.Select(p => p.Values.ToArray()).ToArray();
        var gradients = set.Select(p => p.Gradients.ToArray()).ToArray();
        var states = set.Select(p => optimizer.GetState(p, "momentum_buffer").ToArray()).ToArray();

        Assert.Throws<ArithmeticException>(() => optimizer.Step(new StepOptions { ZeroGradients = true }));

        Assert.Equal(values, set.Select(p => p.Values.ToArray()));
        Assert.Equal(gradients, set.Select(p => p.Gradients.ToArray()));
        Assert.Equal(states, set.Select(p => optimizer.GetState(p, "momentum_buffer").ToArray()));
        Assert.Equal(1, optimizer.StepCount);
        optimizer.Groups[1].GetRule<DriftRule>().FailsToPrepare = 0;
        optimizer.Step();
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void ExceptionOutOfAScheduleWritesNothingAndTakesHyperparametersBack()
    {
        using var set = DriftModel.CreateSet<float>(20);
        set[0].Values.Fill(3);
        using var optimizer = Optimizer.Create(set, new DriftRule());
        var fails = true;
        optimizer.Groups[0].Schedule((DriftRule rule, int _) =>
        {
            rule.LearningRate = 7;
            if (fails)
                throw new FormatException("no rate");
        });

        Assert.Throws<FormatException>(() => optimizer.Step());

        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(3, value));
        Assert.Equal(0.1, optimizer.Groups[0].GetRule<DriftRule>().LearningRate);
        fails = false;
        optimizer.Step();
        Assert.Equal((1, 7), (optimizer.StepCount, optimizer.Groups[0].GetRule<DriftRule>().LearningRate));
    }

    [Fact]
    public void ExceptionOutOfAScheduleLeavesScalarsAsTheLastStepLeftThem()
    {
        using var set = DriftModel.CreateSet<float>(20, 30);
        using var optimizer = Optimizer.Create(set, new NovoGrad());
        optimizer.Groups[0].Schedule((_, step) =>
        {
            if (step == 3)
                throw new FormatException("no rate");
        });
        var scalar = optimizer.Groups[0].Rule.Schema.Scalars[0].Key;
        for (var step = 1; step < 3; step++)
        {
            DriftModel.Fill(set, seed: step);
            optimizer.Step();
        }

        var scalars = set.Select(p => optimizer.GetScalar(p, scalar)).ToArray();
        Assert.Throws<FormatException>(() => optimizer.Step());
        Assert.Equal(scalars, set.Select(p => optimizer.GetScalar(p, scalar)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(20000)]
    public void ExceptionOutOfAKernelFaults(int count)
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<float>(count);
        using var optimizer = Optimizer.Create(set, new DriftRule { FailsToRun = 1 }, new OptimizerOptions { Team = team });

        Assert.Throws<ArithmeticException>(() => optimizer.Step());
        Assert.Contains("faulted", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void RefusesAGradientScaleThatIsNotFinite(double scale)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new StepOptions { GradientScale = scale });

        Assert.Contains("GradientScale", exception.Message);
        Assert.Contains("must be finite", exception.Message);
    }

    [Fact]
    public void DefaultOptionsScaleNothing()
    {
        Assert.Equal(1, default(StepOptions).GradientScale);
        Assert.False(default(StepOptions).ZeroGradients);
        Assert.Equal(default, new StepOptions { GradientScale = 1 });
        Assert.Equal(0, new StepOptions { GradientScale = 0 }.GradientScale);
    }

    [Fact]
    public void RefusesASetWithoutParameters()
    {
        using var set = new ParameterSet<float>();
        set.AddBuffer("mean", 2);

        Assert.Contains("no parameters", Assert.Throws<ArgumentException>(() => Optimizer.Create(set, new DriftRule())).Message);
    }

    [Fact]
    public void CreatingAnOptimizerLaysTheSetOut()
    {
        using var set = DriftModel.CreateSet<float>(2);
        using var optimizer = Optimizer.Create(set, new DriftRule());

        Assert.Throws<InvalidOperationException>(() => set.Add("late", ParameterKind.Weight, 2));
    }

    [Fact]
    public void ParameterBelongsToOneOptimizerUntilThatIsDisposed()
    {
        using var set = DriftModel.CreateSet<float>(2, 2);
        var first = Optimizer.Create(set, p => p == set[1] ? new DriftRule() : null);

        var exception = Assert.Throws<ArgumentException>(
            () => Optimizer.Create(set, p => new DriftRule { LearningRate = p == set[1] ? 1 : 2 }));
        Assert.Contains("'1.bias' is in a group already", exception.Message);

        // The attempt left nothing behind, and frozen parameters are free.
        using var second = Optimizer.Create(set, p => p == set[0] ? new DriftRule() : null);
        first.Dispose();
        second.AddGroup(new DriftRule(), [set[1]]);
        Assert.Equal(0, second.GetStepCount(set[1]));
    }

    [Fact]
    public void RefusesBadGroups()
    {
        using var set = DriftModel.CreateSet<float>(2, 2);
        var buffer = set.AddBuffer("mean", 2);
        using var otherSet = DriftModel.CreateSet<float>(2);
        using var optimizer = Optimizer.Create(set, p => p == set[0] ? new DriftRule() : null);

        Refuse("at least one", []);
        Refuse("'0.weight' is in a group already", [set[1], set[0]]);
        Refuse("'mean' is a buffer", [buffer]);
        Refuse("'0.weight' is in another set", [otherSet[0]]);
        Refuse("'1.bias' is named twice", [set[1], set[1]]);
        Assert.Throws<ArgumentNullException>(() => optimizer.AddGroup(new DriftRule(), [null!]));
        Assert.Throws<ArgumentNullException>(() => optimizer.AddGroup(null!, [set[1]]));
        Assert.Single(optimizer.Groups);
        optimizer.AddGroup(new DriftRule(), [set[1]]);

        void Refuse(string message, Parameter[] parameters) => Assert.Contains(
            message, Assert.Throws<ArgumentException>(() => optimizer.AddGroup(new DriftRule(), parameters)).Message);
    }

    [Fact]
    public void RefusesATargetThatDoesNotRunHere()
    {
        using var set = DriftModel.CreateSet<float>(2);

        var exception = Assert.Throws<ArgumentException>(
            () => Optimizer.Create(set, new DriftRule(), new OptimizerOptions { Target = (KernelTarget)99 }));
        Assert.Contains("Target is 99", exception.Message);
    }

    [Fact]
    public void ThrowsOnceSomethingIsDisposed()
    {
        using var set = DriftModel.CreateSet<float>(3000);
        var optimizer = Optimizer.Create(set, new DriftRule());
        optimizer.Dispose();
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.Step());
        Assert.Throws<ObjectDisposedException>(() => optimizer.AddGroup(new DriftRule(), [set[0]]));

        var team = new WorkerTeam(2);
        using var withoutTeam = Optimizer.Create(set, new DriftRule(), new OptimizerOptions { Team = team });
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => withoutTeam.Step());

        set.Dispose();
        Assert.Throws<ObjectDisposedException>(() => withoutTeam.Step());
        Assert.Throws<ObjectDisposedException>(() => withoutTeam.GetState(set[0], "anchor").Length);
        Assert.Throws<ObjectDisposedException>(() => Optimizer.Create(set, new DriftRule()));
    }

    [LinuxX64Theory]
    [InlineData(0x8000u)]
    public void FlushingCallerWritesNothingAndDoesNotFault(uint flushToZero)
    {
        using var set = DriftModel.CreateSet<float>(3);
        using var optimizer = Optimizer.Create(set, new DriftRule());

        var before = ControlRegister.Read();
        ControlRegister.Write(before | flushToZero);
        var exception = Record.Exception(() => optimizer.Step());
        ControlRegister.Write(before);

        Assert.Contains("flushed to zero", Assert.IsType<InvalidOperationException>(exception).Message);
        Assert.Equal(0, optimizer.StepCount);
        Assert.Equal([0f, 0, 0], set[0].Values.ToArray());
        optimizer.Step();
        Assert.Equal(1, optimizer.StepCount);
    }
}
