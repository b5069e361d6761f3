namespace FusedOptim.Testing;

/// <summary>The inputs of <see cref="RuleTest.Verify(IUpdateRule, VerifyOptions)"/>.</summary>
public sealed record VerifyOptions
{
    private const int WidestVectorBytes = 64;
    private const int LongLength = 1031;

    /// <summary>
    /// The lengths of tensors; not negative. Where it is null: all from 0 to four vectors of 512 bits and one element, and
    /// 1,031, which is more than one block of a sum.
    /// </summary>
    public IReadOnlyList<int>? Lengths { get; init; }

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

    internal void Check()
    {
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
