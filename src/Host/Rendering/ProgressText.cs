using System.Globalization;

namespace ActorIpc.Host.Rendering;

/// <summary>A job's progress as one line of text.</summary>
internal static class ProgressText
{
    /// <summary>Such as <c>12 MB of 200 MB (6 %), 1.2 M words/s</c>.</summary>
    public static string Of(long done, long total, string unit, string note)
    {
        var amount = unit == "bytes"
            ? $"{Quantity.Bytes(done)} of {Quantity.Bytes(total)}"
            : string.Create(CultureInfo.InvariantCulture, $"{done} of {total} {unit}");
        var share = total > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({100.0 * done / total:0} %)") : "";
        return note.Length > 0 ? $"{amount}{share}, {note}" : amount + share;
    }
}
