using System.Diagnostics.Metrics;

namespace FusedOptim.Tests;

/// <summary>The measurements that the calling thread records by the instruments of a meter, until it is disposed. Other tests record at the same
/// time, on their threads.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<(string Name, double Value)> _recorded = new(capacity: 1000);
    private readonly int _thread = Environment.CurrentManagedThreadId;

    /// <summary>Listens to a meter.</summary>
    /// <param name="meter">The name of the meter.</param>
    public Measurements(string meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Take(instrument, value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Take(instrument, value));
        _listener.Start();
    }

    /// <summary>The values that an instrument recorded, in their order.</summary>
    /// <param name="instrument">Its name.</param>
    public IEnumerable<double> Of(string instrument) => _recorded.Where(m => m.Name == instrument).Select(m => m.Value);

    /// <summary>Forgets what was recorded.</summary>
    public void Clear() => _recorded.Clear();

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _recorded.Add((instrument.Name, value));
    }
}
