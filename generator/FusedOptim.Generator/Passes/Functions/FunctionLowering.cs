using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// Turns one function into operations that every instruction set computes alike. The double forms repeat the operations of
/// the runtime's Elementwise one by one: a strict kernel has the bits of the method. The float forms are the same with
/// shorter polynomials.
/// </summary>
/// <param name="source">The graph.</param>
/// <param name="element">The precision of the kernel that the graph is for.</param>
/// <param name="function">The function to lower.</param>
internal abstract class FunctionLowering(Graph source, Element element, Op function) : Rewriter(source)
{
    protected sealed override int Rewrite(Node original, Node node)
    {
        if (node.Op != function)
            return base.Rewrite(original, node);
        var start = Target.Count;
        var result = Lower(original, node);
        if (Target.Count > start)
        {
            Target.Begin(start, Title);
            Target.Begin(Target.Count, "");
        }

        return result;
    }

    /// <summary>The formula, for readers of generated code.</summary>
    protected abstract string Title { get; }

    /// <summary>Builds what computes the function.</summary>
    /// <param name="original">The function as it was, its operands indices of the source.</param>
    /// <param name="node">The function with its operands as indices of the target.</param>
    protected abstract int Lower(Node original, Node node);

    protected bool IsSingle => element == Element.Single;

    protected int Constant(double value) => Target.ToVarying(Target.Real(value));

    protected int Constant(float single, double @double) => Constant(IsSingle ? single : @double);

    protected int Add(int a, int b) => Target.Binary(Op.Add, a, b);

    protected int Subtract(int a, int b) => Target.Binary(Op.Subtract, a, b);

    protected int Multiply(int a, int b) => Target.Binary(Op.Multiply, a, b);

    protected int Divide(int a, int b) => Target.Binary(Op.Divide, a, b);

    protected int FusedMultiplyAdd(int a, int b, int c) => Target.FusedMultiplyAdd(a, b, c);

    protected int Negate(int value) => Target.Unary(Op.Negate, value);

    protected int Compare(Op op, int a, int b) => Target.Binary(op, a, b);

    protected int Select(int condition, int whenTrue, int whenFalse) => Target.Select(condition, whenTrue, whenFalse);

    /// <summary>Gives a value a name in the generated code, unless it has one.</summary>
    protected int Named(string name, int value)
    {
        Target.Name(value, name);
        return value;
    }

    /// <summary>A polynomial by Horner's scheme, the coefficient of the highest power first.</summary>
    protected int Polynomial(string name, int variable, float[] single, double[] @double)
    {
        var coefficients = IsSingle ? [.. single.Select(static value => (double)value)] : @double;
        var sum = Constant(coefficients[0]);
        foreach (var coefficient in coefficients.Skip(1))
            sum = Named(name, FusedMultiplyAdd(sum, variable, Constant(coefficient)));
        return sum;
    }

    /// <summary>value · 2^power, rounded once.</summary>
    protected int Scale(int value, int power) => Target.Binary(Op.ScaleB, value, power);
}
