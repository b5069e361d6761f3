namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

internal enum ValueKind : byte
{
    /// <summary>Nothing has been assigned yet.</summary>
    None,
    Integer,
    Real,
    Truth,
}

/// <summary>Whether a value is the same for all elements, as docs/numerics.md has it.</summary>
internal enum Variance : byte
{
    /// <summary>Made of literals alone: what depends on it may have been decided when the rule was compiled.</summary>
    Constant,

    /// <summary>Computed in double, once a step.</summary>
    Uniform,

    /// <summary>
    /// Uniform or varying: the documents leave it open, as for a condition that varies between two equal step constants.
    /// </summary>
    Doubtful,

    /// <summary>Computed in the precision of the tensor, for each element.</summary>
    Varying,
}

/// <summary>What an expression is for one element.</summary>
/// <param name="Kind">The type.</param>
/// <param name="Variance">Whether it varies.</param>
/// <param name="Number">The value; 0 and 1 of a truth value.</param>
/// <param name="Bound">
/// How far what a kernel may compute in its place, by contraction and reciprocals, can be from it at most; infinite where that is
/// not known, as for a truth value that a rounding decides.
/// </param>
/// <param name="Identity">Equal for step constants that are the same expression of the same values.</param>
/// <param name="Wide">What it is where a reduction takes it; null where that is the value itself.</param>
internal readonly record struct Value(
    ValueKind Kind, Variance Variance, double Number, double Bound = 0, long Identity = 0, WideValue? Wide = null)
{
    /// <summary>The value in a reduction: in double, from the operands in memory on.</summary>
    public WideValue InDouble => Wide ?? new(Number, Bound, HasProduct: false);

    public bool IsTrue => Number != 0;

    public int Integer => (int)Number;

    public long Bits => BitConverter.DoubleToInt64Bits(Number);

    public static Value Constant(ValueKind kind, double number) =>
        new(kind, Variance.Constant, number, 0, HashCode.Combine(kind, BitConverter.DoubleToInt64Bits(number)));

    public static Value Truth(bool value) => Constant(ValueKind.Truth, value ? 1 : 0);

    /// <summary>A uniform that has a name: a hyperparameter, the step, a sum.</summary>
    public static Value Named(ValueKind kind, string name, double number, double bound = 0) =>
        new(kind, Variance.Uniform, number, bound, IdentityOf(name));

    /// <summary>A number for a name, the same in every process.</summary>
    public static int IdentityOf(string name) =>
        unchecked((int)name.Aggregate(2166136261, (hash, character) => (hash ^ character) * 16777619));

    /// <summary>What is read from memory.</summary>
    public static Value Element(double number, double bound = 0) => new(ValueKind.Real, Variance.Varying, number, bound);
}

/// <summary>A value that varies, in double.</summary>
/// <param name="Number">The value; 0 and 1 of a truth value.</param>
/// <param name="Bound">How far a kernel can be from it at most.</param>
/// <param name="HasProduct">Whether it is made of a product of two values that vary; null where the documents leave open whether
/// one of them does.</param>
internal readonly record struct WideValue(double Number, double Bound, bool? HasProduct)
{
    public bool IsTrue => Number != 0;

    public int Integer => (int)Number;

    public Value Element => Value.Element(Number, Bound);

    /// <summary>Whether any of two has a product.</summary>
    public static bool? Either(bool? x, bool? y) => x == true || y == true ? true : x is null || y is null ? null : false;
}
