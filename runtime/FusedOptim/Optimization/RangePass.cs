using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// An updating or evaluating phase of a rule over all groups, shared by the threads of a team: the blocks of all
/// ranges, one after the other, are dealt out in equal parts.
/// </summary>
internal sealed class RangePass(IReadOnlyList<ParameterGroup> groups, KernelRunner kernels)
    : IParallelWork
{
    private const int BlockLength = StorageFormat.BlockLength;

    private KernelPass _pass;
    private long _blockCount;

    /// <summary>Runs a phase.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="pass">The phase, and what it does.</param>
    public void Run(WorkerTeam team, in KernelPass pass)
    {
        _pass = pass;
        var elementCount = (nint)0;
        for (var i = 0; i < groups.Count; i++)
            elementCount += groups[i].ElementCount;
        _blockCount = elementCount / BlockLength;
        team.Run(this, elementCount);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var (first, end) = WorkerTeam.Share(_blockCount, worker, workerCount);
        var block = 0L;
        for (var i = 0; i < groups.Count && block < end; i++)
        {
            foreach (var range in groups[i].Ranges)
            {
                var next = block + range.Count / BlockLength;
                var from = Math.Max(first, block);
                var to = Math.Min(end, next);
                if (from < to)
                {
                    var start = range.Start + (nint)(from - block) * BlockLength;
                    var firstOfTensor = groups[i].IsPerTensor ? start - range.Start : start;
                    kernels.Run(
                        groups[i], range.Cohort, _pass, start, (nint)(to - from) * BlockLength, firstOfTensor, worker);
                }

                block = next;
            }
        }
    }
}
