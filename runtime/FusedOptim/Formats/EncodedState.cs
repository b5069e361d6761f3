using System.Runtime.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>
/// What a segment gives for a state that the kernel itself decodes and encodes: where its codes are, and the noise to round
/// with. In memory of a worker, which must stay where it is while the kernel runs.
/// </summary>
/// <param name="codes">The address of the codes of the segment's first element, which starts a block.</param>
/// <param name="keys">The address of the noise keys (<see cref="RoundingNoise.BlockKey"/>) of the segment's blocks.</param>
public readonly unsafe struct EncodedState(nint codes, nint keys)
{
    private readonly nint _codes = codes;
    private readonly nint _keys = keys;

    /// <summary>What a kernel has as the reference to a state.</summary>
    /// <param name="state">The reference.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly EncodedState Of(ref float state) => ref Unsafe.As<float, EncodedState>(ref state);

    /// <summary>The first code.</summary>
    /// <typeparam name="T">What a code is.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Codes<T>()
        where T : unmanaged => ref *(T*)_codes;

    /// <summary>The key of the noise of the block that an element is in.</summary>
    /// <param name="index">The index of the element in the segment.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly uint KeyOf(nuint index) => ref ((uint*)_keys)[index / StorageFormat.BlockLength];
}
