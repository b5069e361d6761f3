using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

public class FloatingPointModeTests
{
    [Fact]
    public void DenormalsAreKeptUnasked() => FloatingPointEnvironment.Check();

    /// <summary>
    /// What a native library built with fast math does to the thread that loads it, done by four bytes of code.
    /// </summary>
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
                FloatingPointEnvironment.Check();
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
        FloatingPointEnvironment.Check();
    }
}
