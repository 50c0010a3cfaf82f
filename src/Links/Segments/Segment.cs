using ActorIpc.Links.Interop;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Links.Segments;

/// <summary>A mapped segment: made by the connector, attached by the listener.</summary>
internal sealed class Segment : IDisposable
{
    private readonly Action? _onDispose;
    private string? _file;

    private Segment(MappedMemory memory, SegmentLayout layout, SafeFileHandle handle, string? file, Action? onDispose)
    {
        Memory = memory;
        Layout = layout;
        Handle = handle;
        _file = file;
        _onDispose = onDispose;
    }

    public MappedMemory Memory { get; }

    public SegmentLayout Layout { get; }

    /// <summary>The descriptor: the attacher opens a memfd through it; closed when the handshake is over.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>The file's plain name; null: it has none.</summary>
    public string? FileName => Path.GetFileName(_file);

    /// <summary>Makes a segment in a sealed memfd.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static Segment CreateInMemory(SegmentTerms terms, Action? onDispose)
    {
        var layout = SegmentLayout.For(terms.Ring0, terms.Ring1);
        return Create(Posix.CreateSealedMemory("actoripc-segment", layout.Bytes), layout, terms, null, onDispose);
    }

    /// <summary>Makes a segment in a file of its own.</summary>
    /// <exception cref="IOException">No space, or the directory does not allow it.</exception>
    public static Segment CreateInFile(string directory, SegmentTerms terms, Action? onDispose)
    {
        var layout = SegmentLayout.For(terms.Ring0, terms.Ring1);
        var path = Path.Combine(directory, $"{terms.Creator:N}-{Guid.NewGuid().ToString("N")[..16]}");
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            Posix.MakePrivate(handle);
            Posix.Reserve(handle, layout.Bytes);
            return Create(handle, layout, terms, path, onDispose);
        }
        catch
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Attaches to a peer's memfd.</summary>
    /// <exception cref="IOException">It cannot be opened from here.</exception>
    /// <exception cref="LinkException">It is not what the handshake says.</exception>
    public static Segment AttachMemory(int processId, int descriptor, SegmentTerms terms)
    {
        var handle = Posix.OpenExisting($"/proc/{processId}/fd/{descriptor}", followSymlink: true);
        return Attach(handle, terms, () =>
        {
            const int required = Posix.SealShrink | Posix.SealGrow | Posix.SealSeal;
            var seals = Posix.Seals(handle);
            if (seals < 0 || (seals & required) != required)
                throw Bad($"a memfd must be sealed against shrinking, growing and further seals ({required:x}): seals={seals:x}");
        });
    }

    /// <summary>Attaches to a file of the peer.</summary>
    /// <exception cref="IOException">It cannot be opened from here.</exception>
    /// <exception cref="LinkException">It is not what the handshake says.</exception>
    public static Segment AttachFile(string directory, string name, SegmentTerms terms)
    {
        var prefix = $"{terms.Creator:N}-";
        if (name.Length != prefix.Length + 16 || !name.StartsWith(prefix, StringComparison.Ordinal) || name.AsSpan(prefix.Length).ContainsAnyExcept("0123456789abcdef"))
            throw Bad($"a segment file must be named {prefix} and 16 hexadecimal digits: name={name}");
        var handle = Posix.OpenExisting(Path.Combine(directory, name), followSymlink: false);
        return Attach(handle, terms, () =>
        {
            var facts = Posix.Facts(handle);
            if (!facts.IsRegular || facts.Uid != Posix.EffectiveUserId())
                throw Bad($"a segment must be a regular file of this user: name={name} type={facts.Mode >> 12:x} owner={facts.Uid}");
        });
    }

    /// <summary>Both sides have it mapped: its name and descriptor are needed no more.</summary>
    public void Unlink()
    {
        Handle.Dispose();
        if (_file is { } file)
            File.Delete(file);
        _file = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Unlink();
        Memory.Dispose();
        _onDispose?.Invoke();
    }

    private static Segment Create(SafeFileHandle handle, SegmentLayout layout, SegmentTerms terms, string? file, Action? onDispose)
    {
        MappedMemory memory;
        try
        {
            memory = MappedMemory.Map(handle, layout.Bytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        layout.Encode(memory.Bytes(0, SegmentLayout.HeaderBytes), terms);
        layout.Ring0.Initialise(memory);
        layout.Ring1.Initialise(memory);
        memory.ExchangeInt32(SegmentLayout.StateOffset, SegmentLayout.Ready);
        return new Segment(memory, layout, handle, file, onDispose);
    }

    private static Segment Attach(SafeFileHandle handle, SegmentTerms terms, Action checkKind)
    {
        MappedMemory? memory = null;
        try
        {
            checkKind();
            var layout = SegmentLayout.For(terms.Ring0, terms.Ring1);
            var size = Posix.Facts(handle).Size;
            if (size != layout.Bytes)
                throw Bad($"a segment must have the size the handshake leads to: expected={layout.Bytes} size={size}");
            // The creator has reserved the pages, or says so; only a reservation of our own makes sure that no access can fault.
            Posix.Reserve(handle, layout.Bytes);
            memory = MappedMemory.Map(handle, layout.Bytes);
            CheckHeader(memory, layout, terms);
            handle.Dispose();
            return new Segment(memory, layout, handle, null, null);
        }
        catch
        {
            memory?.Dispose();
            handle.Dispose();
            throw;
        }
    }

    private static void CheckHeader(MappedMemory memory, SegmentLayout layout, SegmentTerms terms)
    {
        var state = memory.ReadInt32Acquire(SegmentLayout.StateOffset);
        if (state != SegmentLayout.Ready)
            throw Bad($"a segment must be ready: state={state}");
        // Every field follows from the handshake, so the whole header does: compare the bytes.
        Span<byte> expected = stackalloc byte[SegmentLayout.HeaderBytes];
        Span<byte> actual = stackalloc byte[SegmentLayout.HeaderBytes];
        layout.Encode(expected, terms);
        memory.Bytes(0, SegmentLayout.HeaderBytes).CopyTo(actual);
        var different = expected[..SegmentLayout.StateOffset].CommonPrefixLength(actual[..SegmentLayout.StateOffset]);
        if (different < SegmentLayout.StateOffset)
            throw Bad($"a segment's header must be the one the handshake leads to: first different byte at 0x{different:x3}, expected=0x{expected[different]:x2} byte=0x{actual[different]:x2}");
    }

    private static LinkException Bad(string text) => new(LinkFailure.ProtocolViolation, text);
}
