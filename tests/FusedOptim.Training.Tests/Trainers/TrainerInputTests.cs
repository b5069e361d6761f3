using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>The inputs of rules in a trainer, and in checkpoints.</summary>
public class TrainerInputTests
{
    private static readonly Dataset Training = ToyProblem.Spirals(60, seed: 1);

    [Fact]
    public void TheTrainerGivesTheLossOfTheBatch()
    {
        var loss = new SoftmaxCrossEntropy();
        using var network = ToyProblem.Model.Build(seed: 3);
        using var optimizer = Optimizer.Create(network.Parameters, new PolyakDescent());
        var batches = Training.GetBatches(batchSize: 8, seed: 3);
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            foreach (var batch in batches.GetEpoch(epoch))
            {
                var outputs = network.Forward(batch.Features);
                optimizer.SetInput("loss", loss.Evaluate(outputs, batch, network.OutputGradients));
                network.Backward();
                optimizer.Step(new StepOptions { ZeroGradients = true });
            }
        }

        using var trainer = Trainer.Create(ToyProblem.Model, new PolyakDescent(), loss, seed: 3);
        trainer.Fit(Training, epochs: 3, batchSize: 8);
        Assert.Equal(network.ComputeDigest(), trainer.Network.ComputeDigest());
    }

    [Fact]
    public void TheLossIsThatOfAllMicroBatchesAndUnscaled()
    {
        using var whole = Trainer.Create(ToyProblem.Model, new PolyakDescent(), new SoftmaxCrossEntropy(), seed: 3);
        using var parts = Trainer.Create(ToyProblem.Model, new PolyakDescent(), new SoftmaxCrossEntropy(), seed: 3);
        parts.MicroBatchCount = 4;
        parts.LossScaler = new LossScaler(64);
        whole.Fit(Training, epochs: 1, batchSize: 60);
        parts.Fit(Training, epochs: 1, batchSize: 60);
        foreach (var (expected, actual) in whole.Network.Parameters.Zip(parts.Network.Parameters))
        {
            for (var i = 0; i < expected.Count; i++)
                Assert.Equal(expected.Values[i], actual.Values[i], 1e-5);
        }
    }

    [Fact]
    public void OtherInputsOfEachStepAreRefusedBeforeTraining()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new ScaledDescent(), new SoftmaxCrossEntropy(), seed: 3);
        var before = trainer.Network.ComputeDigest();
        Assert.Equal(
            "ScaledDescent needs the input 'hessian' for each step, which a trainer does not give; it gives the input 'loss' of the model " +
            "alone. Write the loop by hand, and give 'hessian' before each step.",
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Training, epochs: 1)).Message);
        Assert.Equal(before, trainer.Network.ComputeDigest());
    }

    [Fact]
    public void KeptInputsAreGivenBeforeTrainingAndAgainAfterLoading()
    {
        using var trainer = Trainer.Create(ToyProblem.Model, new KeptScaledDescent(), new SoftmaxCrossEntropy(), seed: 3);
        Assert.Contains("whose input 'hessian' was not given", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Training, epochs: 1)).Message);
        Give();
        trainer.Fit(Training, epochs: 1);
        using var stream = new MemoryStream();
        var checkpoint = new Checkpoint().Add(trainer.Network).Add(trainer.Optimizer);
        checkpoint.Save(stream);
        stream.Position = 0;
        checkpoint.Load(stream);
        Assert.Contains("after a checkpoint is loaded", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Training, epochs: 1)).Message);
        Give();
        trainer.Fit(Training, epochs: 1);

        void Give()
        {
            foreach (var parameter in trainer.Network.Parameters)
                trainer.Optimizer.GetInput(parameter, "hessian").Fill(2);
        }
    }
}
