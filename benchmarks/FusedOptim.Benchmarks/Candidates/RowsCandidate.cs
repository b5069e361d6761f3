using System.Diagnostics;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>A step of some rows of a table by AdamW. Writing the list and the gradients is not counted.</summary>
internal sealed class RowsCandidate : ICandidate, IDisposable
{
    private const int ListCount = 16;

    private readonly ParameterSet<float> _set = new();
    private readonly Parameter<float> _table;
    private readonly Optimizer _optimizer;
    private readonly int[][] _lists;
    private int _next;

    public RowsCandidate(int rowCount, int columns, int touched, OptimizerOptions options)
    {
        _table = _set.AddWithRowGradient("table", ParameterKind.Embedding, touched, rowCount, columns);
        _optimizer = Optimizer.Create(_set, new AdamW(), options);
        var random = new Random(1);
        _lists = [.. Enumerable.Range(0, ListCount).Select(_ => Distinct(random, rowCount, touched))];
        // Touches every page.
        _table.Values.Fill(0.01f);
        _optimizer.GetState(_table, "exp_avg").Fill(0);
        _optimizer.GetState(_table, "exp_avg_sq").Fill(0);
    }

    public string Name => "some rows";

    public void Step()
    {
        Prepare();
        _optimizer.Step();
    }

    public double Time(int repetitions)
    {
        long ticks = 0;
        for (var i = 0; i < repetitions; i++)
        {
            Prepare();
            var start = Stopwatch.GetTimestamp();
            _optimizer.Step();
            ticks += Stopwatch.GetTimestamp() - start;
        }

        return ticks * (1e9 / Stopwatch.Frequency);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _set.Dispose();
    }

    private void Prepare() => _table.RowGradient!.Set(_lists[_next++ % ListCount]).Fill(0.5f);

    private static int[] Distinct(Random random, int rowCount, int count)
    {
        var rows = new HashSet<int>();
        while (rows.Count < count)
            rows.Add(random.Next(rowCount));
        return [.. rows];
    }
}
