namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>The operations on numbers that the language has on values that vary.</summary>
internal enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Min,
    Max,
    CopySign,
    Negate,
    Abs,
    Sqrt,
    Floor,
    Ceiling,
    Round,
    Truncate,
    FusedMultiplyAdd,
}

/// <summary>The comparisons of the language.</summary>
internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}
