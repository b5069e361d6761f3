using System.Diagnostics;

namespace FusedOptim.Execution;

/// <summary>
/// What the runs of a work took that found sleeping workers: those that woke them, and those that let them sleep. The faster way is chosen,
/// and the other one tried now and then: what waking costs depends on the machine, and on what else the processors do.
/// </summary>
internal sealed class WakeHistory
{
    // Until it is measured: to start and to end with two threads where one sleeps.
    private static readonly double GuessedTicks = 25e-6 * Stopwatch.Frequency;

    // The first runs find cold caches, and code that is not compiled yet.
    private const int FirstRuns = 4;
    private const int ShortestInterval = 8;
    private const int LongestInterval = 1024;

    // Trials may take this part of the time.
    private const double ShareOfTrials = 0.005;

    // The times of a block, in ticks of the clock.
    private double _awake = double.PositiveInfinity;
    private double _asleep;
    private int _runCount;
    private int _interval = ShortestInterval;
    private int _untilTrial = ShortestInterval;

    /// <summary>Chooses for the next run.</summary>
    /// <returns>Whether it wakes the workers that sleep.</returns>
    public bool Wakes()
    {
        if (_runCount < FirstRuns)
            return false;
        var wakes = _awake < _asleep;
        if (--_untilTrial > 0)
            return wakes;
        var (better, worse) = wakes ? (_awake, _asleep) : (_asleep, _awake);
        _interval = Math.Min(2 * _interval, LongestInterval);
        _untilTrial = (int)Math.Clamp((worse - better) / (better * ShareOfTrials), ShortestInterval, _interval);
        return !wakes;
    }

    /// <summary>Records a run.</summary>
    /// <param name="woke">Whether it woke the workers that slept.</param>
    /// <param name="ticks">How long it took, in ticks of <see cref="Stopwatch"/>.</param>
    /// <param name="blockCount">The number of blocks.</param>
    public void Record(bool woke, long ticks, long blockCount)
    {
        var perBlock = (double)ticks / blockCount;
        if (_runCount < FirstRuns)
        {
            _asleep = _runCount == 0 ? perBlock : Math.Min(_asleep, perBlock);
            _awake = _asleep / 2 + GuessedTicks / blockCount;
            _runCount++;
            return;
        }

        var wakes = _awake < _asleep;
        if (woke)
            _awake = Follow(_awake, perBlock);
        else
            _asleep = Follow(_asleep, perBlock);
        if (wakes != _awake < _asleep)
            _interval = _untilTrial = ShortestInterval;
    }

    // The average, not the least: a worker that sometimes comes at once and sometimes not at all is not a fast one. A run that was
    // disturbed for long counts as one of twice the time.
    private static double Follow(double average, double time) => average + (Math.Min(time, 2 * average) - average) / 4;
}
