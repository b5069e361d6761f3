using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>Work on each matrix of a batch, done by one worker of a team from beginning to end.</summary>
internal abstract class MatrixBatch(WorkerTeam team) : IParallelWork
{
    private int _count;

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        var (start, end) = WorkerTeam.Share(_count, worker, workerCount);
        for (var i = start; i < end; i++)
            RunMatrix(worker, (int)i);
    }

    /// <summary>Does the work on all matrices.</summary>
    protected void RunMatrices(int count)
    {
        _count = count;
        if (count == 1)
            RunMatrix(worker: 0, 0);
        else
            team.Run(this);
    }

    /// <summary>Does the work on one matrix.</summary>
    /// <param name="worker">The worker, whose scratch memory is free.</param>
    /// <param name="index">The matrix.</param>
    protected abstract void RunMatrix(int worker, int index);
}
