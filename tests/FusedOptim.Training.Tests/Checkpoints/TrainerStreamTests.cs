using FusedOptim.Rules;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Training goes through a stream as it goes through a file.</summary>
public class TrainerStreamTests
{
    private static readonly Dataset Data = ToyProblem.Spirals(60, seed: 1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARunContinuesFromAStreamWithTheSameBits(bool canSeek)
    {
        using var first = Create();
        first.Fit(Data, epochs: 2);
        using var saved = new MemoryStream();
        first.Save(saved);
        var expected = first.Fit(Data, epochs: 2);

        using var second = Create();
        using Stream stream = canSeek ? new MemoryStream(saved.ToArray()) : new ForwardStream(saved.ToArray());
        second.Load(stream);
        var report = second.Fit(Data, epochs: 2);
        Assert.Equal(first.Network.ComputeDigest(), second.Network.ComputeDigest());
        Assert.Equal(expected.Best! with { Elapsed = default }, report.Best! with { Elapsed = default });
        Assert.False(stream is ForwardStream { IsClosed: true });
    }

    /// <summary>The rules for files hold for streams.</summary>
    [Fact]
    public void ATrainerIsNotSavedWithinABatchNorLoadedWithinAnEpoch()
    {
        using var trainer = Create();
        trainer.Schedule((_, _) =>
        {
            Assert.Throws<InvalidOperationException>(() => trainer.Save(new MemoryStream()));
            Assert.Throws<InvalidOperationException>(() => trainer.Load(new MemoryStream()));
        });
        Assert.Single(trainer.Fit(Data, epochs: 1).Epochs);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => trainer.Save(new MemoryStream(), source.Token));
        var saved = new MemoryStream();
        trainer.Save(saved);
        saved.Position = 0;
        Assert.Throws<OperationCanceledException>(() => trainer.Load(saved, source.Token));
    }

    private static Trainer Create() =>
        Trainer.Create(ToyProblem.Model, new AdamW(0.01), new SoftmaxCrossEntropy(), seed: 1);
}
