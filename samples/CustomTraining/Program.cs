using System.Globalization;
using FusedOptim;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

// Training without the trainer: whatever a loop of one's own needs goes between these lines.
const int Epochs = 20;
const int BatchSize = 32;
const long Seed = 1;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var digits = CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
var (training, test) = digits.SplitStratified(0.8, seed: 0);
var standardization = Standardization.Fit(training);
(training, test) = (standardization.Apply(training), standardization.Apply(test));

var model = new Sequential(new Dense(digits.FeatureCount, 128), new Relu(), new Dense(128, digits.ClassCount));
using var network = model.Build(Seed);
using var optimizer = Optimizer.Create(network.Parameters, new AdamW(LearningRate: 2e-3));
var loss = new SoftmaxCrossEntropy(labelSmoothing: 0.1);
var batches = training.GetBatches(BatchSize, Seed);

for (var epoch = 1; epoch <= Epochs; epoch++)
{
    var lossOfEpoch = 0.0;
    foreach (var batch in batches.GetEpoch(epoch))
    {
        var outputs = network.Forward(batch.Features);
        lossOfEpoch += loss.Evaluate(outputs, batch, network.OutputGradients) * batch.Count / training.Count;
        network.Backward();
        optimizer.Step(new StepOptions { ZeroGradients = true });
    }

    Console.WriteLine($"epoch {epoch,2}: loss {lossOfEpoch:F4}, test accuracy {Evaluation.Compute(network, loss, test).Accuracy:F4}");
}
