using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>
/// A table whose rows are parameters of their own, with dense gradients: what the step of a row has to do, said by optimizers
/// without row gradients. A step counts for all rows, as it counts for a table.
/// </summary>
internal sealed class TableOfRows<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    private readonly ParameterSet<T> _set = new();
    private readonly WorkerTeam _team = new(1);
    private readonly Optimizer _optimizer;
    private int _step;

    public TableOfRows(IUpdateRule rule, ReadOnlySpan<T> values, int columns, OptimizerOptions options)
    {
        for (var row = 0; row < values.Length / columns; row++)
            _set.Add($"{row}", ParameterKind.Embedding, columns);
        for (var row = 0; row < _set.Count; row++)
            values.Slice(row * columns, columns).CopyTo(_set[row].Values);
        _optimizer = Optimizer.Create(_set, rule, options with { Team = _team });
    }

    public T[] Values => [.. _set.SelectMany(row => row.Values.ToArray())];

    /// <summary>Steps some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="scalars">The value of each scalar before the step: one of a tensor is the table's.</param>
    /// <param name="options">The options of the step.</param>
    public void Step(
        ReadOnlySpan<int> rows, ReadOnlySpan<T> gradients, IReadOnlyDictionary<string, double> scalars, StepOptions options = default)
    {
        foreach (var row in _set)
            row.HasGradient = false;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = _set[rows[i]];
            row.HasGradient = true;
            gradients.Slice(i * (int)row.Count, (int)row.Count).CopyTo(row.Gradients);
            _optimizer.RestoreStepCount(row, _step);
        }

        Restore(scalars);
        _optimizer.Step(options);
        _step++;
    }

    public double[] State(string key) => [.. _set.SelectMany(row => RowTable.State(_optimizer, row, key))];

    public T[] EvaluationWeights(IReadOnlyDictionary<string, double> scalars)
    {
        foreach (var row in _set)
            _optimizer.RestoreStepCount(row, _step);
        Restore(scalars);
        using (_optimizer.UseEvaluationWeights())
            return Values;
    }

    private void Restore(IReadOnlyDictionary<string, double> scalars)
    {
        foreach (var row in _set)
        {
            foreach (var (key, value) in scalars)
                _optimizer.RestoreScalar(row, key, value);
        }
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _set.Dispose();
        _team.Dispose();
    }
}
