using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Targets;

/// <summary>The precision of a kernel.</summary>
internal sealed class Element
{
    public static readonly Element Single = new("float", "MathF", 32);

    public static readonly Element Double = new("double", "Math", 64);

    public static readonly IReadOnlyList<Element> All = [Single, Double];

    private Element(string keyword, string mathClass, int bits)
    {
        Keyword = keyword;
        MathClass = mathClass;
        Bits = bits;
    }

    public string Keyword { get; }

    public string MathClass { get; }

    public int Bits { get; }

    public int Bytes => Bits / 8;

    /// <summary>A constant, rounded to the precision.</summary>
    public Code Literal(double value) => this == Single ? Literals.OfSingle((float)value) : Literals.OfDouble(value);
}
