using System.Globalization;
using ActorIpc.Links;

namespace ActorIpc.LinkPeer;

/// <summary>What a test wants of the peer.</summary>
/// <param name="Role">listen, connect, raw (a greeting by hand on the listener's socket), or mark (holds a death mark).</param>
/// <param name="Address">The listener's address, or the path of a death mark.</param>
/// <param name="Index">The index of a death mark.</param>
/// <param name="Links">Links to connect.</param>
/// <param name="Write">Records to write on each link, each published by itself; -1: for ever.</param>
/// <param name="Close">True: close gracefully after writing.</param>
/// <param name="At">A fault point and at which pass of it the process kills itself.</param>
/// <param name="Options">Options of the runtime.</param>
internal sealed record PeerCommand(string Role, string Address, int Index, int Links, int Write, bool Close, (string Point, int Count)? At, LinkOptions Options)
{
    public static PeerCommand Parse(string[] args)
    {
        if (args is not [var role, .. var rest])
            throw new ArgumentException("a peer needs a role: listen, connect, raw or mark");
        var values = rest.Select(arg => arg.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var at = Text("at", "").Split(':');
        var defaults = new LinkOptions();
        return new PeerCommand(
            role,
            Text("address", ""),
            Number("index", 0),
            Number("links", 1),
            Number("write", 0),
            Text("close", "false") == "true",
            at is [var point, var count] ? (point, int.Parse(count, CultureInfo.InvariantCulture)) : null,
            defaults with
            {
                RuntimeDirectory = Text("directory", ""),
                SegmentDirectory = Text("segments", Text("directory", "")),
                Media = (LinkMedia)Number("media", (int)LinkMedia.All),
                Ring = Number("ring", 64 * 1024),
                SmallRing = Math.Min(Number("ring", 64 * 1024), defaults.SmallRing),
                SpillLimit = Number("spill", (int)defaults.SpillLimit),
                SegmentBudget = 1024 * 1024 * 1024,
            });

        string Text(string name, string otherwise) => values.GetValueOrDefault(name, otherwise);
        int Number(string name, int otherwise) => values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
    }
}
