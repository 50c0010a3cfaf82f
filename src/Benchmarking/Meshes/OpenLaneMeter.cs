using System.Diagnostics.Metrics;

namespace ActorIpc.Benchmarking.Meshes;

/// <summary>How many lanes of this process are open, as the meter <c>ActorIpc.Lanes</c> says.</summary>
internal sealed class OpenLaneMeter
{
    private readonly MeterListener _listener = new();
    private long _open;

    /// <summary>Begins to listen.</summary>
    public OpenLaneMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "ActorIpc.Lanes", Name: "actoripc.lanes.open" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _open = value);
        _listener.Start();
    }

    /// <summary>Their number now. One caller at a time.</summary>
    public int Count()
    {
        _listener.RecordObservableInstruments();
        return (int)_open;
    }
}
