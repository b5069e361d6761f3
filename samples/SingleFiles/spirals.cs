// The first program of README.md: a network that separates two spirals.
//
//   dotnet run -c Release samples/SingleFiles/spirals.cs
//
// With the packages, the line below is: #:package FusedOptim.Training@0.1.0
#:project ../../runtime/FusedOptim.Training
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

// 1,000 points on two spirals; the label of a point is its spiral.
var random = new Random(1);
int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i % 2)];
float[][] points = [.. labels.Select(label => Point(random.NextSingle(), label))];
var (training, test) = Dataset.FromRows(points, labels).Split(0.8, seed: 1);

var model = new Sequential(new Dense(2, 64), new Tanh(), new Dense(64, 64), new Tanh(), new Dense(64, 2));
using var trainer = Trainer.Create(model, new AdamW(LearningRate: 0.01), new SoftmaxCrossEntropy(), seed: 1);
trainer.Fit(training, epochs: 100, batchSize: 32);
Console.WriteLine($"{trainer.Evaluate(test).Accuracy:P1} of 200 new points are on the right spiral");

static float[] Point(float r, int spiral) =>
    [r * MathF.Cos(10 * r + MathF.PI * spiral), r * MathF.Sin(10 * r + MathF.PI * spiral)];
