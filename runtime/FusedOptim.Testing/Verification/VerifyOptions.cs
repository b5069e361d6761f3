using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>The inputs of <see cref="RuleTest.Verify(IUpdateRule, VerifyOptions)"/>.</summary>
public sealed record VerifyOptions
{
    private const int WidestVectorBytes = 64;
    private const int LongLength = 1031;
    private const long MostElements = 1 << 24;

    private static readonly MatrixView[] s_shapes =
    [
        new(1, 70, 3), new(1, 3, 70), new(1, 17, 17), new(5, 3, 4), new(3, 1, 9),
        new MatrixView(1, 9, 5).Transpose(), new MatrixView(2, 6, 7).Transpose(), new(1, 2, 700), new MatrixView(1, 2, 700).Transpose(),
    ];

    /// <summary>
    /// The lengths of tensors; not negative. Where it is null: all from 0 to four vectors of 512 bits and one element, and
    /// 1,031, which is more than one block of a sum. A rule that sees rows and columns takes each length as one row and as one column.
    /// </summary>
    public IReadOnlyList<int>? Lengths { get; init; }

    /// <summary>
    /// The views of tensors for a rule that sees rows and columns; other rules do not use them. Where it is <see langword="null"/> and
    /// <see cref="Lengths"/> also: single rows, single columns and narrow matrices with all numbers of rows and columns from 1 to
    /// four vectors of 512 bits and one; tall, wide, square, batched and transposed ones; and rows and columns across the blocks of a sum.
    /// </summary>
    public IReadOnlyList<MatrixView>? Views { get; init; }

    /// <summary>Operands start at a border of 64 bytes, and at 1 to this many elements past one; from 0 to 15.</summary>
    public int LargestOffset { get; init; } = 3;

    /// <summary>
    /// The steps taken one after the other, each at least 1. Where a phase of the rule runs at none of them, because of its interval,
    /// a step at which it runs is added.
    /// </summary>
    public IReadOnlyList<int> Steps { get; init; } = [1, 2, 3, 1000, int.MaxValue];

    /// <summary>What gradients are multiplied by; finite.</summary>
    public IReadOnlyList<double> GradientScales { get; init; } = [1, 0.37, -1 / 3.0];

    /// <summary>
    /// Whether to verify the rule with every combination of values of its <see langword="bool"/> and enumeration
    /// hyperparameters, instead of those that it has.
    /// </summary>
    public bool AllVariants { get; init; }

    /// <summary>What the values of elements are drawn from; another seed gives other values.</summary>
    public ulong Seed { get; init; } = 1;

    internal static unsafe IEnumerable<int> DefaultLengths<T>()
        where T : unmanaged =>
        Enumerable.Range(0, 4 * WidestVectorBytes / sizeof(T) + 2).Append(LongLength);

    /// <summary>The tensors to verify a rule over.</summary>
    internal IEnumerable<TensorCase> CasesOf<T>(RuleSchema schema)
        where T : unmanaged
    {
        if (!schema.UsesView)
            return (Lengths ?? DefaultLengths<T>()).Select(length => new TensorCase(length, null));
        return (Views ?? Lengths?.Where(length => length > 0).SelectMany(OneRowAndOneColumn) ?? DefaultViews<T>()).Select(TensorCase.Of);
    }

    private static IEnumerable<MatrixView> OneRowAndOneColumn(int length) => [new(1, 1, length), new(1, length, 1)];

    private static IEnumerable<MatrixView> DefaultViews<T>()
        where T : unmanaged =>
        // Three is prime to the lanes of vectors: each of the three kinds has every remainder.
        DefaultLengths<T>().Where(length => length > 0).Select(length => (length % 3) switch
        {
            0 => new MatrixView(1, 1, length),
            1 => new MatrixView(1, length, 1),
            _ => new MatrixView(1, length, 2),
        }).Concat(s_shapes);

    internal void Check()
    {
        Check(nameof(Views), Views ?? [new(1, 1, 1)], view => view.Count is >= 1 and <= MostElements, "have 1 to 16,777,216 elements");
        Check(nameof(Lengths), Lengths ?? [0], length => length >= 0, "not be negative");
        Check(nameof(LargestOffset), [LargestOffset], offset => offset is >= 0 and < 16, "be from 0 to 15");
        Check(nameof(Steps), Steps, step => step >= 1, "be at least 1");
        Check(nameof(GradientScales), GradientScales, double.IsFinite, "be finite");
    }

    private static void Check<T>(string name, IReadOnlyList<T> values, Func<T, bool> isAllowed, string allowed)
    {
        // Without one nothing would be verified.
        if (values.Count == 0)
            throw new ArgumentException($"{name} is empty; it must have at least one value.", name);
        foreach (var value in values)
        {
            if (!isAllowed(value))
            {
                throw new ArgumentException(
                    Invariant($"{name} has {value}; it must {allowed}."), name);
            }
        }
    }
}
