using ActorIpc.Links.Handshakes;

namespace ActorIpc.Links.Segments;

/// <summary>Makes a segment with the largest rings that the process's budget and the machine allow, and says why they are smaller, or why there is none.</summary>
/// <param name="runtime">Whose budget, directory and log.</param>
/// <param name="kind">Memfd or file.</param>
/// <param name="to">For whom, for the log.</param>
internal sealed class SegmentMaker(LinkRuntime runtime, SegmentKind kind, string to)
{
    private const int MediumRing = 256 * 1024;

    /// <summary>Tries the wanted size, then smaller ones.</summary>
    /// <param name="wanted">What the handshake agreed on.</param>
    /// <param name="notes">Gets a sentence for each thing that is less than wanted.</param>
    public (Segment Segment, SegmentTerms Terms)? TryMake(SegmentTerms wanted, List<string> notes)
    {
        var sizes = new[] { int.MaxValue, MediumRing, runtime.Options.SmallRing }
            .Select(most => (Ring0: Math.Min(wanted.Ring0, most), Ring1: Math.Min(wanted.Ring1, most))).Distinct().ToArray();
        string? shortage = null;
        foreach (var (ring0, ring1) in sizes)
        {
            if (!runtime.SegmentBudget.TryTake(ring0, ring1, smallest: (ring0, ring1) == sizes[^1]))
            {
                shortage ??= $"the process's segment budget has no share of {SegmentLayout.For(ring0, ring1).Bytes} bytes left "
                    + $"(actoripc.links.segment-budget={runtime.Options.SegmentBudget} used={runtime.SegmentBudget.Used})";
                continue;
            }
            var terms = wanted with { Ring0 = ring0, Ring1 = ring1 };
            try
            {
                var segment = Make(terms, () => runtime.SegmentBudget.Return(ring0, ring1));
                if (shortage is not null)
                    notes.Add($"{kind}: rings of {ring0} and {ring1} bytes instead of {wanted.Ring0} and {wanted.Ring1}: {shortage}");
                return (segment, terms);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                runtime.SegmentBudget.Return(ring0, ring1);
                shortage = Diagnose(terms, error);
                runtime.Log.SegmentDegraded(to, shortage);
                if (error is LinkException)
                    break;
            }
        }
        notes.Add($"{kind}: {shortage}");
        return null;
    }

    private Segment Make(SegmentTerms terms, Action returned) => kind == SegmentKind.Memfd
        ? Segment.CreateInMemory(terms, returned)
        : Segment.CreateInFile(runtime.OpenSegmentDirectory(), terms, returned);

    private string Diagnose(SegmentTerms terms, Exception error)
    {
        var needed = SegmentLayout.For(terms.Ring0, terms.Ring1).Bytes;
        if (kind == SegmentKind.Memfd || error is LinkException)
            return $"{error.Message} (needed={needed})";
        var directory = runtime.SegmentDirectory;
        return $"{error.Message}: directory={directory} needed={needed} free={Free(directory)} "
            + "(make the file system larger, or set actoripc.links.segment-directory to another, or actoripc.links.ring to less)";
    }

    private static string Free(string directory)
    {
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Only a figure in a warning.
            return "unknown";
        }
    }
}
