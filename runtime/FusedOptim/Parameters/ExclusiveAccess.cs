using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FusedOptim;

/// <summary>
/// Admits one operation at a time to the memory of a <see cref="ParameterSet{T}"/>: a step, an evaluation by other weights, saving,
/// loading. An operation that meets another one, on another thread or in a callback such as a schedule, throws before it reads
/// or writes anything.
/// </summary>
/// <remarks>Reading and writing values and gradients through spans is not an operation in this sense: callers keep it apart
/// from steps themselves.</remarks>
public sealed class ExclusiveAccess
{
    private const string Release = "releasing memory";

    // Without a lock: a thread that is interrupted while it waits for one would never end its operation.
    private readonly ConcurrentStack<Action> _releases = new();
    private string? _operation;

    internal ExclusiveAccess()
    {
    }

    /// <summary>Begins an operation.</summary>
    /// <param name="operation">The operation for messages, such as "saving".</param>
    /// <returns>The scope of the operation; dispose it once to end the operation.</returns>
    /// <exception cref="InvalidOperationException">Another operation on the set has not ended.</exception>
    public Scope Begin(string operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (Interlocked.CompareExchange(ref _operation, operation, null) is { } current)
            ThrowBusy(operation, current);
        return new Scope(this);
    }

    /// <summary>Releases memory: at once, or at the end of the operation that uses it.</summary>
    internal void WhenFree(Action release)
    {
        _releases.Push(release);
        RunReleases();
    }

    private void End()
    {
        // With a full fence before the read: this thread or the one in WhenFree sees the other.
        Interlocked.Exchange(ref _operation, null);
        if (!_releases.IsEmpty)
            RunReleases();
    }

    private void RunReleases()
    {
        while (!_releases.IsEmpty && Interlocked.CompareExchange(ref _operation, Release, null) is null)
        {
            while (_releases.TryPop(out var release))
                release();
            Interlocked.Exchange(ref _operation, null);
        }
    }

    [DoesNotReturn]
    private static void ThrowBusy(string operation, string current) => throw new InvalidOperationException(
        $"The set of parameters is in use: {operation} cannot begin while {current} is under way, on another thread or around " +
        "this call. Let one operation end before the next begins.");

    /// <summary>An operation that has begun.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly ExclusiveAccess _access;

        internal Scope(ExclusiveAccess access) => _access = access;

        /// <summary>Ends the operation.</summary>
        public void Dispose() => _access?.End();
    }
}
