namespace FusedOptim.Samples.Tests.Rules;

/// <summary>Moves values by gradients.</summary>
/// <param name="step">The step, counted from 1.</param>
/// <param name="values">The values of each tensor; updated.</param>
/// <param name="gradients">Their gradients.</param>
internal delegate void PaperStep(int step, double[][] values, double[][] gradients);

/// <summary>The tensors of a model, with reproducible values.</summary>
internal sealed class Model
{
    private readonly double[][] _values;

    public Model()
    {
        var random = new Random(1);
        _values = [.. Shapes.Select(shape => Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextDouble() - 0.5).ToArray())];
    }

    /// <summary>Two weights and a bias.</summary>
    public int[][] Shapes { get; } = [[6, 9], [7], [5, 3, 2, 2]];

    /// <summary>The number of all elements.</summary>
    public int Count => _values.Sum(values => values.Length);

    /// <summary>The values before the first step.</summary>
    public double[][] Copy() => [.. _values.Select(values => values.ToArray())];

    /// <summary>Tensors of the same sizes.</summary>
    public double[][] Zeros() => [.. _values.Select(values => new double[values.Length])];

    /// <summary>Calls an action with the index of a tensor and that of an element in it.</summary>
    public void ForEach(Action<int, int> action)
    {
        for (var tensor = 0; tensor < _values.Length; tensor++)
        {
            for (var i = 0; i < _values[tensor].Length; i++)
                action(tensor, i);
        }
    }
}
