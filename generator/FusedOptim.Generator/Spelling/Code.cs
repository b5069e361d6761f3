namespace FusedOptim.Generator.Spelling;

/// <summary>A C# expression and how tightly it binds, so that parentheses stand only where they are needed.</summary>
internal readonly record struct Code(string Text, int Precedence = Code.Primary)
{
    public const int Primary = 20;
    public const int Unary = 14;
    public const int Conditional = 2;

    public string At(int precedence) => Precedence >= precedence ? Text : $"({Text})";

    public static int PrecedenceOf(string symbol) => symbol switch
    {
        "*" or "/" or "%" => 13,
        "+" or "-" => 12,
        "<<" or ">>" or ">>>" => 11,
        "<" or "<=" or ">" or ">=" => 10,
        "==" or "!=" => 9,
        "&" => 8,
        "^" => 7,
        "|" => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(symbol), symbol, "Not an operator."),
    };

    public override string ToString() => Text;
}
