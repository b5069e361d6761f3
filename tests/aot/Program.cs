// Trains a network with a rule of its own, and prints the digest of the weights. With an argument, steps 100,000 elements: prints
// a line after the first step, and the nanoseconds of a step after some more.
using System.Diagnostics;
using FusedOptim;
using FusedOptim.AheadOfTime;
using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

if (args is [var steps])
{
    using var team = new WorkerTeam(1);
    using var parameters = new ParameterSet<float>();
    var weight = parameters.Add("weight", ParameterKind.Weight, 100_000);
    using var optimizer = Optimizer.Create(parameters, new AdamW(), new OptimizerOptions { Team = team });
    weight.Gradients.Fill(0.5f);
    optimizer.Step();
    Console.WriteLine("stepped");

    var count = int.Parse(steps);
    var start = Stopwatch.GetTimestamp();
    for (var i = 0; i < count; i++)
        optimizer.Step();
    if (count > 0)
        Console.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalNanoseconds / count:F0}");
    return;
}

var features = new float[2 * 300];
var labels = new int[300];
for (var i = 0; i < labels.Length; i++)
{
    (features[2 * i], features[2 * i + 1]) = (i % 17 / 17f, i % 23 / 23f);
    labels[i] = features[2 * i] > features[2 * i + 1] ? 1 : 0;
}

var model = new Sequential(new Dense(2, 33), new BatchNorm(), new Gelu(), new Dropout(0.1), new Dense(33, 2));
using var trainer = Trainer.Create(model, new Careful(), new SoftmaxCrossEntropy(), seed: 1);
trainer.MaximumNorm = 1;
trainer.Fit(new Dataset(features, labels), epochs: 5);
Console.WriteLine($"{KernelTargets.Selected} {trainer.Network.ComputeDigest()}");
