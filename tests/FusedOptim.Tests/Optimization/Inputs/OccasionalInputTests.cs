namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>Inputs of tensors and of the model that rules read now and then.</summary>
public class OccasionalInputTests
{
    [Fact]
    public void AnInputOfTheModelThatAnOccasionReadsIsRequiredAtItsSteps()
    {
        using var set = DriftModel.CreateSet<double>(5, 70);
        DriftModel.Fill(set, seed: 1);
        var expected = set.Select(parameter => parameter.Values.ToArray()).ToArray();
        var scale = 0.0;
        using var optimizer = Optimizer.Create(set, new RefreshedScale());
        for (var step = 1; step <= 12; step++)
        {
            for (var index = 0; index < set.Count; index++)
                optimizer.SetInput(set[index], "factor", index + 2);
            if (step % 3 == 1)
            {
                Assert.Contains("'loss' was not given", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
                optimizer.SetInput("loss", step);
                scale = 0.5 * scale + 0.5 * step;
            }

            for (var index = 0; index < set.Count; index++)
            {
                for (var i = 0; i < expected[index].Length; i++)
                    expected[index][i] -= 0.1 * ((index + 2) * scale * set[index].Gradients[i]);
            }

            optimizer.Step();
            for (var index = 0; index < set.Count; index++)
                Assert.All(expected[index].Zip(set[index].Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        }
    }

    [Fact]
    public void AnInputThatIsReadAtEachStepIsRequiredBetweenOccasions()
    {
        using var set = DriftModel.CreateSet<double>(5);
        using var optimizer = Optimizer.Create(set, new RefreshedScale());
        optimizer.SetInput("loss", 1);
        optimizer.SetInput(set[0], "factor", 1);
        optimizer.Step();
        Assert.Contains("'factor' was not given", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnInputThatPrepareDeclaresIsRequiredAtEachStep()
    {
        using var set = DriftModel.CreateSet<double>(5);
        using var optimizer = Optimizer.Create(set, new PreparedScale());
        optimizer.SetInput("loss", 1);
        optimizer.Step();
        Assert.Contains("'loss' was not given", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }
}
