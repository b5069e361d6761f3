// A trained network as an ONNX model, with an activation declared in this file.
//
//   dotnet run -c Release samples/SingleFiles/onnx.cs
//
// With the packages, the line below is: #:package FusedOptim.Training.Onnx@0.1.0
#:project ../../runtime/FusedOptim.Training.Onnx
using FusedOptim;
using FusedOptim.Functions;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

// The sum of two numbers is more than a hundred, or it is not.
var random = new Random(1);
float[][] rows = [.. Enumerable.Range(0, 1000).Select(_ => new[] { 100 * random.NextSingle(), 100 * random.NextSingle() })];
var data = Dataset.FromRows(rows, [.. rows.Select(row => row[0] + row[1] > 100 ? 1 : 0)]).WithNames(classes: ["less", "more"]);
var scaling = Standardization.Fit(data);

var model = new Sequential(new Dense(2, 16), new Swish(Beta: 1.5), new Dense(16, 2));
using var trainer = Trainer.Create(model, new AdamW(LearningRate: 0.01), new SoftmaxCrossEntropy(), seed: 1);
trainer.Fit(scaling.Apply(data), epochs: 20);

var path = Path.Combine(Path.GetTempPath(), $"sums-{Environment.ProcessId}.onnx");
using (var file = File.Create(path))
    trainer.ExportOnnx(file, new OnnxOptions { Preprocessing = scaling, Probabilities = OnnxProbabilities.Softmax });
Console.WriteLine($"accuracy {trainer.Evaluate(scaling.Apply(data)).Accuracy:P1}; the model has {new FileInfo(path).Length} bytes");
File.Delete(path);

/// <summary>x / (1 + e^(−βx)).</summary>
[ElementwiseFunction]
public sealed partial record Swish(double Beta = 1) : Activation<Swish>
{
    private double Value(double x) => x * Elementwise.Logistic(Beta * x);
}
