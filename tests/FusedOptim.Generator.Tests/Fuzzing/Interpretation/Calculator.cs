namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// Operations on values as docs/numerics.md states them: step constants in double, int and bool with the semantics of C#, rounded to
/// the precision of the tensor where they meet a value that varies; each varying operation rounded once.
/// </summary>
internal partial class Calculator(TensorArithmetic tensor)
{
    private static readonly TensorArithmetic s_double = new TensorArithmetic<double>();
    private readonly ErrorBounds _bounds = new(tensor);
    private readonly ErrorBounds _uniformBounds = new(s_double);

    /// <summary>Whether a result depends on what the documents leave open.</summary>
    public bool IsDoubted { get; set; }

    /// <summary>
    /// Whether a float kernel has computed a function by a polynomial of its own, so that its results are near, not equal.
    /// </summary>
    public bool IsInexact { get; private set; }

    /// <summary>
    /// Whether the element at hand has met the sign of a NaN, which the numerics contract leaves open: any NaN equals any other.
    /// </summary>
    public bool HasMetSignOfNaN { get; set; }

    /// <summary>What an operation was applied to, so that a test can see that all are.</summary>
    public Coverage Coverage { get; } = new();

    /// <summary>Whether the element gets to the code at hand; the other arms are evaluated for their types alone.</summary>
    public bool IsLive { get; set; } = true;

    private bool IsSingle => tensor is TensorArithmetic<float>;

    public Value Unary(Operation operation, Value x)
    {
        Note(operation, x.Variance);
        if (x.Kind == ValueKind.Integer && operation is Operation.Negate or Operation.Abs)
            return Uniform(ValueKind.Integer, operation, x, x, operation == Operation.Abs ? Math.Abs(x.Number) : unchecked(-x.Integer));
        x = ToReal(x);
        var original = x;
        if (x.Variance == Variance.Varying)
        {
            x = ToVarying(x);
            var result = tensor.Unary(operation, x.Number);
            return Value.Element(result, _bounds.Unary(operation, x, result)) with { Wide = WideUnary(operation, original, result) };
        }

        var number = s_double.Unary(operation, x.Number);
        if (x.Variance == Variance.Doubtful)
            Doubt(tensor.Rounded(number), tensor.Unary(operation, tensor.Rounded(x.Number)));
        return Uniform(ValueKind.Real, operation, x, x, number, IsExact(x) ? 0 : BoundsOf(x.Variance).Unary(operation, x, number));
    }

    public virtual Value Binary(Operation operation, Value x, Value y)
    {
        var variance = Most(x.Variance, y.Variance);
        Note(operation, variance);
        if (x.Kind == ValueKind.Integer && y.Kind == ValueKind.Integer)
            return Uniform(ValueKind.Integer, operation, x, y, OfIntegers(operation, x.Integer, y.Integer));
        (x, y) = (ToReal(x), ToReal(y));
        if (operation == Operation.CopySign && double.IsNaN(y.Number) && !double.IsNaN(x.Number))
            HasMetSignOfNaN |= IsLive;
        if (variance == Variance.Varying)
        {
            var (left, right) = (x, y);
            (x, y) = (ToVarying(x), ToVarying(y));
            var result = tensor.Binary(operation, x.Number, y.Number);
            return Value.Element(result, _bounds.Binary(operation, x, y, result)) with { Wide = WideBinary(operation, left, right, result) };
        }

        var number = s_double.Binary(operation, x.Number, y.Number);
        if (variance == Variance.Doubtful)
            Doubt(tensor.Rounded(number), tensor.Binary(operation, tensor.Rounded(x.Number), tensor.Rounded(y.Number)));
        return Uniform(
            ValueKind.Real, operation, x, y, number,
            IsExact(x) && IsExact(y) ? 0 : BoundsOf(variance).Binary(operation, x, y, number));
    }

