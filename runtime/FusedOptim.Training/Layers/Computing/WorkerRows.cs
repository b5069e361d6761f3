using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>A row of values in double for each thread of a team.</summary>
/// <param name="team">The team.</param>
/// <param name="length">The number of values of a row.</param>
internal sealed class WorkerRows(WorkerTeam team, int length)
{
    private readonly Vector256<double>[][] _rows =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new Vector256<double>[DoubleLanes.VectorCount(length)])];

    /// <summary>The row of a thread.</summary>
    /// <param name="worker">The number of its share.</param>
    public Vector256<double>[] this[int worker] => _rows[worker];
}
