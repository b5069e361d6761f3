namespace FusedOptim.Generator.IR;

/// <summary>The operations of the language. What each takes, costs and is spelled as stands in <see cref="OpTable"/>.</summary>
internal enum Op : byte
{
    // Leaves.
    Constant,
    Hyperparameter,
    StaticField,
    Step,
    GradientScale,
    Prepared,
    Load,

    // From uniform to varying; between int and double.
    Broadcast,
    IntegerToReal,
    RealToInteger,

    // A value as the tensor holds it, where what it is made of would go to a reduction in double; and a value of the tensor in
    // double. Made by the front end and by WideReductions alone.
    Rounded,
    Widen,

    // Arithmetic.
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Negate,
    FusedMultiplyAdd,
    Abs,
    Sqrt,
    Min,
    Max,
    CopySign,
    Floor,
    Ceiling,
    Round,
    Truncate,

    // Functions of varying values: polynomials in the end, made by Passes/Functions.
    Exp,
    Log,
    Tanh,
    Logistic,
    Softplus,
    Erf,
    Cbrt,
    Pow,
    Atan2,

    // The parts of a number, exactly; made by those passes alone.
    PowerOfTwo,
    ScaleB,
    Exponent,
    Significand,
    LogB,
    NormalizedSignificand,

    // Comparisons and logic.
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    And,
    Or,
    Xor,
    Not,
    Select,

    // Uniform only.
    ShiftLeft,
    ShiftRight,
    UnsignedShiftRight,
    IntegerPower,
    ClampMinimum,
    Call,
}
