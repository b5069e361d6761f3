// The loss of a training run, from the instruments that dashboards read.
//
//   dotnet run -c Release samples/SingleFiles/metrics.cs
//
// With the packages, the line below is: #:package FusedOptim.Training@0.1.0
#:project ../../runtime/FusedOptim.Training
using System.Diagnostics.Metrics;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

using var listener = new MeterListener
{
    InstrumentPublished = (instrument, self) =>
    {
        if (instrument.Name is "fusedoptim.training.loss" or "fusedoptim.gradient.norm")
            self.EnableMeasurementEvents(instrument);
    },
};
var last = new Dictionary<string, double>();
listener.SetMeasurementEventCallback<double>((instrument, value, tags, state) => last[instrument.Name] = value);
listener.Start();

// Whether the first of two numbers is the greater one.
var random = new Random(1);
float[][] rows = [.. Enumerable.Range(0, 500).Select(_ => new[] { random.NextSingle(), random.NextSingle() })];
var data = Dataset.FromRows(rows, [.. rows.Select(row => row[0] > row[1] ? 1 : 0)]);

using var trainer = Trainer.Create(
    new Sequential(new Dense(2, 8), new Tanh(), new Dense(8, 2)), new AdamW(LearningRate: 0.01), new SoftmaxCrossEntropy(), seed: 1);
for (var epoch = 1; epoch <= 5; epoch++)
{
    trainer.Fit(data, epochs: 1);
    Console.WriteLine($"epoch {epoch}: loss {last["fusedoptim.training.loss"]:F3}, gradient norm {last["fusedoptim.gradient.norm"]:F3}");
}
