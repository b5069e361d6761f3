using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>A table with a row gradient, between parameters with dense ones, and an optimizer.</summary>
internal sealed class RowTable<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    private readonly WorkerTeam _team;

    public RowTable(IUpdateRule rule, ReadOnlySpan<T> values, int columns, OptimizerOptions options, int threads = 1)
    {
        Set.Add("before", ParameterKind.Weight, 5);
        var rowCount = values.Length / columns;
        Table = Set.AddWithRowGradient("table", ParameterKind.Embedding, rowCount, rowCount, columns);
        Set.Add("after", ParameterKind.Other, 70);
        values.CopyTo(Table.Values);
        _team = new WorkerTeam(threads);
        Optimizer = Optimizer.Create(Set, rule, options with { Team = _team });
    }

    public ParameterSet<T> Set { get; } = new();

    public Parameter<T> Table { get; }

    public Optimizer Optimizer { get; }

    public void Step(ReadOnlySpan<int> rows, ReadOnlySpan<T> gradients, StepOptions options = default)
    {
        gradients.CopyTo(Table.RowGradient!.Set(rows));
        Optimizer.Step(options);
    }

    public Dictionary<string, double> Scalars => Optimizer.Groups[0].Rule.Schema.Scalars.ToDictionary(
        scalar => scalar.Key, scalar => Optimizer.GetScalar(Table, scalar.Key));

    public double[] State(string key) => RowTable.State(Optimizer, Table, key);

    public void Dispose()
    {
        Optimizer.Dispose();
        Set.Dispose();
        _team.Dispose();
    }
}

internal static class RowTable
{
    /// <summary>A state of a parameter, widened.</summary>
    public static double[] State<T>(Optimizer optimizer, Parameter<T> parameter, string key)
        where T : unmanaged
    {
        if (parameter is Parameter<double> wide)
            return optimizer.GetState(wide, key).ToArray();
        var values = new float[optimizer.GetStateShape(parameter, key).Count];
        optimizer.ReadState(parameter, key, values);
        return [.. values.Select(value => (double)value)];
    }
}
