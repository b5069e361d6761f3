using FusedOptim.Execution;

namespace FusedOptim.Training.Data;

/// <summary>The augmentation of the examples of a batch. Threads share the examples; each is changed by one of them.</summary>
/// <param name="dataset">The data set.</param>
/// <param name="augmentation">The augmentation.</param>
/// <param name="seed">The seed of the changes.</param>
/// <param name="features">Receives the examples of a batch, side by side.</param>
/// <param name="team">The threads; <see langword="null"/> for the calling thread alone.</param>
internal sealed class AugmentedRows(Dataset dataset, Augmentation augmentation, long seed, float[] features, WorkerTeam? team)
    : IParallelWork
{
    private readonly float[][] _scratch =
        [.. Enumerable.Range(0, team?.ThreadCount ?? 1).Select(_ => new float[dataset.FeatureCount])];

    private ReadOnlyMemory<int> _rows;
    private int _epoch;

    /// <summary>Writes the examples of a batch as they are in an epoch.</summary>
    /// <param name="rows">The places of the examples in the data set.</param>
    /// <param name="epoch">The number of the epoch.</param>
    public void Write(ReadOnlyMemory<int> rows, int epoch)
    {
        (_rows, _epoch) = (rows, epoch);
        if (team is null)
            Run(0, 1);
        else
            team.Run(this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var rows = _rows.Span;
        var size = dataset.FeatureCount;
        var (start, end) = WorkerTeam.Share(rows.Length, worker, workerCount);
        for (var i = (int)start; i < end; i++)
        {
            augmentation.Apply(
                dataset.GetRow(rows[i]), features.AsSpan(i * size, size), _scratch[worker], seed, _epoch, rows[i]);
        }
    }
}
