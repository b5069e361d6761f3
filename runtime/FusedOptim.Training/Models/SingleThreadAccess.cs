using System.Diagnostics.CodeAnalysis;

namespace FusedOptim.Training;

/// <summary>Admits one thread at a time to an object. The thread that is admitted can enter again, such as in a callback.</summary>
/// <remarks>Enters by one exchange, and allocates nothing. <see cref="ExclusiveAccess"/> admits one operation at a time, also on one
/// thread, and is taken by the steps and the evaluation weights within a pass or a call of a trainer.</remarks>
/// <param name="message">The message for a second thread.</param>
internal sealed class SingleThreadAccess(string message)
{
    // The id of the admitted thread; 0, which is not a valid id, for none.
    private int _thread;
    // Read and written by the admitted thread alone.
    private int _depth;

    /// <summary>Enters the object.</summary>
    /// <returns>The scope of the use; dispose it once, on the same thread.</returns>
    /// <exception cref="InvalidOperationException">Another thread is admitted.</exception>
    public Scope Enter()
    {
        var thread = Environment.CurrentManagedThreadId;
        // A thread finds its own id only if it has written it.
        if (Volatile.Read(ref _thread) != thread && Interlocked.CompareExchange(ref _thread, thread, 0) != 0)
            ThrowBusy();
        _depth++;
        return new Scope(this);
    }

    private void Exit()
    {
        if (--_depth == 0)
            Volatile.Write(ref _thread, 0);
    }

    [DoesNotReturn]
    private void ThrowBusy() => throw new InvalidOperationException(message);

    /// <summary>A use of the object, on the thread that entered.</summary>
    public readonly ref struct Scope
    {
        private readonly SingleThreadAccess _access;

        internal Scope(SingleThreadAccess access) => _access = access;

        /// <summary>Ends the use.</summary>
        public void Dispose() => _access.Exit();
    }
}
