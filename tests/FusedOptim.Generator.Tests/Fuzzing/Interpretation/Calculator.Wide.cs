namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

// What reductions take, as docs/numerics.md has it: in double from what the element has in memory on, and from what is rounded to the
// precision of the tensor: states that are assigned, functions, and roots and quotients of what has no product of two values that vary.
internal partial class Calculator
{
    /// <summary>The summand of an element in a reduction.</summary>
    public Value Summand(Value x) => IsSingle ? InDouble(x).Element : ToVarying(x);

    /// <summary>What a row, a column or a matrix has of a result in double.</summary>
    public Value Stored(Value x) =>
        Value.Element(tensor.Rounded(x.Number), x.Bound == 0 ? 0 : x.Bound + 2 * tensor.Unit * Math.Abs(x.Number));

    /// <summary>The value as the tensor holds it.</summary>
    public Value Rounded(Value x) => ToVarying(x) with { Wide = null };

    /// <summary>A value that is assigned to a state in the pass that reduces; a uniform stays what it is.</summary>
    public Value Assigned(Value x)
    {
        if (x.Variance == Variance.Doubtful && IsSingle)
            Doubt(x.Number, tensor.Rounded(x.Number));
        return x.Variance == Variance.Varying ? Rounded(x) : x;
    }

    private WideValue InDouble(Value x) =>
        x.Variance == Variance.Varying ? x.InDouble : new(x.Number, _uniformBounds.Rounded(ToReal(x)), HasProduct: false);

    private WideValue? WideUnary(Operation operation, Value x, double narrow)
    {
        var wide = InDouble(x);
        var number = s_double.Unary(operation, wide.Number);
        if (operation == Operation.Sqrt && wide.HasProduct != true)
        {
            if (wide.HasProduct is null)
                Doubt(number, narrow);
            return null;
        }

        return wide with { Number = number, Bound = _uniformBounds.Unary(operation, wide.Element, number) };
    }

    private WideValue? WideBinary(Operation operation, Value x, Value y, double narrow)
    {
        var (left, right) = (InDouble(x), InDouble(y));
        var number = s_double.Binary(operation, left.Number, right.Number);
        var hasProduct = WideValue.Either(left.HasProduct, right.HasProduct);
        if (operation == Operation.Divide && y.Variance >= Variance.Doubtful && hasProduct != true)
        {
            if (hasProduct is null || y.Variance == Variance.Doubtful)
                Doubt(number, narrow);
            return null;
        }

        if (operation == Operation.Multiply)
            hasProduct = WideValue.Either(hasProduct, IsProduct(x, y));
        return new(number, _uniformBounds.Binary(operation, left.Element, right.Element, number), hasProduct);
    }

    private WideValue WideFusedMultiplyAdd(Value x, Value y, Value z)
    {
        var (a, b, c) = (InDouble(x), InDouble(y), InDouble(z));
        var number = Math.FusedMultiplyAdd(a.Number, b.Number, c.Number);
        var hasProduct = WideValue.Either(WideValue.Either(a.HasProduct, b.HasProduct), WideValue.Either(c.HasProduct, IsProduct(x, y)));
        return new(number, _uniformBounds.FusedMultiplyAdd(a.Element, b.Element, c.Element, number), hasProduct);
    }

    private WideValue WideCompare(Comparison comparison, Value x, Value y)
    {
        var (left, right) = (InDouble(x), InDouble(y));
        return new(
            Holds(comparison, left.Number, right.Number) ? 1 : 0, ErrorBounds.OfComparison(left.Element, right.Element), HasProduct: false);
    }

    private static WideValue JoinWide(Value condition, Value whenTrue, Value whenFalse)
    {
        var (truth, first, second) = (condition.InDouble, whenTrue.InDouble, whenFalse.InDouble);
        var chosen = truth.IsTrue ? first : second;
        // A condition that is known may have chosen when the rule was compiled.
        var hasProduct = condition.Variance is Variance.Constant or Variance.Doubtful && first.HasProduct != second.HasProduct
            ? null
            : WideValue.Either(first.HasProduct, second.HasProduct);
        return chosen with { Bound = truth.Bound == 0 ? chosen.Bound : double.PositiveInfinity, HasProduct = hasProduct };
    }

    private static bool? IsProduct(Value x, Value y) =>
        x.Variance == Variance.Varying && y.Variance == Variance.Varying ? true
        : x.Variance < Variance.Doubtful || y.Variance < Variance.Doubtful ? false
        : null;
}
