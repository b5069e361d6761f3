using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Reads and writes what a pass of a rule does and computes nothing but the bitwise operations that keep the compiler from
/// dropping a load: the least time that any pass with this traffic can take on operands in memory. The values do not
/// change, but those of a stream that is written and not read.
/// </summary>
internal static unsafe class SameTrafficLoop
{
    /// <summary>The greatest number of streams.</summary>
    public const int MaximumStreams = 8;

    /// <summary>Runs over a part of the streams.</summary>
    /// <param name="streams">The streams; the first ones are read, and of those, again the first ones are written.</param>
    /// <param name="reads">How many are read.</param>
    /// <param name="writes">How many are written.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="count">The number of elements: whole cache lines.</param>
    public static void Run(AlignedStreams streams, int reads, int writes, nint start, nint count)
    {
        var addresses = stackalloc float*[MaximumStreams];
        for (var i = 0; i < Math.Max(reads, writes); i++)
            addresses[i] = (float*)streams.Addresses[i] + start;
        switch (writes)
        {
            case 0: Run<Zero>(addresses, reads, count); break;
            case 1: Run<One>(addresses, reads, count); break;
            case 2: Run<Two>(addresses, reads, count); break;
            case 3: Run<Three>(addresses, reads, count); break;
            case 4: Run<Four>(addresses, reads, count); break;
            case 5: Run<Five>(addresses, reads, count); break;
            case 6: Run<Six>(addresses, reads, count); break;
            default: throw new ArgumentOutOfRangeException(nameof(writes), writes, "There is no loop that writes so many.");
        }
    }

    private static void Run<TWrites>(float** addresses, int reads, nint count)
        where TWrites : struct, INumber
    {
        // The zero is an argument of methods that are not inlined: a constant, the compiler would drop loads.
        switch (reads)
        {
            case 1: Run<One, TWrites>(addresses, count, nothing: 0); break;
            case 2: Run<Two, TWrites>(addresses, count, nothing: 0); break;
            case 3: Run<Three, TWrites>(addresses, count, nothing: 0); break;
            case 4: Run<Four, TWrites>(addresses, count, nothing: 0); break;
            case 5: Run<Five, TWrites>(addresses, count, nothing: 0); break;
            case 6: Run<Six, TWrites>(addresses, count, nothing: 0); break;
            case 7: Run<Seven, TWrites>(addresses, count, nothing: 0); break;
            case 8: Run<Eight, TWrites>(addresses, count, nothing: 0); break;
            default: throw new ArgumentOutOfRangeException(nameof(reads), reads, "There is no loop that reads so many.");
        }
    }

    // Each pair of numbers is a method of its own, in which every condition is a constant.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector256<int> Run<TReads, TWrites>(float** addresses, nint count, int nothing)
        where TReads : struct, INumber
        where TWrites : struct, INumber
    {
        int* a = (int*)addresses[0], b = (int*)addresses[1], c = (int*)addresses[2], d = (int*)addresses[3];
        int* e = (int*)addresses[4], f = (int*)addresses[5], g = (int*)addresses[6], h = (int*)addresses[7];
        var mask = Vector256.Create(nothing);
        var read = Vector256<int>.Zero;
        for (nint i = 0; i < count; i += Vector256<int>.Count)
        {
            read = Read<TReads, TWrites>(a + i, 0, read);
            read = Read<TReads, TWrites>(b + i, 1, read);
            read = Read<TReads, TWrites>(c + i, 2, read);
            read = Read<TReads, TWrites>(d + i, 3, read);
            read = Read<TReads, TWrites>(e + i, 4, read);
            read = Read<TReads, TWrites>(f + i, 5, read);
            read = Read<TReads, TWrites>(g + i, 6, read);
            read = Read<TReads, TWrites>(h + i, 7, read);
            var unchanged = read & mask;
            Write<TReads, TWrites>(a + i, 0, unchanged);
            Write<TReads, TWrites>(b + i, 1, unchanged);
            Write<TReads, TWrites>(c + i, 2, unchanged);
            Write<TReads, TWrites>(d + i, 3, unchanged);
            Write<TReads, TWrites>(e + i, 4, unchanged);
            Write<TReads, TWrites>(f + i, 5, unchanged);
        }

        return read;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Read<TReads, TWrites>(int* stream, int index, Vector256<int> read)
        where TReads : struct, INumber
        where TWrites : struct, INumber =>
        index < TReads.Value && index >= TWrites.Value ? read | Vector256.Load(stream) : read;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TReads, TWrites>(int* stream, int index, Vector256<int> unchanged)
        where TReads : struct, INumber
        where TWrites : struct, INumber
    {
        if (index < TWrites.Value)
            ((index < TReads.Value ? Vector256.Load(stream) : Vector256<int>.Zero) ^ unchanged).Store(stream);
    }

    private interface INumber
    {
        static abstract int Value { get; }
    }

    private readonly struct Zero : INumber
    {
        public static int Value => 0;
    }

    private readonly struct One : INumber
    {
        public static int Value => 1;
    }

    private readonly struct Two : INumber
    {
        public static int Value => 2;
    }

    private readonly struct Three : INumber
    {
        public static int Value => 3;
    }

    private readonly struct Four : INumber
    {
        public static int Value => 4;
    }

    private readonly struct Five : INumber
    {
        public static int Value => 5;
    }

    private readonly struct Six : INumber
    {
        public static int Value => 6;
    }

    private readonly struct Seven : INumber
    {
        public static int Value => 7;
    }

    private readonly struct Eight : INumber
    {
        public static int Value => 8;
    }
}
