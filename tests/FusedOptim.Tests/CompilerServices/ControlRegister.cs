using System.Runtime.InteropServices;

namespace FusedOptim.Tests.CompilerServices;

/// <summary>MXCSR, through machine code: C# has no intrinsics for it.</summary>
internal static unsafe partial class ControlRegister
{
    private const int ReadWriteAndExecute = 7;
    private const int PrivateAnonymous = 0x22;

    // stmxcsr [rdi]; ret, and ldmxcsr [rdi]; ret
    private static readonly delegate* unmanaged<uint*, void> Store = Compile([0x0F, 0xAE, 0x1F, 0xC3]);
    private static readonly delegate* unmanaged<uint*, void> Load = Compile([0x0F, 0xAE, 0x17, 0xC3]);

    public static uint Read()
    {
        uint value;
        Store(&value);
        return value;
    }

    public static void Write(uint value) => Load(&value);

    private static delegate* unmanaged<uint*, void> Compile(ReadOnlySpan<byte> code)
    {
        var memory = MemoryMap(0, Environment.SystemPageSize, ReadWriteAndExecute, PrivateAnonymous, -1, 0);
        if (memory == -1)
            throw new InvalidOperationException($"No executable page: error {Marshal.GetLastPInvokeError()}.");
        code.CopyTo(new Span<byte>((void*)memory, code.Length));
        return (delegate* unmanaged<uint*, void>)memory;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MemoryMap(nint address, nint length, int protection, int flags, int file, nint offset);
}
