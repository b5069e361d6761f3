using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Plots;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Samples.Course;

/// <summary>The activations of five layers at their initial weights, for three activations and four initializations.</summary>
/// <param name="ExampleCount">The number of random inputs.</param>
internal sealed record ExperimentActivations(int ExampleCount = 1000)
{
    private const int Units = 100;
    private const int Depth = 5;

    /// <summary>Draws the histograms.</summary>
    public void AddTo(HtmlReport page)
    {
        page.AddHeading("Initial weights: what the layers give")
            .AddParagraph(
                $"{ExampleCount} inputs of deviation 1 go through {Depth} layers of {Units} units. With a logistic function and weights of " +
                "deviation 1 nearly all activations are near 0 or 1, where the function is flat: its derivative is nearly 0, and gradients " +
                "vanish on their way back. With a deviation of 0.01 all activations are near 0.5: many units say what one could say. With " +
                "Xavier's deviation 1/√n they are spread in every layer.");
        page.AddFigures(
            Draw("Logistic, deviation 1", new Logistic(), new Gaussian(0, 1)),
            Draw("Logistic, deviation 0.01", new Logistic(), new Gaussian(0, 0.01)),
            Draw("Logistic, Xavier", new Logistic(), Initializer.StandardNormal));
        page.AddParagraph("The hyperbolic tangent is symmetric about 0, and what its layers give stays a bell with Xavier's weights.");
        page.AddFigures(
            Draw("Tanh, deviation 1", new Tanh(), new Gaussian(0, 1)),
            Draw("Tanh, Xavier", new Tanh(), Initializer.StandardNormal));
        page.AddParagraph(
            "ReLU makes half of its inputs 0. With a deviation of 0.01 layer after layer gives less, with Xavier's slowly so. He's deviation " +
            "√(2/n) makes up for the half, and every layer gives as much as the one before.");
        page.AddFigures(
            Draw("ReLU, deviation 0.01", new Relu(), new Gaussian(0, 0.01)),
            Draw("ReLU, Xavier", new Relu(), Initializer.StandardNormal),
            Draw("ReLU, He", new Relu(), Initializer.HeNormal));
    }

    private HistogramFigure Draw(string title, Layer activation, Initializer weight)
    {
        var model = new Sequential(
            [.. Enumerable.Range(0, Depth).SelectMany(_ => (Layer[])[new Dense(Units, Units, weight), activation])]);
        using var network = model.Build(seed: 1);
        var random = new RandomStream(seed: 2, stream: 0);
        network.Predict(Enumerable.Range(0, ExampleCount * Units).Select(i => (float)random.GetNormal(i)).ToArray());
        var figure = HistogramFigure.OfActivations(network, layer => !layer.StartsWith("dense", StringComparison.Ordinal));
        figure.Title = title;
        return figure;
    }
}
