using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>One parameter of random values that a rule steps.</summary>
internal sealed class MatrixRun<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterSet<T> _set = new();

    public MatrixRun(IUpdateRule rule, MatrixView view, int threadCount, OptimizerOptions? options = null)
    {
        Team = new WorkerTeam(threadCount);
        Parameter = _set.Add("weight", ParameterKind.Weight, (int)view.Count, 1);
        Parameter.View = view;
        var random = new Random(1);
        foreach (ref var value in Parameter.Values)
            value = T.CreateTruncating(random.NextDouble() - 0.5);
        Optimizer = FusedOptim.Optimizer.Create(_set, rule, (options ?? new OptimizerOptions()) with { Team = Team });
    }

    public WorkerTeam Team { get; }

    public Parameter<T> Parameter { get; }

    public Optimizer Optimizer { get; }

    public void WriteGradients(int step)
    {
        var random = new Random(100 + step);
        foreach (ref var value in Parameter.Gradients)
            value = T.CreateTruncating(random.NextDouble() - 0.5);
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        _set.Dispose();
        Team.Dispose();
    }
}

/// <summary>Runs of three steps.</summary>
internal static class MatrixRun
{
    public static MatrixView View(int batch, int rows, int columns, bool isTransposed) =>
        isTransposed ? new MatrixView(batch, columns, rows).Transpose() : new MatrixView(batch, rows, columns);

    public static byte[] Bits<T>(IUpdateRule rule, MatrixView view, int threadCount, OptimizerOptions? options = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var run = new MatrixRun<T>(rule, view, threadCount, options);
        for (var step = 0; step < 3; step++)
        {
            run.WriteGradients(step);
            run.Optimizer.Step();
        }

        return MemoryMarshal.AsBytes(run.Parameter.Values).ToArray();
    }
}
