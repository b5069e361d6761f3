using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>The inputs of rules in an optimizer.</summary>
public class InputTests
{
    [Fact]
    public void AKeptInputServesUntilItIsWrittenAgain()
    {
        const int count = 37;
        using var set = new ParameterSet<double>();
        var parameter = set.Add("w", ParameterKind.Weight, count);
        var rule = new HessianMomentum();
        using var optimizer = Optimizer.Create(set, rule);
        var (w, m, h, hessian) = (new double[count], new double[count], new double[count], new double[count]);
        for (var i = 0; i < count; i++)
            w[i] = parameter.Values[i] = Math.Sin(i + 1);
        for (var step = 1; step <= 100; step++)
        {
            for (var i = 0; i < count; i++)
                parameter.Gradients[i] = Math.Cos(3 * i + step) + w[i];
            if (step % rule.Interval == 1)
            {
                var given = optimizer.GetInput(parameter, "hessian");
                Assert.Equal(hessian, given.ToArray());
                for (var i = 0; i < count; i++)
                    given[i] = hessian[i] = 1.5 + Math.Sin(i * step);
            }

            for (var i = 0; i < count; i++)
            {
                m[i] = rule.Beta1 * m[i] + (1 - rule.Beta1) * parameter.Gradients[i];
                if (step % rule.Interval == 1)
                    h[i] = rule.Beta2 * h[i] + (1 - rule.Beta2) * hessian[i];
                w[i] -= rule.LearningRate * Math.Clamp(m[i] / Math.Max(h[i], rule.Epsilon), -rule.Rho, rule.Rho);
            }

            optimizer.Step();
            for (var i = 0; i < count; i++)
                Assert.Equal(w[i], parameter.Values[i], 1e-10 * Math.Max(1, Math.Abs(w[i])));
        }
    }

