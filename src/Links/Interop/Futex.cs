using System.Runtime.InteropServices;

namespace ActorIpc.Links.Interop;

/// <summary>The kernel's futexes, as far as death marks need them: waiting for many words at once, and words that the kernel marks when a thread ends (futex(2), get_robust_list(2)).</summary>
internal static partial class Futex
{
    /// <summary>How many words one <see cref="Wait"/> can wait for.</summary>
    public const int MostWords = 128; // FUTEX_WAITV_MAX

    /// <summary>Set by the kernel in the word of a thread that has ended.</summary>
    public const int OwnerDied = 0x40000000;

    /// <summary>Set in a word whose thread's end somebody waits for.</summary>
    public const int Waiters = unchecked((int)0x80000000);

    private const int ErrorTryAgain = 11;
    private const int ErrorInvalid = 22;
    private const uint WordOf32Bits = 0x02; // FUTEX2_SIZE_U32; shared between processes
    private const int WakeOperation = 1; // FUTEX_WAKE
    private const int WaitMany = 449; // the same on every architecture

    private static readonly Numbers? Calls = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => new Numbers(Futex: 202, SetRobustList: 273, GetThreadId: 186),
        Architecture.Arm64 => new Numbers(Futex: 98, SetRobustList: 99, GetThreadId: 178),
        _ => null,
    };

    /// <summary>One word to wait for.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Awaited
    {
        private readonly ulong _value;
        private readonly ulong _address;
        private readonly uint _flags;
        private readonly uint _reserved;

        /// <summary>A word and what it holds while there is nothing to wake up for.</summary>
        public Awaited(nint address, int value)
        {
            _value = (uint)value;
            _address = (ulong)address;
            _flags = WordOf32Bits;
            _reserved = 0;
        }
    }

    /// <summary>Whether words can be held and waited for here (Linux 5.16 on an architecture whose calls are known, no filter in the way).</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && Calls is not null && KnowsWaitMany();

    /// <summary>Waits until one of the words is woken or does not hold its value any more. Wakes up without a reason now and then.</summary>
    /// <exception cref="IOException">The kernel refuses to wait.</exception>
    public static void Wait(ReadOnlySpan<Awaited> words)
    {
        if (WaitForMany(WaitMany, in MemoryMarshal.GetReference(words), words.Length, 0, 0, 0) >= 0)
            return;
        var error = Marshal.GetLastPInvokeError();
        if (error is not (ErrorTryAgain or Posix.ErrorInterrupted))
            throw new IOException($"futex_waitv: {Marshal.GetPInvokeErrorMessage(error)} (errno={error})", error);
    }

    /// <summary>Wakes everybody who waits for a word.</summary>
    public static void Wake(nint address) => _ = SystemCall(Calls!.Futex, address, WakeOperation, int.MaxValue, 0);

    /// <summary>
    /// Lets the kernel mark a word when the calling thread ends, and wake one who waits for it: before it takes down anything of the process. The thread may hold no robust mutex of the
    /// C library, whose list this one replaces.
    /// </summary>
    /// <param name="word">The word's address; mapped as long as the thread lives.</param>
    /// <returns>What the word must hold for the kernel to know it: the thread's id and <see cref="Waiters"/>.</returns>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static int HoldByThisThread(nint word)
    {
        // struct robust_list_head { robust_list *next; long futex_offset; robust_list *list_op_pending; } and, behind it, the list's only entry.
        var head = Marshal.AllocHGlobal(HeadBytes + nint.Size); // never freed: the kernel reads it when the thread ends
        var entry = head + HeadBytes;
        Marshal.WriteIntPtr(head, entry);
        Marshal.WriteIntPtr(head, nint.Size, word - entry);
        Marshal.WriteIntPtr(head, 2 * nint.Size, 0);
        Marshal.WriteIntPtr(entry, head);
        if (SystemCall(Calls!.SetRobustList, head, HeadBytes, 0, 0) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new IOException($"set_robust_list: {Marshal.GetPInvokeErrorMessage(error)} (errno={error})", error);
        }
        return (int)SystemCall(Calls.GetThreadId, 0, 0, 0, 0) | Waiters;
    }

    private static int HeadBytes => 3 * nint.Size;

    private static bool KnowsWaitMany()
    {
        var none = default(Awaited);
        return WaitForMany(WaitMany, in none, 0, 0, 0, 0) < 0 && Marshal.GetLastPInvokeError() == ErrorInvalid;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint WaitForMany(nint number, in Awaited words, nint count, nint flags, nint timeout, nint clock);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint argument1, nint argument2, nint argument3, nint argument4);

    /// <summary>The numbers of the calls that differ between architectures.</summary>
    private sealed record Numbers(nint Futex, nint SetRobustList, nint GetThreadId);
}
