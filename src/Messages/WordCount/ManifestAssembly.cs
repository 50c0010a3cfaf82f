namespace ActorIpc.Messages.WordCount;

/// <summary>Puts a manifest together from its parts. A part that does not continue what is there begins anew or is dropped: the sender repeats all of them.</summary>
public sealed class ManifestAssembly
{
    private readonly List<ManifestFile> _files = [];
    private int _id;
    private int _next;

    /// <summary>Takes the next part.</summary>
    /// <param name="part">The part.</param>
    /// <returns>The manifest when this was its last part; null while some are missing.</returns>
    /// <exception cref="FormatException">The parts are all there and make no manifest.</exception>
    public Manifest? Add(ManifestPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.Part == 0)
        {
            _files.Clear();
            _id = part.ManifestId;
            _next = 0;
        }
        if (part.ManifestId != _id || part.Part != _next)
            return null;
        _files.AddRange(part.Files);
        _next++;
        if (_next < part.Parts)
            return null;
        var manifest = new Manifest(_id, _files);
        _files.Clear();
        _next = -1; // A repeated last part must not make a manifest of nothing.
        return manifest;
    }
}
