using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>A work from a delegate.</summary>
internal sealed class SharedAction(Action<int, int> share) : IParallelWork
{
    public void Run(int worker, int workerCount) => share(worker, workerCount);
}
