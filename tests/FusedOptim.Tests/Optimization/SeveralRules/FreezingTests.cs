using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Optimization.SeveralRules;

public class FreezingTests
{
    private static readonly int[] Counts = [70, 30, 130];

    /// <summary>
    /// A rate of 0 is not enough for this: moments change, and so do values under decay that is independent of the rate and under
    /// rules that keep the size of their steps.
    /// </summary>
    [Fact]
    public void AFrozenParameterStaysAsItIsUnderEveryRule() => Assert.All(ShippedRules.All, shipped =>
    {
        using var set = DriftModel.CreateSet<float>(Counts);
        foreach (var parameter in set)
        {
            parameter.GiveView(shipped.Rule);
            parameter.Values.Fill(0.5f);
        }

        using var optimizer = Optimizer.Create(set, shipped.Rule);
        for (var step = 0; step < 3; step++)
            FillAndStep(set, optimizer, step);
        optimizer.Freeze(set[1]);
        var before = Held();
        var others = set[0].Values.ToArray();
        for (var step = 3; step < 6; step++)
            FillAndStep(set, optimizer, step);

        Assert.Equal(before, Held());
        Assert.NotEqual(others, set[0].Values.ToArray());
        Assert.Equal((3, 6), (optimizer.GetStepCount(set[1]), optimizer.GetStepCount(set[0])));

        float[][] Held() =>
            [set[1].Values.ToArray(), .. optimizer.GetStateKeys(set[1]).Select(key => optimizer.GetState(set[1], key).ToArray())];
    });

