namespace FusedOptim.Execution;

/// <summary>
/// Work on numbered blocks, any of which any thread of a <see cref="WorkerTeam"/> may do: the threads take blocks until none is left. It is
/// made once and run often, and remembers what its runs took.
/// </summary>
internal abstract class BlockWork
{
    /// <summary>What earlier runs took.</summary>
    public WakeHistory History { get; } = new();

    /// <summary>Does adjacent blocks. The cut must not change the result.</summary>
    /// <param name="first">The first block.</param>
    /// <param name="end">The block after the last.</param>
    /// <param name="worker">The thread, from 0: its scratch memory is free to use. 0 is the thread that called
    /// <see cref="WorkerTeam.Run(BlockWork, long, long)"/>.</param>
    public abstract void Run(long first, long end, int worker);
}