    public Value FusedMultiplyAdd(Value x, Value y, Value z)
    {
        var variance = Most(Most(x.Variance, y.Variance), z.Variance);
        Note(Operation.FusedMultiplyAdd, variance);
        (x, y, z) = (ToReal(x), ToReal(y), ToReal(z));
        if (variance == Variance.Varying)
        {
            var wide = WideFusedMultiplyAdd(x, y, z);
            (x, y, z) = (ToVarying(x), ToVarying(y), ToVarying(z));
            var result = tensor.FusedMultiplyAdd(x.Number, y.Number, z.Number);
            return Value.Element(result, _bounds.FusedMultiplyAdd(x, y, z, result)) with { Wide = wide };
        }

        var number = Math.FusedMultiplyAdd(x.Number, y.Number, z.Number);
        if (variance == Variance.Doubtful)
            Doubt(tensor.Rounded(number), tensor.FusedMultiplyAdd(tensor.Rounded(x.Number), tensor.Rounded(y.Number), tensor.Rounded(z.Number)));
        return new(ValueKind.Real, variance, number,
            IsExact(x) && IsExact(y) && IsExact(z) ? 0 : BoundsOf(variance).FusedMultiplyAdd(x, y, z, number),
            HashCode.Combine(x.Identity, y.Identity, z.Identity));
    }

    /// <summary>A function that double kernels compute as the runtime does, and float kernels by polynomials of their own.</summary>
    public Value Function(Func<double[], double> function, Value[] arguments)
    {
        IsDoubted |= arguments.All(argument => argument.Variance < Variance.Varying) && IsSingle;
        IsInexact |= IsSingle;
        var rounded = Array.ConvertAll(arguments, ToVarying);
        var result = tensor.Rounded(function(Array.ConvertAll(rounded, argument => argument.Number)));
        return Value.Element(result, _bounds.Function(function, rounded, result));
    }

    public Value Compare(Comparison comparison, Value x, Value y)
    {
        var variance = Most(x.Variance, y.Variance);
        Note(comparison, variance);
        WideValue? wide = null;
        if (variance == Variance.Varying)
        {
            wide = WideCompare(comparison, ToReal(x), ToReal(y));
            // A comparison with a constant that is NaN is known, and may be a constant then.
            if ((x.Variance == Variance.Constant && double.IsNaN(x.Number)) || (y.Variance == Variance.Constant && double.IsNaN(y.Number)))
                variance = Variance.Doubtful;
            (x, y) = (ToVarying(ToReal(x)), ToVarying(ToReal(y)));
        }
        else if (variance == Variance.Doubtful)
        {
            Doubt(
                Holds(comparison, x.Number, y.Number) ? 1 : 0,
                Holds(comparison, tensor.Rounded(x.Number), tensor.Rounded(y.Number)) ? 1 : 0);
        }

        return new(ValueKind.Truth, variance, Holds(comparison, x.Number, y.Number) ? 1 : 0, ErrorBounds.OfComparison(x, y),
            HashCode.Combine(comparison, x.Identity, y.Identity), wide);
    }

    /// <summary>And, or, exclusive or: of truth values or bits.</summary>
    public Value Logic(char operation, Value x, Value y)
    {
        var variance = Most(x.Variance, y.Variance);
        // With a constant the result may be a constant.
        if (x.Variance == Variance.Constant || y.Variance == Variance.Constant)
            variance = variance == Variance.Varying ? Variance.Doubtful : variance == Variance.Uniform ? Variance.Constant : variance;
        WideValue? wide = x.Wide is null && y.Wide is null
            ? null
            : new(Result(x.InDouble.Integer, y.InDouble.Integer), x.InDouble.Bound + y.InDouble.Bound, false);
        return new(
            x.Kind, variance, Result(x.Integer, y.Integer), x.Bound + y.Bound, HashCode.Combine(operation, x.Identity, y.Identity), wide);

        int Result(int x, int y) => operation switch { '&' => x & y, '|' => x | y, _ => x ^ y };
    }

    public static Value Not(Value x) => x with
    {
        Number = x.Kind == ValueKind.Integer ? ~x.Integer : 1 - x.Number,
        Wide = x.Wide is { } wide ? wide with { Number = 1 - wide.Number } : null,
        Identity = HashCode.Combine('!', x.Identity),
    };

