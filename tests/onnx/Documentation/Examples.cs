using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using Microsoft.ML.OnnxRuntime;

namespace FusedOptim.OnnxTests.Documentation;

/// <summary>The examples of docs/onnx.md, as a program.</summary>
internal static class Examples
{
    /// <summary>Runs them in the current folder.</summary>
    /// <returns>The names of the classes in the model.</returns>
    public static string Run()
    {
        var digits = CsvDataset.Load(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
        var preprocessing = Standardization.Fit(digits);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(64, 10)), new AdamW(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(preprocessing.Apply(digits), epochs: 1);
        var pixels = digits.Features[..(2 * 64)].ToArray();

        using (var file = File.Create("digits.onnx"))
        {
            trainer.ExportOnnx(file, new OnnxOptions
            {
                Preprocessing = preprocessing,                  // the model takes features as they were before it
                Probabilities = OnnxProbabilities.Softmax,      // None, the default, gives the outputs
            });
        }

        using var session = new InferenceSession("digits.onnx");
        using var input = OrtValue.CreateTensorValueFromMemory(pixels, [pixels.Length / 64, 64]);
        using var outputs = session.Run(new RunOptions(), ["input"], [input], ["output"]);
        ReadOnlySpan<float> probabilities = outputs[0].GetTensorDataAsSpan<float>();
        string names = session.ModelMetadata.CustomMetadataMap["output_names"];   // a JSON array

        Assert.Equal(20, probabilities.Length);
        return names;
    }
}
