using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>A work on blocks from a delegate, which gets the first block, the one after the last, and the thread.</summary>
internal sealed class BlockAction(Action<long, long, int> action) : BlockWork
{
    public override void Run(long first, long end, int worker) => action(first, end, worker);
}
