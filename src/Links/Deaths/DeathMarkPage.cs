using System.Globalization;
using ActorIpc.Links.Interop;
using ActorIpc.Links.Segments;
using Microsoft.Win32.SafeHandles;

namespace ActorIpc.Links.Deaths;

/// <summary>
/// One page of marks and the thread that waits for all of them at once. The memory has no name: others open it by this process's descriptor, so that nothing is left of it when this
/// process ends. Its first word is the bell that tells the thread of changes; a mark's word is 0, then the id of the thread that holds it, then what the kernel makes of that.
/// </summary>
internal sealed class DeathMarkPage
{
    /// <summary>Size of the memory.</summary>
    public const int Bytes = 4096;

    /// <summary>How many marks a page has; the bell is waited for as well.</summary>
    public const int Marks = Futex.MostWords - 1;

    private const int Bell = 0;

    private readonly Lock _gate = new();
    private readonly DeathMark?[] _taken = new DeathMark?[Marks + 1]; // by index; the bell's is none
    private readonly SafeFileHandle _file;
    private readonly MappedMemory _memory;
    private int _rung;

    private DeathMarkPage(SafeFileHandle file, MappedMemory memory)
    {
        _file = file;
        _memory = memory;
        Path = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{file.DangerousGetHandle()}");
    }

    /// <summary>Where other processes find the memory.</summary>
    public string Path { get; }

    /// <summary>Makes a page and its thread.</summary>
    /// <exception cref="IOException">There is no memory for it.</exception>
    public static DeathMarkPage Create()
    {
        var file = Posix.CreateSealedMemory("actoripc-deaths", Bytes);
        try
        {
            var page = new DeathMarkPage(file, MappedMemory.Map(file, Bytes));
            new Thread(page.Watch, maxStackSize: 256 * 1024) { IsBackground = true, Name = "actoripc-deaths" }.Start();
            return page;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether an index is that of a mark.</summary>
    public static bool IsMark(int index) => index is > Bell and <= Marks;

    /// <summary>Where the word of a mark stands.</summary>
    public static int OffsetOf(int index) => index * sizeof(int);

    /// <summary>A free mark; null when all are taken.</summary>
    public DeathMark? TryTake()
    {
        DeathMark mark;
        lock (_gate)
        {
            var index = Array.FindIndex(_taken, Bell + 1, taken => taken is null);
            if (index < 0)
                return null;
            _memory.ExchangeInt32(OffsetOf(index), 0);
            mark = _taken[index] = new DeathMark(this, index);
        }
        Ring();
        return mark;
    }

    /// <summary>A mark is free again; nothing when it was.</summary>
    public void Release(DeathMark mark)
    {
        lock (_gate)
        {
            if (_taken[mark.Index] != mark)
                return;
            _taken[mark.Index] = null;
        }
        Ring();
    }

    private void Ring()
    {
        _memory.ExchangeInt32(OffsetOf(Bell), Interlocked.Increment(ref _rung));
        Futex.Wake(_memory.AddressOf(OffsetOf(Bell)));
    }

    private void Watch()
    {
        var words = new Futex.Awaited[Marks + 1];
        var set = new List<DeathMark>();
        try
        {
            while (true)
            {
                var count = Look(words, set);
                set.ForEach(mark => mark.Set());
                set.Clear();
                Futex.Wait(words.AsSpan(0, count));
            }
        }
        catch (IOException)
        {
            // The kernel does not let this thread wait any more: deaths are known by the processes' handles, a little later.
        }
        GC.KeepAlive(_file);
    }

    /// <summary>Collects the marks that are set, and what to wait for: the bell and the others.</summary>
    private int Look(Futex.Awaited[] words, List<DeathMark> set)
    {
        var count = 0;
        Await(Bell, _memory.ReadInt32Acquire(OffsetOf(Bell))); // before the marks, so that no change is missed
        lock (_gate)
        {
            foreach (var mark in _taken)
            {
                if (mark is null or { IsSet.IsCompleted: true })
                    continue;
                var value = _memory.ReadInt32Acquire(OffsetOf(mark.Index));
                if ((value & Futex.OwnerDied) != 0)
                    set.Add(mark);
                else
                    Await(mark.Index, value);
            }
        }
        return count;

        void Await(int index, int value) => words[count++] = new Futex.Awaited(_memory.AddressOf(OffsetOf(index)), value);
    }
}
