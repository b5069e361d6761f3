namespace FusedOptim.Execution;

/// <summary>The shares of a work as blocks, one each.</summary>
/// <param name="shareCount">The number of shares.</param>
internal sealed class SharedWork(int shareCount) : BlockWork
{
    /// <summary>The work; <see langword="null"/> between runs.</summary>
    public IParallelWork? Work { get; set; }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        for (var share = first; share < end; share++)
            Work!.Run((int)share, shareCount);
    }
}
