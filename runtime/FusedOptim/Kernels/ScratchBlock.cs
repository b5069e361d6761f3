using FusedOptim.Formats;
using FusedOptim.Numerics;

namespace FusedOptim.Kernels;

/// <summary>A block of elements of every operand, in single precision, in memory of a worker.</summary>
internal readonly unsafe ref struct ScratchBlock
{
    /// <summary>The operand that is the parameter.</summary>
    public const int Parameter = 0;

    /// <summary>The operand that is the gradient.</summary>
    public const int Gradient = 1;

    /// <summary>The operand that is the first state; weights to evaluate with come behind the last.</summary>
    public const int FirstState = 2;

    /// <summary>The distance of two operands in bytes, with room for doubles: apart from each other modulo a page, as slabs are.</summary>
    public const int Stride = BlockReduction.Length * sizeof(double) + 512;

    private readonly nint _memory;

    /// <summary>A block.</summary>
    /// <param name="memory">The address of the worker's memory.</param>
    /// <param name="states">Room for the addresses of the states.</param>
    /// <param name="first">The index of the first element in the slabs of states.</param>
    /// <param name="length">The number of elements: whole blocks of formats.</param>
    public ScratchBlock(nint memory, Span<nint> states, nint first, int length)
    {
        _memory = memory;
        States = states;
        (First, Length) = (first, length);
    }

    /// <summary>Room for the addresses of the states, and of the values of rows and columns.</summary>
    public Span<nint> States { get; }

    /// <summary>The index of the first element in the slabs of states.</summary>
    public nint First { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The address of the weights to evaluate with, counted as <see cref="AddressOf"/> does.</summary>
    public nint Evaluation => AddressOf(EvaluationOf(States.Length));

    /// <summary>The operand that is the weights to evaluate with.</summary>
    public static int EvaluationOf(int stateCount) => FirstState + stateCount;

    /// <summary>The address of a state, or of a value of rows or columns.</summary>
    /// <param name="operand">Its index among them.</param>
    public nint MemoryOf(int operand) => _memory + (FirstState + operand) * Stride;

    /// <summary>The address from which an operand's elements are counted as in the slabs.</summary>
    public nint AddressOf(int operand) => _memory + operand * Stride - First * sizeof(float);

    /// <summary>Decodes the block of an operand, and asks for the codes of the next block.</summary>
    /// <returns>The address as <see cref="AddressOf"/> has it.</returns>
    public nint Decode(int operand, in ElementStream stream)
    {
        stream.Prefetch(First + Length, Length);
        stream.Read(First, ValuesOf(operand));
        return AddressOf(operand);
    }

    /// <summary>Decodes values or gradients.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="memory">The values or gradients.</param>
    /// <param name="first">The index of the first element in that memory.</param>
    /// <returns>The address as <see cref="AddressOf"/> has it.</returns>
    public nint Decode(int operand, in TensorMemory memory, nint first)
    {
        memory.Prefetch(first + Length, Length);
        memory.Read(first, ValuesOf(operand));
        return AddressOf(operand);
    }

    /// <summary>Has the kernel decode and encode a state itself.</summary>
    /// <param name="state">The state.</param>
    /// <param name="stream">Its codes.</param>
    /// <param name="noise">The noise of the block's first element and those after it.</param>
    /// <returns>The address of a <see cref="EncodedState"/>.</returns>
    public nint Hand(int state, in ElementStream stream, in RoundingNoise noise)
    {
        var coded = (EncodedState*)(_memory + (FirstState + state) * Stride);
        var keys = (uint*)(coded + 1);
        *coded = new EncodedState(stream.CodesFrom(First), (nint)keys);
        noise.BlockKeys(new Span<uint>(keys, Length / StorageFormat.BlockLength));
        return (nint)coded;
    }

    /// <summary>Encodes the block of an operand.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="stream">Its codes.</param>
    /// <param name="noise">The noise of the block's first element and those after it.</param>
    public void Encode(int operand, in ElementStream stream, in RoundingNoise noise) =>
        stream.Write(First, ValuesOf(operand), noise);

    /// <summary>The values of an operand.</summary>
    public Span<float> ValuesOf(int operand) => new((float*)(_memory + operand * Stride), Length);
}
