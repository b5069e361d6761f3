namespace FusedOptim.Generator.Analysis;

/// <summary>
/// What is known of a value as a polynomial in the learning rate: a base, which is exactly nothing, one or the parameter, and
/// terms of the degrees in a set of bits.
/// </summary>
/// <param name="Base">What stands beside the terms.</param>
/// <param name="Degrees">The degrees of the terms, as bits around <see cref="Middle"/>; none for zero.</param>
/// <param name="IsKnown">Whether that is all; otherwise nothing is known.</param>
internal readonly record struct RateDegree(RateBase Base, int Degrees, bool IsKnown = true)
{
    private const int Middle = 8;
    private const int Most = 2 * Middle;

    public static readonly RateDegree Zero = new(RateBase.None, 0);
    public static readonly RateDegree One = new(RateBase.One, 0);
    public static readonly RateDegree Parameter = new(RateBase.Parameter, 0);
    public static readonly RateDegree Unknown = new(RateBase.None, 0, false);

    /// <summary>A value that does not depend on the learning rate.</summary>
    public static readonly RateDegree Constant = Of(0);

    public static RateDegree Of(int degree) => new(RateBase.None, 1 << (degree + Middle));

    /// <summary>The degrees, in ascending order.</summary>
    public IEnumerable<int> All
    {
        get
        {
            for (var bit = 0; bit <= Most; bit++)
            {
                if ((Degrees >> bit & 1) != 0)
                    yield return bit - Middle;
            }
        }
    }

    /// <summary>The degree of all terms, the base among them; null where there are several, or none.</summary>
    private int? Single
    {
        get
        {
            var all = IsKnown ? Plain().All.ToList() : [];
            return all.Count == 1 ? all[0] : null;
        }
    }

    private bool IsZero => this == Zero;

    /// <summary>The value without a base, which becomes a term.</summary>
    public RateDegree Plain() => Base == RateBase.None ? this : new(RateBase.None, Degrees | Constant.Degrees, IsKnown);

    /// <summary>Either of two values.</summary>
    public static RateDegree Either(RateDegree a, RateDegree b) =>
        !a.IsKnown || !b.IsKnown ? Unknown :
        a.Base == b.Base ? a with { Degrees = a.Degrees | b.Degrees } :
        Either(a.Plain(), b.Plain());

    public static RateDegree Add(RateDegree a, RateDegree b) =>
        !a.IsKnown || !b.IsKnown ? Unknown :
        b.Base == RateBase.None ? a with { Degrees = a.Degrees | b.Degrees } :
        a.Base == RateBase.None ? b with { Degrees = a.Degrees | b.Degrees } :
        Either(a.Plain(), b.Plain());

    public static RateDegree Subtract(RateDegree a, RateDegree b) =>
        !a.IsKnown || !b.IsKnown ? Unknown :
        a.Base == b.Base ? new(RateBase.None, a.Degrees | b.Degrees) :
        Add(a, b.Plain());

    public static RateDegree Multiply(RateDegree a, RateDegree b)
    {
        if (!a.IsKnown || !b.IsKnown)
            return Unknown;
        // (1 + s)·(b + t) = (b + t) + s·(b + t).
        if (a.Base == RateBase.One)
            return Add(b, Multiply(new(RateBase.None, a.Degrees), b));
        if (b.Base == RateBase.One)
            return Multiply(b, a);
        var product = Zero;
        foreach (var degree in a.Plain().All)
            product = Add(product, b.Plain().Shift(degree));
        return product;
    }

    public static RateDegree Divide(RateDegree a, RateDegree b) =>
        b == One || a.IsZero ? a : b.Single is { } degree ? a.Plain().Shift(-degree) : Unknown;

    /// <summary>A root: of one term whose degree it divides.</summary>
    public RateDegree Root(int index) =>
        IsZero ? this : Single is { } degree && degree % index == 0 ? Of(degree / index) : Unknown;

    /// <summary>What commutes with positive factors.</summary>
    public RateDegree Homogeneous() => IsZero || Single is not null ? Plain() : Unknown;

    /// <summary>Any function of values that do not depend on the learning rate.</summary>
    public static RateDegree Function(RateDegree a, RateDegree b) =>
        a.IsFree && b.IsFree ? Constant : Unknown;

    private bool IsFree => IsKnown && (Plain().Degrees & ~Constant.Degrees) == 0;

    private RateDegree Shift(int by)
    {
        if (!IsKnown)
            return Unknown;
        var shifted = by >= 0 ? (long)Degrees << by : (long)Degrees >> -by;
        var isWhole = by >= 0 ? shifted < 1L << (Most + 1) : shifted << -by == Degrees;
        return isWhole ? new(RateBase.None, (int)shifted) : Unknown;
    }
}

/// <summary>What a value is exactly, beside terms whose degree is known.</summary>
internal enum RateBase : byte
{
    None,
    One,
    Parameter,
}