    /// <summary>The rates and decays that a rate of 0 leaves: what freezing is for.</summary>
    [Fact]
    public void ARateOfZeroDoesNotFreeze()
    {
        using var set = DriftModel.CreateSet<float>(4);
        set[0].Values.Fill(1);
        using var optimizer = Optimizer.Create(set, new Velocity(0.5, 0.5));
        set[0].Gradients.Fill(1);
        optimizer.Step();
        optimizer.Groups[0].GetRule<Velocity>().LearningRate = 0;
        optimizer.Step();
        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(0.25f, value));
    }

    /// <summary>Decay does not need a gradient that was written; it does need one that is there.</summary>
    [Fact]
    public void GradientsThatNobodyWritesDecayAndMissingOnesDoNot()
    {
        using var set = DriftModel.CreateSet<float>(4, 4);
        foreach (var parameter in set)
            parameter.Values.Fill(1);
        using var optimizer = Optimizer.Create(set, new AdamW(LearningRate: 0.01, WeightDecay: 0.1));
        set[1].HasGradient = false;
        for (var step = 0; step < 10; step++)
            optimizer.Step();
        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(0.990045, value, 1e-6));
        Assert.All(set[1].Values.ToArray(), value => Assert.Equal(1, value));
        Assert.Equal((10, 0), (optimizer.GetStepCount(set[0]), optimizer.GetStepCount(set[1])));
    }

    [Theory]
    [InlineData("float")]
    [InlineData("bfloat16")]
    [InlineData("8 bits")]
    public void AParameterThatIsFrozenAndThawedIsAsOneThatHadNoGradientMeanwhile(string format)
    {
        var options = Options(format);
        using var frozen = DriftModel.CreateSet<float>(Counts);
        using var first = Optimizer.Create(frozen, new AdamW(0.01), options);
        using var missing = DriftModel.CreateSet<float>(Counts);
        using var second = Optimizer.Create(missing, new AdamW(0.01), options);
        for (var step = 0; step < 9; step++)
        {
            if (step == 3)
                first.Freeze(frozen[1]);
            if (step == 6)
                first.Unfreeze(frozen[1]);
            missing[1].HasGradient = step is < 3 or >= 6;
            FillAndStep(frozen, first, step);
            FillAndStep(missing, second, step);
        }

        Assert.Equal(6, first.GetStepCount(frozen[1]));
        Assert.Equal(6, second.GetStepCount(missing[1]));
        Assert.Equal(missing.Select(p => p.Values.ToArray()), frozen.Select(p => p.Values.ToArray()));
    }

    [Fact]
    public void DroppedStatesStartAgain()
    {
        using var set = DriftModel.CreateSet<float>(Counts);
        using var optimizer = Optimizer.Create(set, new AdamW(0.01));
        FillAndStep(set, optimizer, 0);
        optimizer.Freeze([set[1]], keepStates: false);
        Assert.True(set[1].IsFrozen);
        Assert.Contains("dropped", Assert.Throws<ArgumentException>(() => optimizer.GetState(set[1], "exp_avg").Length).Message, StringComparison.Ordinal);
        var values = set[1].Values.ToArray();
        FillAndStep(set, optimizer, 1);
        Assert.Equal(values, set[1].Values.ToArray());

        optimizer.Unfreeze(set[1]);

        Assert.Equal(0, optimizer.GetStepCount(set[1]));
        Assert.All(optimizer.GetState(set[1], "exp_avg").ToArray(), value => Assert.Equal(0, value));
        using var fresh = DriftModel.CreateSet<float>(Counts);
        values.CopyTo(fresh[1].Values);
        using var other = Optimizer.Create(fresh, new AdamW(0.01));
        FillAndStep(set, optimizer, 2);
        FillAndStep(fresh, other, 2);
        Assert.Equal(fresh[1].Values.ToArray(), set[1].Values.ToArray());
    }

    [Theory]
    [InlineData("float")]
    [InlineData("8 bits")]
    public void StatesOfAFrozenParameterAreDroppedWithoutAThaw(string format)
    {
        using var set = DriftModel.CreateSet<float>(Counts);
        using var optimizer = Optimizer.Create(set, new AdamW(0.01), Options(format));
        var byteCount = optimizer.StateByteCount;
        FillAndStep(set, optimizer, 0);
        optimizer.Freeze(set[0], set[1], set[2]);
        set[1].Gradients.Fill(1000);

        optimizer.DropStates(set[1]);

        Assert.Equal((true, false, true), (set[1].IsFrozen, optimizer.HasStates(set[1]), optimizer.HasStates(set[0])));
        Assert.Equal((0, 1), (optimizer.GetStepCount(set[1]), optimizer.GetStepCount(set[0])));
        Assert.Equal(byteCount, optimizer.StateByteCount);
        optimizer.DropStates(set);
        Assert.Equal(0, optimizer.StateByteCount);
        var values = set[1].Values.ToArray();
        optimizer.Step();
        Assert.Equal(values, set[1].Values.ToArray());

        optimizer.Unfreeze(set[1]);
        using var fresh = DriftModel.CreateSet<float>(Counts);
        values.CopyTo(fresh[1].Values);
        using var other = Optimizer.Create(fresh, new AdamW(0.01), Options(format));
        // The noise of rounding depends on the step of the optimizer.
        other.RestoreStepCount(optimizer.StepCount, 0);
        FillAndStep(set, optimizer, 2);
        FillAndStep(fresh, other, 2);
        Assert.Equal(fresh[1].Values.ToArray(), set[1].Values.ToArray());
    }

    [Fact]
    public void DroppingScalarsOfAFrozenTensorStartsThemAgain()
    {
        using var set = DriftModel.CreateSet<float>(40, 40);
        using var optimizer = Optimizer.Create(set, new NovoGrad());
        FillAndStep(set, optimizer, 0);
        var scalar = optimizer.Groups[0].Rule.Schema.Scalars[0].Key;
        optimizer.Freeze(set[0]);
        Assert.NotEqual(0, optimizer.GetScalar(set[0], scalar));
        optimizer.DropStates(set[0]);
        Assert.Equal(0, optimizer.GetScalar(set[0], scalar));
        Assert.NotEqual(0, optimizer.GetScalar(set[1], scalar));
    }

    [Fact]
    public void StatesOfASteppedParameterAreNotDropped()
    {
        using var set = DriftModel.CreateSet<float>(4, 4, 4);
        using var optimizer = Optimizer.Create(set, p => p == set[2] ? null : new AdamW());
        optimizer.Freeze(set[0]);
        Assert.Contains("is not frozen", Refused(set[0], set[1]), StringComparison.Ordinal);
        Assert.Contains("named twice", Refused(set[0], set[0]), StringComparison.Ordinal);
        Assert.Contains("no group", Refused(set[0], set[2]), StringComparison.Ordinal);
        Assert.True(optimizer.HasStates(set[0]));

        string Refused(params Parameter[] dropped) =>
            Assert.Throws<ArgumentException>(() => optimizer.DropStates(dropped)).Message;
    }

    [Fact]
    public void ThawedGradientsStartAtZero()
    {
        using var set = DriftModel.CreateSet<float>(4, 4);
        using var optimizer = Optimizer.Create(set, new Sgd(1));
        optimizer.Freeze(set[0]);
        set[0].Gradients.Fill(1000);
        set[1].Gradients.Fill(1);
        Assert.Equal(2, optimizer.Step(new StepOptions { MaximumNorm = 100, ZeroGradients = true }).GradientNorm, 1e-12);
        optimizer.Unfreeze(set[0]);
        Assert.All(set[0].Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void ScalarsOfATensorAreKeptOrDropped()
    {
        using var set = DriftModel.CreateSet<float>(40, 40);
        using var optimizer = Optimizer.Create(set, new NovoGrad());
        FillAndStep(set, optimizer, 0);
        var scalar = optimizer.Groups[0].Rule.Schema.Scalars[0].Key;
        var before = optimizer.GetScalar(set[0], scalar);
        Assert.NotEqual(0, before);
        optimizer.Freeze(set[0]);
        FillAndStep(set, optimizer, 1);
        Assert.Equal(before, optimizer.GetScalar(set[0], scalar));
        optimizer.Unfreeze(set[0]);
        optimizer.Freeze([set[0]], keepStates: false);
        Assert.Equal(0, optimizer.GetScalar(set[0], scalar));
    }

    [Fact]
    public void WhatCannotBeFrozenOrThawedIsRefused()
    {
        using var set = DriftModel.CreateSet<float>(4, 4, 4);
        using var optimizer = Optimizer.Create(set, p => p == set[2] ? null : new Sgd());
        Assert.Contains("is frozen already", Frozen(set[0], set[0], set[1]), StringComparison.Ordinal);
        Assert.Contains("AddGroup", Assert.Throws<ArgumentException>(() => optimizer.Unfreeze(set[2])).Message, StringComparison.Ordinal);
        Assert.Contains("is not frozen", Assert.Throws<ArgumentException>(() => optimizer.Unfreeze(set[1])).Message, StringComparison.Ordinal);
        Assert.Contains("named twice", Assert.Throws<ArgumentException>(() => optimizer.Freeze([set[1], set[1]])).Message, StringComparison.Ordinal);
        optimizer.Step();

        string Frozen(Parameter first, params Parameter[] then)
        {
            optimizer.Freeze(first);
            var message = Assert.Throws<ArgumentException>(() => optimizer.Freeze(then)).Message;
            Assert.False(set[1].IsFrozen);
            return message;
        }
    }

    [Fact]
    public void ASplitGroupGoesOnWithItsStates()
    {
        using var whole = DriftModel.CreateSet<float>(Counts);
        using var first = Optimizer.Create(whole, new AdamW(0.01));
        using var split = DriftModel.CreateSet<float>(Counts);
        using var second = Optimizer.Create(split, new AdamW(0.01));
        FillAndStep(whole, first, 0);
        FillAndStep(split, second, 0);

        var group = second.Split(second.Groups[0], p => p.Kind == ParameterKind.Bias, "biases");

        Assert.Equal(("biases", 2), (group.Name, second.Groups.Count));
        Assert.Equal([split[1]], group.Parameters);
        FillAndStep(whole, first, 1);
        FillAndStep(split, second, 1);
        Assert.Equal(whole.Select(p => p.Values.ToArray()), split.Select(p => p.Values.ToArray()));
        group.GetRule<AdamW>().LearningRate = 0;
        var before = split[1].Values.ToArray();
        FillAndStep(split, second, 2);
        Assert.Equal(before, split[1].Values.ToArray());
        Assert.Throws<ArgumentException>(() => second.Split(group, _ => true));
    }

    private static OptimizerOptions Options(string format) => new()
    {
        StateFormat = format switch
        {
            "bfloat16" => new BFloat16Format(StorageRounding.Stochastic),
            "8 bits" => new BlockFloat8Format(StorageRounding.Stochastic),
            _ => null,
        },
    };

    private static void FillAndStep(ParameterSet<float> set, Optimizer optimizer, int step)
    {
        foreach (var parameter in set)
        {
            var random = new Random(step * 100 + parameter.Index);
            foreach (ref var gradient in parameter.Gradients)
                gradient = (float)(random.NextDouble() - 0.5);
        }

        optimizer.Step(new StepOptions { ZeroGradients = true });
    }
}
