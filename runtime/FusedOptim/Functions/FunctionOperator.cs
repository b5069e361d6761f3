namespace FusedOptim.Functions;

/// <summary>The operators of <see cref="FunctionOperation"/>. Those of x, y and z take the results of earlier operations.</summary>
public enum FunctionOperator
{
    /// <summary>The number in <see cref="FunctionOperation.Value"/>.</summary>
    Constant,

    /// <summary>The truth value that <see cref="FunctionOperation.Value"/> is as a number: 1 for true, 0 for false.</summary>
    Condition,

    /// <summary>The argument of the function whose index is in <see cref="FunctionOperation.Index"/>.</summary>
    Argument,

    /// <summary>x + y.</summary>
    Add,

    /// <summary>x − y.</summary>
    Subtract,

    /// <summary>x · y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>−x.</summary>
    Negate,

    /// <summary>x · y + z, rounded once.</summary>
    FusedMultiplyAdd,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>√x.</summary>
    Sqrt,

    /// <summary>The lesser of x and y; NaN if one of them is NaN.</summary>
    Min,

    /// <summary>The greater of x and y; NaN if one of them is NaN.</summary>
    Max,

    /// <summary>The magnitude of x with the sign of y.</summary>
    CopySign,

    /// <summary>The greatest integer that is at most x.</summary>
    Floor,

    /// <summary>The least integer that is at least x.</summary>
    Ceiling,

    /// <summary>The nearest integer; halves to even.</summary>
    Round,

    /// <summary>x without the digits after the point.</summary>
    Truncate,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm of x.</summary>
    Log,

    /// <summary>The hyperbolic tangent of x.</summary>
    Tanh,

    /// <summary>1 / (1 + e^(−x)).</summary>
    Logistic,

    /// <summary>log(1 + e^x).</summary>
    Softplus,

    /// <summary>The error function of x.</summary>
    Erf,

    /// <summary>∛x.</summary>
    Cbrt,

    /// <summary>x^y.</summary>
    Pow,

    /// <summary>The angle whose tangent is x / y.</summary>
    Atan2,

    /// <summary>Whether x &lt; y.</summary>
    Less,

    /// <summary>Whether x ≤ y.</summary>
    LessOrEqual,

    /// <summary>Whether x &gt; y.</summary>
    Greater,

    /// <summary>Whether x ≥ y.</summary>
    GreaterOrEqual,

    /// <summary>Whether x = y.</summary>
    Equal,

    /// <summary>Whether x ≠ y.</summary>
    NotEqual,

    /// <summary>Whether the conditions x and y both hold.</summary>
    And,

    /// <summary>Whether at least one of the conditions x and y holds.</summary>
    Or,

    /// <summary>Whether one of the conditions x and y holds.</summary>
    Xor,

    /// <summary>Whether the condition x does not hold.</summary>
    Not,

    /// <summary>y where the condition x holds, z where it does not.</summary>
    Select,

    /// <summary>A number that hyperparameters give: only in generated code, for which <see cref="FunctionOperation.Index"/> is its
    /// place among the step constants.</summary>
    StepConstant,

    /// <summary>A truth value that hyperparameters give: only in generated code.</summary>
    StepCondition,
}
