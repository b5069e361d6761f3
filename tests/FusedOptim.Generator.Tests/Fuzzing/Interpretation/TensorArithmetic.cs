using System.Numerics;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>Operations in the precision of a tensor, each rounded once, on numbers that are carried as doubles.</summary>
internal abstract class TensorArithmetic
{
    /// <summary>Half of a unit in the last place of 1.</summary>
    public abstract double Unit { get; }

    /// <summary>Below it, results of a few operations may have lost digits to the denormals.</summary>
    public abstract double Least { get; }

    /// <summary>The nearest value that the tensor can hold.</summary>
    public abstract double Rounded(double value);

    public abstract double Unary(Operation operation, double x);

    public abstract double Binary(Operation operation, double x, double y);

    public abstract double FusedMultiplyAdd(double x, double y, double z);
}

/// <inheritdoc/>
internal sealed class TensorArithmetic<T> : TensorArithmetic
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Unit { get; } = typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    public override double Least { get; } = typeof(T) == typeof(float) ? 1e-30 : 1e-290;

    public override double Rounded(double value) => FromTensor(ToTensor(value));

    public override double Unary(Operation operation, double number)
    {
        var x = ToTensor(number);
        return FromTensor(operation switch
        {
            Operation.Negate => -x,
            Operation.Abs => T.Abs(x),
            Operation.Sqrt => T.Sqrt(x),
            Operation.Floor => T.Floor(x),
            Operation.Ceiling => T.Ceiling(x),
            Operation.Round => T.Round(x, MidpointRounding.ToEven),
            Operation.Truncate => T.Truncate(x),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        });
    }

    public override double Binary(Operation operation, double left, double right)
    {
        var (x, y) = (ToTensor(left), ToTensor(right));
        return FromTensor(operation switch
        {
            Operation.Add => x + y,
            Operation.Subtract => x - y,
            Operation.Multiply => x * y,
            Operation.Divide => x / y,
            Operation.Remainder => x % y,
            Operation.Min => T.Min(x, y),
            Operation.Max => T.Max(x, y),
            Operation.CopySign => T.CopySign(x, y),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, null),
        });
    }

    public override double FusedMultiplyAdd(double x, double y, double z) =>
        FromTensor(T.FusedMultiplyAdd(ToTensor(x), ToTensor(y), ToTensor(z)));

    private static T ToTensor(double value) => T.CreateTruncating(value);

    private static double FromTensor(T value) => double.CreateTruncating(value);
}
