using System.Globalization;

namespace ActorIpc.Host.Rendering;

/// <summary>Numbers as people read them.</summary>
internal static class Quantity
{
    /// <summary>Bytes, such as <c>62 MB</c>; a dash when not known.</summary>
    public static string Bytes(long? bytes) => bytes switch
    {
        null => "-",
        >= 10L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GB"),
        >= 10 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB"),
        >= 10 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    /// <summary>A length of time to two units, such as <c>10m12s</c>; a dash when not known.</summary>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "-",
        { TotalDays: >= 1 } d => string.Create(CultureInfo.InvariantCulture, $"{(int)d.TotalDays}d{d.Hours:00}h"),
        { TotalHours: >= 1 } d => string.Create(CultureInfo.InvariantCulture, $"{d.Hours}h{d.Minutes:00}m"),
        { TotalMinutes: >= 1 } d => string.Create(CultureInfo.InvariantCulture, $"{d.Minutes}m{d.Seconds:00}s"),
        { TotalSeconds: >= 1 } d => string.Create(CultureInfo.InvariantCulture, $"{d.TotalSeconds:0.0} s"),
        { } d => string.Create(CultureInfo.InvariantCulture, $"{d.TotalMilliseconds:0} ms"),
    };
}
