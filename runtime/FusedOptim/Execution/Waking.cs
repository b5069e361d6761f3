using System.Diagnostics;

namespace FusedOptim.Execution;

/// <summary>
/// Decides whether a run wakes the workers of a team that sleep. A run by itself does so where that is faster (<see cref="WakeHistory"/>).
/// Runs that follow each other closely do so once they have taken as long without workers as waking them costs at most: the runs after
/// them find workers that spin.
/// </summary>
/// <param name="spinDuration">How long workers spin before they sleep.</param>
internal sealed class Waking(TimeSpan spinDuration)
{
    private readonly long _closeTicks = (long)(spinDuration.TotalSeconds * Stopwatch.Frequency);
    private readonly long _patienceTicks = (long)(50e-6 * Stopwatch.Frequency);
    private long _start;
    private long _lastEnd;
    private long _aloneTicks;
    private bool _wakes;
    private bool _isForced;

    /// <summary>Begins a run that finds sleeping workers.</summary>
    /// <param name="history">What the work remembers.</param>
    /// <returns>Whether the run wakes them.</returns>
    public bool Begin(WakeHistory history)
    {
        _start = Stopwatch.GetTimestamp();
        if (_start - _lastEnd > _closeTicks)
            _aloneTicks = 0;
        _isForced = _aloneTicks > _patienceTicks;
        _wakes = _isForced || history.Wakes();
        return _wakes;
    }

    /// <summary>Ends the run.</summary>
    /// <param name="history">What the work remembers.</param>
    /// <param name="blockCount">The number of its blocks.</param>
    public void End(WakeHistory history, long blockCount)
    {
        _lastEnd = Stopwatch.GetTimestamp();
        if (!_wakes)
            _aloneTicks += _lastEnd - _start;
        if (!_isForced)
            history.Record(_wakes, _lastEnd - _start, blockCount);
    }
}
