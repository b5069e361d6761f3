using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Parameters with views of many shapes, stepped by one rule.</summary>
internal sealed class ViewedModel<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    private static readonly (int[] Shape, Func<TensorShape, MatrixView>? View)[] s_parameters =
    [
        ([8, 4, 3, 3], null), ([300, 70], null), ([40, 1025], null), ([11], null), ([1, 9], null), ([9, 1], null), ([1, 1], null), ([5000, 9], null),
        ([12, 10], static shape => MatrixView.Of(shape).Transpose()),
        ([12, 1000], static shape => MatrixView.Of(shape).Split(3)),
        ([6, 5, 3, 3], MatrixView.OfLastTwoDimensions),
    ];

    private readonly WorkerTeam _team;
    private readonly ParameterSet<T> _set = new();

    public ViewedModel(IUpdateRule rule, int threadCount = 1, OptimizerOptions? options = null)
    {
        _team = new WorkerTeam(threadCount);
        foreach (var (shape, view) in s_parameters)
        {
            var parameter = _set.Add($"{_set.Count}", ParameterKind.Weight, shape);
            if (view is not null)
                parameter.View = view(parameter.Shape);
        }

        DriftModel.Fill(_set, seed: 1);
        // A row and a column without a value.
        _set[1].Values.Slice(70, 70).Clear();
        for (var i = 3; i < _set[1].Count; i += 70)
            _set[1].Values[i] = T.Zero;
        Optimizer = FusedOptim.Optimizer.Create(_set, rule, (options ?? new OptimizerOptions()) with { Team = _team });
    }

    public Optimizer Optimizer { get; }

    public IReadOnlyList<Parameter<T>> Parameters => _set;

    /// <summary>Writes gradients and takes a step.</summary>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="beforeStep">Called with the gradients in place.</param>
    public void Step(int step, Action? beforeStep = null)
    {
        for (var index = 0; index < _set.Count; index++)
            DriftModel.FillGradients(_set[index], new Random(step + 1000 * index));
        beforeStep?.Invoke();
        Optimizer.Step(new StepOptions { GradientScale = 1.5 });
    }

    /// <summary>The bits of all values after some steps.</summary>
    public static byte[] Bits(IUpdateRule rule, int threadCount, OptimizerOptions? options = null)
    {
        using var model = new ViewedModel<T>(rule, threadCount, options);
        for (var step = 1; step <= 4; step++)
            model.Step(step);
        return [.. model._set.SelectMany(parameter => MemoryMarshal.AsBytes(parameter.Values).ToArray())];
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        _set.Dispose();
        _team.Dispose();
    }
}
