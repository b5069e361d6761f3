using System.Runtime.CompilerServices;

namespace FusedOptim.Training.Randomness;

/// <summary>One counter at a time.</summary>
internal readonly struct PhiloxLanesScalar : IPhiloxLanes<ulong>
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Broadcast(ulong value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sequence(ulong start) => start;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Add(ulong a, ulong b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Multiply(ulong a, ulong b) => (ulong)(uint)a * (uint)b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UpperHalves(ulong a) => a >> 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Xor(ulong a, ulong b, ulong c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Join(ulong lower, ulong upper) => (uint)lower | (upper << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ulong value, Span<ulong> destination) => destination[0] = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint AtLeast(ulong words, ulong thresholds) => (uint)words >= thresholds ? 1u : 0;
}