    [Fact]
    public void TheLossGivesPolyaksStepSize()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new PolyakDescent(Optimum: 0.25));
        double[][] expected = [[1, 2, 3], [1, 2, 3, 4, 5]];
        for (var t = 0; t < 2; t++)
            expected[t].CopyTo(set[t].Values);
        for (var step = 1; step <= 100; step++)
        {
            // f = Σ θ²/2 + 1/4.
            var (loss, squares) = (0.25, 0.0);
            for (var t = 0; t < 2; t++)
            {
                for (var i = 0; i < expected[t].Length; i++)
                {
                    loss += expected[t][i] * expected[t][i] / 2;
                    squares += expected[t][i] * expected[t][i];
                    set[t].Gradients[i] = expected[t][i];
                }
            }

            optimizer.SetInput("loss", loss);
            optimizer.Step();
            for (var t = 0; t < 2; t++)
            {
                for (var i = 0; i < expected[t].Length; i++)
                {
                    expected[t][i] -= Math.Min((loss - 0.25) / squares, 1) * expected[t][i];
                    Assert.Equal(expected[t][i], set[t].Values[i], 1e-10 * Math.Abs(expected[t][i]));
                }
            }
        }
    }

    [Fact]
    public void InputsOfElementsTensorsAndTheModelReachEachPhase()
    {
        foreach (var target in KernelTargets.Supported.Append(KernelTarget.Reference).Append(KernelTarget.StrictScalar))
        {
            using var set = Pair(3, 5);
            using var optimizer = Optimizer.Create(set, new SecondGradientDescent(), new OptimizerOptions { Target = target });
            Fill(set, gradient: 2);
            optimizer.GetInput(set[0], "second").Fill(8);
            optimizer.GetInput(set[1], "second").Fill(-8);
            optimizer.SetInput(set[0], "weight", 0.5);
            optimizer.SetInput(set[1], "weight", 0.25);
            optimizer.SetInput("scale", 2);
            optimizer.Step();
            Assert.All(set[0].Values.ToArray(), value => Assert.Equal(-0.5 * 0.5 * 2 * 8, value));
            // The products are negative.
            Assert.All(set[1].Values.ToArray(), value => Assert.Equal(-0.5 * 2, value));
        }
    }

    [Fact]
    public void AMissingInputIsNamedBeforeAnythingIsWritten()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new SecondGradientDescent());
        Fill(set, gradient: 2);
        optimizer.GetInput(set[0], "second");
        optimizer.SetInput(set[0], "weight", 1);
        Missing(
            "'a' is stepped by SecondGradientDescent, whose input 'scale' was not given for this step. " +
            "Call SetInput(\"scale\", value) before each step.");
        optimizer.SetInput("scale", 1);
        Missing(
            "'b' is stepped by SecondGradientDescent, whose input 'second' was not given for this step. " +
            "Write it to GetInput(parameter, \"second\") before each step.");
        optimizer.GetInput(set[1], "second");
        Missing(
            "'b' is stepped by SecondGradientDescent, whose input 'weight' was not given for this step. " +
            "Call SetInput(parameter, \"weight\", value) before each step.");
        optimizer.SetInput(set[1], "weight", 1);
        optimizer.Step(new StepOptions { ZeroGradients = true });
        Assert.Equal(1, optimizer.StepCount);
        Missing("'second' was not given for this step");

        void Missing(string message)
        {
            double[] before = [.. set[0].Values, .. set[0].Gradients, .. set[1].Values, .. set[1].Gradients];
            var steps = optimizer.StepCount;
            var exception = Assert.Throws<InvalidOperationException>(() => optimizer.Step(new StepOptions { ZeroGradients = true }));
            Assert.Contains(message, exception.Message);
            Assert.Equal(before, (double[])[.. set[0].Values, .. set[0].Gradients, .. set[1].Values, .. set[1].Gradients]);
            Assert.Equal(steps, optimizer.StepCount);
        }
    }

    [Fact]
    public void AMissingKeptInputSaysWhenToGiveIt()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new HessianMomentum());
        Assert.Equal(
            "'a' is stepped by HessianMomentum, whose input 'hessian' was not given. " +
            "Write it to GetInput(parameter, \"hessian\") before the first step, and after a checkpoint is loaded.",
            Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
    }

    [Fact]
    public void ElementsAreZeroForTheNextStepAndAddUpBeforeIt()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new ProductDescent());
        Fill(set, gradient: 1);
        optimizer.GetInput(set[0], "factor")[1] += 2;
        optimizer.GetInput(set[0], "factor")[1] += 3;
        optimizer.GetInput(set[1], "factor");
        optimizer.Step();
        Assert.Equal([0, -5, 0], set[0].Values.ToArray());
        Assert.Equal([0, 0, 0], optimizer.GetInput(set[0], "factor").ToArray());
    }

    [Fact]
    public void ASkippedStepUsesInputsUp()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new ProductDescent());
        set[0].Gradients[0] = double.NaN;
        GiveFactors(optimizer, set, 1);
        Assert.True(optimizer.Step(new StepOptions { SkipNonFinite = true, ZeroGradients = true }).IsSkipped);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        GiveFactors(optimizer, set, 1);
        optimizer.Step();
    }

    [Fact]
    public void AStepThatDidNotBeginLeavesThemGiven()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new ProductDescent());
        Fill(set, gradient: 1);
        var isRefused = true;
        optimizer.Groups[0].Schedule((_, _) =>
        {
            if (isRefused)
                throw new InvalidDataException();
        });
        GiveFactors(optimizer, set, 4);
        Assert.Throws<InvalidDataException>(() => optimizer.Step());
        isRefused = false;
        optimizer.Step();
        Assert.Equal(-4, set[0].Values[0]);
    }

    [Fact]
    public void WhatTakesNoStepNeedsNone()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new ProductDescent());
        Fill(set, gradient: 1);
        set[0].HasGradient = false;
        optimizer.Freeze(set[1]);
        optimizer.Step();
        set[0].HasGradient = true;
        // Given for the step before, which the parameter did not take.
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        optimizer.GetInput(set[0], "factor").Fill(2);
        optimizer.Step();
        Assert.Equal((-2, 0), (set[0].Values[0], set[1].Values[0]));
    }

    [Fact]
    public void AnInputOfAnOccasionIsRequiredAtItsStepsAlone()
    {
        using var set = DriftModel.CreateSet<double>(5, 70);
        DriftModel.Fill(set, seed: 1);
        var expected = set.Select(parameter => parameter.Values.ToArray()).ToArray();
        double[] averages = [0, 0];
        using var optimizer = Optimizer.Create(set, new RefreshedHessian());
        // The second parameter comes to its occasions a step later.
        set[1].HasGradient = false;
        for (var step = 1; step <= 12; step++)
        {
            for (var index = 0; index < set.Count; index++)
            {
                if (!set[index].HasGradient)
                    continue;
                optimizer.GetInput(set[index], "factor").Fill(2);
                if (optimizer.GetStepCount(set[index]) % 3 == 0)
                {
                    Assert.Contains("'hessian' was not given", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
                    optimizer.GetInput(set[index], "hessian").Fill(step);
                    averages[index] = 0.5 * averages[index] + 0.5 * step;
                }

                for (var i = 0; i < expected[index].Length; i++)
                    expected[index][i] -= 0.1 * (2 * set[index].Gradients[i] / (1 + averages[index]));
            }

            optimizer.Step();
            set[1].HasGradient = true;
            for (var index = 0; index < set.Count; index++)
                Assert.All(expected[index].Zip(set[index].Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Fact]
    public void DroppingStatesDropsInputs()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new HessianMomentum());
        foreach (var parameter in set)
            optimizer.GetInput(parameter, "hessian").Fill(2);
        optimizer.Step();
        optimizer.Freeze([set[0], set[1]], keepStates: false);
        Assert.Contains("its states and inputs were dropped", Assert.Throws<ArgumentException>(() => optimizer.GetInput(set[0], "hessian")).Message);
        optimizer.Unfreeze(set[0]);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        Assert.Equal(new double[3], optimizer.GetInput(set[0], "hessian").ToArray());
        optimizer.Step();
    }

    [Fact]
    public void SplittingKeepsThem()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new SecondGradientDescent());
        Fill(set, gradient: 1);
        foreach (var (index, parameter) in set.Index())
        {
            optimizer.GetInput(parameter, "second").Fill(1);
            optimizer.SetInput(parameter, "weight", index + 2);
        }

        optimizer.SetInput("scale", 1);
        optimizer.Split(optimizer.Groups[0], parameter => parameter == set[1]);
        optimizer.Step();
        Assert.Equal((-1, -1.5), (set[0].Values[0], set[1].Values[0]));
    }

    [Fact]
    public void GroupsOfOtherRulesHaveNone()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, parameter => parameter == set[0] ? new Sgd(1) : new ProductDescent());
        Fill(set, gradient: 1);
        Assert.Equal([[], ["factor"]], set.Select(optimizer.GetInputNames));
        optimizer.GetInput(set[1], "factor").Fill(3);
        optimizer.Step();
        Assert.Equal((-1, -3), (set[0].Values[0], set[1].Values[0]));
        Assert.Equal(
            "Sgd does not have an input 'factor'; it has none. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => optimizer.GetInput(set[0], "factor")).Message);
    }

    [Fact]
    public void AVariantNeedsWhatItReads()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new SecondGradientDescent(Plain: true));
        Fill(set, gradient: 1);
        Assert.Empty(optimizer.GetInputNames(set[0]));
        optimizer.Step();
        Assert.Equal(-0.5, set[0].Values[0]);
    }

    [Fact]
    public void OtherNamesAndCallsAreRefused()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new SecondGradientDescent());
        Refused("it has second, scale, weight", () => optimizer.GetInput(set[0], "first"));
        Refused("'scale' of SecondGradientDescent is one number for the model; call SetInput(\"scale\", value)", () => optimizer.GetInput(set[0], "scale"));
        Refused("'weight' of SecondGradientDescent is one number for each tensor", () => optimizer.SetInput("weight", 1));
        Refused("'second' of SecondGradientDescent has a value for each element", () => optimizer.SetInput("second", 1));
        Refused("the inputs are second, scale, weight", () => optimizer.SetInput("loss", 1));
        Refused("'scale' of SecondGradientDescent is one number for the model", () => optimizer.SetInput(set[0], "scale", 1));
        using var plain = Pair(1, 1);
        using var without = Optimizer.Create(plain, new Sgd());
        Refused("No rule of the optimizer has the input 'loss'; none has inputs.", () => without.SetInput("loss", 1));

        static void Refused(string message, Action call) => Assert.Contains(message, Assert.Throws<ArgumentException>(call).Message);
    }

    [Fact]
    public void TheGradientScaleDoesNotApply()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new ProductDescent());
        Fill(set, gradient: 1);
        GiveFactors(optimizer, set, 8);
        optimizer.Step(new StepOptions { GradientScale = 0.5 });
        Assert.Equal((-4, 8), (set[0].Values[0], optimizer.GetState(set[0], "total")[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SetsOfHalfAndBFloat16ReadTheirOwnElements(bool masterCopy)
    {
        Check(value => (Half)value, value => (float)value);
        Check(value => (BFloat16)value, value => value);

        void Check<T>(Func<float, T> encode, Func<T, float> decode)
            where T : unmanaged
        {
            using var set = new ParameterSet<T>();
            var parameter = set.Add("w", ParameterKind.Weight, 1031);
            using var optimizer = Optimizer.Create(
                set, new ProductDescent(), new OptimizerOptions { MasterCopy = masterCopy, StateFormat = new BFloat16Format() });
            for (var step = 1; step <= 3; step++)
            {
                var factors = optimizer.GetInput(parameter, "factor");
                for (var i = 0; i < factors.Length; i++)
                {
                    parameter.Gradients[i] = encode(1 + i % 2);
                    Assert.Equal(0, decode(factors[i]));
                    factors[i] = encode(i % 5 - 2);
                }

                optimizer.Step();
                for (var i = 0; i < factors.Length; i++)
                    Assert.Equal(-step * (1 + i % 2) * (i % 5 - 2), decode(parameter.Values[i]));
            }
        }
    }

    [Fact]
    public void FormatsOfStatesDoNotConcernThem()
    {
        foreach (var format in new StorageFormat[] { new BFloat16Format(), new HalfFormat(), new BlockFloat8Format() })
        {
            foreach (var target in KernelTargets.Supported.Where(target => target != KernelTarget.StrictScalar))
            {
                using var set = new ParameterSet<float>();
                var parameter = set.Add("w", ParameterKind.Weight, 4 * 1024 + 77);
                using var optimizer = Optimizer.Create(
                    set, new ProductDescent(), new OptimizerOptions { StateFormat = format, Target = target });
                var factors = optimizer.GetInput(parameter, "factor");
                for (var i = 0; i < factors.Length; i++)
                    (parameter.Gradients[i], factors[i]) = (1, i + 0.5f);
                optimizer.Step();
                for (var i = 0; i < factors.Length; i++)
                    Assert.Equal(-(i + 0.5f), parameter.Values[i]);
            }
        }
    }

    [Fact]
    public void ExternalParametersHaveInputsOfTheOptimizer()
    {
        float[] values = [1, 2, 3], gradients = [1, 1, 1];
        using var set = new ParameterSet<float>();
        var parameter = set.AddExternal("w", ParameterKind.Weight, values, gradients, 3);
        using var optimizer = Optimizer.Create(set, new ProductDescent());
        optimizer.GetInput(parameter, "factor").Fill(2);
        optimizer.Step();
        Assert.Equal([-1, 0, 1], values);
    }

    [Fact]
    public void ThreadsDoNotChangeBits()
    {
        var expected = Run(1);
        Assert.All([2, 3, 7], threads => Assert.Equal(expected, Run(threads)));

        static float[] Run(int threads)
        {
            using var team = new WorkerTeam(threads);
            using var set = new ParameterSet<float>();
            set.Add("a", ParameterKind.Weight, 70_001);
            set.Add("b", ParameterKind.Weight, 333, 100);
            using var optimizer = Optimizer.Create(set, new SecondGradientDescent(), new OptimizerOptions { Team = team });
            for (var step = 1; step <= 3; step++)
            {
                foreach (var (index, parameter) in set.Index())
                {
                    var second = optimizer.GetInput(parameter, "second");
                    for (var i = 0; i < second.Length; i++)
                        (parameter.Gradients[i], second[i]) = (MathF.Sin(i + step), MathF.Sin(i + step + 0.5f));
                    optimizer.SetInput(parameter, "weight", 0.75 + index);
                }

                optimizer.SetInput("scale", 0.3 * step);
                optimizer.Step();
            }

            return [.. set[0].Values, .. set[1].Values];
        }
    }

    [Fact]
    public void AStepWithInputsDoesNotAllocate()
    {
        using var set = Pair(3, 5);
        using var optimizer = Optimizer.Create(set, new SecondGradientDescent());
        var parameters = set.ToArray();
        Assert.Equal(0, AllocatedBytes.Of(Step));

        void Step()
        {
            foreach (var parameter in parameters)
            {
                optimizer.GetInput(parameter, "second").Fill(1);
                optimizer.SetInput(parameter, "weight", 1);
            }

            optimizer.SetInput("scale", 1);
            optimizer.Step();
        }
    }

    [Fact]
    public void ApplyTakesThemAfterTheStates()
    {
        float[] parameter = [1, 2, 3], gradient = [1, 1, 1], total = [0, 0, 0], factor = [2, 0, -2];
        new ProductDescent().Apply(1, parameter, gradient, total, factor);
        Assert.Equal([-1, 2, 5], parameter);
        Assert.Equal(factor, total);
        Assert.Contains("factor has 2 elements", Assert.Throws<ArgumentException>(() =>
            new ProductDescent().Apply(1, parameter, gradient, total, factor.AsSpan(1))).Message);
        Assert.Contains("factor shares memory with total", Assert.Throws<ArgumentException>(() =>
            new ProductDescent().Apply(1, parameter, gradient, total, total)).Message);
        // Read alone, it may be the gradient.
        new ProductDescent().Apply(1, parameter, gradient, total, gradient);

        double[] values = [0, 0], slopes = [3, 4];
        new PolyakDescent().Apply(1, values, slopes, loss: 5);
        Assert.Equal([-0.6, -0.8], values.Select(value => Math.Round(value, 12)));
        new SecondGradientDescent(Plain: true).Apply(1, values, slopes, [], 0, 0);
    }

    [Fact]
    public void TheSchemaListsThem()
    {
        var schema = ((IUpdateRule)new SecondGradientDescent()).Schema;
        Assert.Equal(
            [("second", Over.Element), ("scale", Over.Model), ("weight", Over.Tensor)],
            schema.Inputs.Select(input => (input.Name, input.Over)));
        Assert.Equal([[0, 1, 2], []], schema.Variants.Select(variant => variant.Inputs!));
        Assert.All(schema.Phases, phase => Assert.Equal([0], phase.InputsRead));
        Assert.True(Assert.Single(((IUpdateRule)new HessianMomentum()).Schema.Inputs).IsKept);
    }

    private static ParameterSet<double> Pair(int first, int second)
    {
        var set = new ParameterSet<double>();
        set.Add("a", ParameterKind.Weight, first);
        set.Add("b", ParameterKind.Weight, second);
        return set;
    }

    private static void Fill(ParameterSet<double> set, double gradient)
    {
        foreach (var parameter in set)
            parameter.Gradients.Fill(gradient);
    }

    private static void GiveFactors(Optimizer optimizer, ParameterSet<double> set, double value)
    {
        foreach (var parameter in set)
            optimizer.GetInput(parameter, "factor").Fill(value);
    }
}
