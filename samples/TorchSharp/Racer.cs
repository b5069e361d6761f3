using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>A model that one optimizer trains, with its losses and times.</summary>
internal sealed class Racer : IDisposable
{
    // The first steps wait for the just-in-time compiler.
    private const int WarmUpSteps = 5;

    private readonly nn.Module<Tensor, Tensor> _model;
    private readonly optim.Optimizer _optimizer;
    private readonly List<double> _stepTimes = [];
    private readonly List<double> _optimizerTimes = [];

    public Racer(string name, ITask task, Func<nn.Module<Tensor, Tensor>, optim.Optimizer> createOptimizer)
    {
        Name = name;
        _model = task.CreateModel();
        _optimizer = createOptimizer(_model);
    }

    /// <summary>Gets the name of the optimizer.</summary>
    public string Name { get; }

    /// <summary>Gets the loss of each step.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Gets the median time of a step, in milliseconds.</summary>
    public double StepMilliseconds => Median(_stepTimes);

    /// <summary>Gets the median time of the optimizer in a step, in milliseconds.</summary>
    public double OptimizerMilliseconds => Median(_optimizerTimes);

    /// <summary>Learns from a batch.</summary>
    public void Step(Tensor inputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        _optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(_model.call(inputs), labels);
        loss.backward();
        var beforeOptimizer = Stopwatch.GetTimestamp();
        _optimizer.step();
        var end = Stopwatch.GetTimestamp();
        Losses.Add(loss.ToDouble());
        if (Losses.Count <= WarmUpSteps)
            return;
        _stepTimes.Add(Stopwatch.GetElapsedTime(start, end).TotalMilliseconds);
        _optimizerTimes.Add(Stopwatch.GetElapsedTime(beforeOptimizer, end).TotalMilliseconds);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }

    private static double Median(List<double> times) =>
        times.Count == 0 ? double.NaN : times.Order().ElementAt(times.Count / 2);
}
