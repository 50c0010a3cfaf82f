using System.Numerics;

namespace ActorIpc.Links;

/// <summary>The rules of <see cref="LinkOptions"/>.</summary>
internal static class LinkOptionsRules
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<string> Check(LinkOptions options)
    {
        var errors = new List<string>();
        Ring(errors, "ring", options.Ring);
        Ring(errors, "small-ring", options.SmallRing);
        Require(errors, options.SmallRing <= options.Ring, "small-ring must not be larger than ring", "small-ring", options.SmallRing);
        Require(errors, (options.Media & ~LinkMedia.All) == 0 && options.Media != LinkMedia.None, "media must name at least one known medium", "media", (int)options.Media);
        Require(errors, options.SegmentBudget >= 0, "segment-budget must not be negative", "segment-budget", options.SegmentBudget);
        Require(errors, options.MaxMessage is >= 1024 and <= 1024 * 1024 * 1024, "max-message must be 1 KiB to 1 GiB", "max-message", options.MaxMessage);
        Require(errors, options.SpillLimit >= 0, "spill-limit must not be negative", "spill-limit", options.SpillLimit);
        Require(errors, options.SpillLimitProcess >= options.SpillLimit, "spill-limit-process must not be smaller than spill-limit", "spill-limit-process", options.SpillLimitProcess);
        Require(errors, options.ControlReserve >= 0, "control-reserve must not be negative", "control-reserve", options.ControlReserve);
        Require(errors, options.ReaderThreads is null or (>= 1 and <= 256), "reader-threads must be 1 to 256", "reader-threads", options.ReaderThreads ?? 0);
        Require(errors, options.PendingHandshakes is >= 1 and <= 4096, "pending-handshakes must be 1 to 4096", "pending-handshakes", options.PendingHandshakes);
        Require(errors, options.IdleSpin >= TimeSpan.Zero && options.IdleSpin <= TimeSpan.FromSeconds(1), "idle-spin must be 0 to 1 s", "idle-spin", options.IdleSpin);
        Wait(errors, "handshake-timeout", options.HandshakeTimeout);
        Wait(errors, "close-timeout", options.CloseTimeout);
        return errors;
    }

    /// <summary>The rules of one link's differences.</summary>
    public static void Check(LinkTuning tuning)
    {
        var errors = new List<string>();
        if (tuning.OutboundRing is { } outbound)
            Ring(errors, "outbound-ring", outbound);
        if (tuning.InboundRing is { } inbound)
            Ring(errors, "inbound-ring", inbound);
        Require(errors, tuning.MaxMessage is null or >= 1, "max-message must be positive", "max-message", tuning.MaxMessage ?? 0);
        Require(errors, tuning.SpillLimit is null or >= 0, "spill-limit must not be negative", "spill-limit", tuning.SpillLimit ?? 0);
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors), nameof(tuning));
    }

    private static void Ring(List<string> errors, string name, int value) => Require(
        errors,
        BitOperations.IsPow2(value) && value is >= LinkOptions.MinRing and <= LinkOptions.MaxRing,
        $"{name} must be a power of two from {LinkOptions.MinRing} to {LinkOptions.MaxRing}",
        name,
        value);

    private static void Wait(List<string> errors, string name, TimeSpan value) =>
        Require(errors, value > TimeSpan.Zero && value <= LongestWait, $"{name} must be more than 0 and at most {LongestWait}", name, value);

    private static void Require(List<string> errors, bool rule, string words, string name, object value)
    {
        if (!rule)
            errors.Add($"{words}: {name}={value}");
    }
}
