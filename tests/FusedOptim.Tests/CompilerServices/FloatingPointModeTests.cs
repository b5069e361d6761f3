using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

public partial class FloatingPointModeTests
{
    [Fact]
    public void DenormalsAreKeptUnasked() => FloatingPointMode.Check();

    /// <summary>What a native library built with fast math does to the thread that loads it, done by four bytes of code.</summary>
    [LinuxX64Theory]
    [InlineData(0x8000u)]  // FTZ: denormal results become zero
    [InlineData(0x0040u)]  // DAZ: denormal operands count as zero
    public void FlushingIsFoundOnTheThreadThatDoesIt(uint flag)
    {
        Exception? found = null;
        var thread = new Thread(() =>
        {
            var before = ControlRegister.Read();
            ControlRegister.Write(before | flag);
            try
            {
                FloatingPointMode.Check();
            }
            catch (Exception exception)
            {
                found = exception;
            }
            finally
            {
                ControlRegister.Write(before);
            }
        });
        thread.Start();
        thread.Join();
        var refusal = Assert.IsType<InvalidOperationException>(found);
        Assert.Contains("flushed to zero", refusal.Message, StringComparison.Ordinal);
        FloatingPointMode.Check();
    }

    /// <summary>MXCSR, through machine code: C# has no intrinsics for it.</summary>
    private static unsafe partial class ControlRegister
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
}