    /// <summary>What a place holds where two ways meet.</summary>
    public static Value Join(Value condition, Value whenTrue, Value whenFalse)
    {
        if (whenTrue.Kind == ValueKind.None || whenFalse.Kind == ValueKind.None)
            return whenTrue.Kind == ValueKind.None ? whenFalse : whenTrue;
        var most = Most(whenTrue.Variance, whenFalse.Variance);
        var areSame = whenTrue.Bits == whenFalse.Bits && whenTrue.Kind == whenFalse.Kind;
        if (areSame && whenTrue.Variance == whenFalse.Variance && whenTrue.Identity == whenFalse.Identity &&
            whenTrue.Bound == whenFalse.Bound && whenTrue.Wide == whenFalse.Wide)
        {
            return whenTrue;
        }

        var chosen = condition.IsTrue ? whenTrue : whenFalse;
        var variance = (condition.Variance, most) switch
        {
            (Variance.Constant or Variance.Doubtful, Variance.Varying) => chosen.Variance == most ? most : Variance.Doubtful,
            (_, Variance.Varying) => most,
            (Variance.Varying, _) => areSame ? Variance.Doubtful : Variance.Varying,
            (Variance.Doubtful, _) => Variance.Doubtful,
            (Variance.Constant, _) => chosen.Variance == most ? most : Most(most, Variance.Uniform),
            (_, Variance.Constant) => areSame ? Variance.Constant : Variance.Uniform,
            _ => most,
        };
        return chosen with
        {
            Kind = variance == Variance.Varying && chosen.Kind == ValueKind.Integer ? ValueKind.Real : chosen.Kind,
            Variance = variance,
            Bound = condition.Bound == 0 ? chosen.Bound : double.PositiveInfinity,
            Wide = variance == Variance.Varying ? JoinWide(condition, whenTrue, whenFalse) : null,
            Identity = HashCode.Combine(condition.Identity, whenTrue.Identity, whenFalse.Identity),
        };
    }

    /// <summary>A value that varies; a uniform is rounded to the precision of the tensor.</summary>
    public Value ToVarying(Value x)
    {
        x = ToReal(x);
        return x.Variance == Variance.Varying && tensor.Rounded(x.Number).Equals(x.Number)
            ? x
            : Value.Element(tensor.Rounded(x.Number), _bounds.Rounded(x));
    }

    public static Value ToReal(Value x) => x.Kind == ValueKind.Integer ? x with { Kind = ValueKind.Real } : x;

    public void Note(object what, Variance variance)
    {
        if (IsLive)
            Coverage.Add(what, variance == Variance.Varying);
    }

    /// <summary>A uniform made of step constants.</summary>
    public static Value Uniform(ValueKind kind, object operation, Value x, Value y, double number, double bound = 0) =>
        Most(x.Variance, y.Variance) == Variance.Constant
            ? Value.Constant(kind, number) with { Bound = bound }
            : new(kind, Most(x.Variance, y.Variance), number, bound, HashCode.Combine(operation, x.Identity, y.Identity));

    private static bool IsExact(Value x) => x.Bound == 0 && x.Variance < Variance.Doubtful;

    private ErrorBounds BoundsOf(Variance variance) => variance == Variance.Doubtful ? _bounds : _uniformBounds;

    private double OfIntegers(Operation operation, int x, int y) => operation switch
    {
        Operation.Add => unchecked(x + y),
        Operation.Subtract => unchecked(x - y),
        Operation.Multiply => unchecked(x * y),
        // An arm that is not taken divides by nothing.
        Operation.Divide => IsLive || y != 0 ? x / y : 0,
        Operation.Remainder => IsLive || y != 0 ? x % y : 0,
        Operation.Min => Math.Min(x, y),
        Operation.Max => Math.Max(x, y),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
    };

    private static bool Holds(Comparison comparison, double x, double y) => comparison switch
    {
        Comparison.Less => x < y,
        Comparison.LessOrEqual => x <= y,
        Comparison.Greater => x > y,
        Comparison.GreaterOrEqual => x >= y,
        Comparison.Equal => x == y,
        _ => x != y,
    };

    private void Doubt(double uniform, double varying) =>
        IsDoubted |= BitConverter.DoubleToInt64Bits(uniform) != BitConverter.DoubleToInt64Bits(varying) &&
            !(double.IsNaN(uniform) && double.IsNaN(varying));

    private static Variance Most(Variance x, Variance y) => x > y ? x : y;
}
