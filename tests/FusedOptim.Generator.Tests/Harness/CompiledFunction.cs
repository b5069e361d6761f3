using System.Numerics;
using System.Reflection;
using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>A function of a compiled assembly, whatever its type.</summary>
internal abstract class CompiledFunction
{
    /// <summary>What the generator says about the function.</summary>
    public abstract FunctionSchema Schema { get; }

    /// <summary>The record.</summary>
    public abstract object Instance { get; }

    /// <summary>The user's own method.</summary>
    public abstract double Value(params double[] arguments);

    /// <summary>Runs a pass as a target.</summary>
    /// <param name="pass">What to compute.</param>
    /// <param name="target">The code to run as.</param>
    /// <param name="arguments">The arguments, one array each.</param>
    /// <returns>Values and derivatives; no derivatives of a pass that has none.</returns>
    public abstract (T[] Values, T[] Derivatives) Run<T>(FunctionKernel pass, KernelTarget target, params T[][] arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>Runs a pass over memory of the test's.</summary>
    public abstract void Run<T>(FunctionKernel pass, KernelTarget target, in FunctionOperands<T> operands)
        where T : unmanaged;

    /// <summary>All that <see cref="FunctionTest"/> verifies, and that the reference is the user's own method.</summary>
    public abstract void Verify(VerifyOptions options);

    /// <summary>Values and derivatives in double, as the target that runs unasked.</summary>
    public (double[] Values, double[] Derivatives) Differentiate(params double[][] arguments) =>
        Run(FunctionKernel.Differentiate, KernelTargets.Selected, arguments);

    /// <summary>The value and the derivative at one place, in double.</summary>
    public (double Value, double Derivative) At(params double[] arguments)
    {
        var (values, derivatives) = Differentiate([.. arguments.Select(argument => new[] { argument })]);
        return (values[0], derivatives[0]);
    }
}

/// <inheritdoc/>
internal sealed class CompiledFunction<TFunction>(TFunction function) : CompiledFunction
    where TFunction : class, IElementwiseFunction<TFunction>
{
    private static readonly MethodInfo s_value = typeof(TFunction).GetMethod(
        "Value", BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)!;

    public override FunctionSchema Schema => TFunction.Schema;

    public override object Instance => function;

    public override double Value(params double[] arguments) =>
        (double)s_value.Invoke(function, [.. arguments.Select(argument => (object)argument)])!;

    public override void Verify(VerifyOptions options)
    {
        FunctionTest.Verify(function, options);
        var generator = new BitGenerator(1);
        double[][] arguments = [.. Schema.Arguments.Select(_ => new double[64])];
        foreach (var argument in arguments)
            BoundaryValues.Fill(argument.AsSpan(), ref generator);
        var (values, _) = Run(FunctionKernel.Apply, KernelTarget.Reference, arguments);
        Assert.All(values, (actual, index) => Assert.True(
            Element.Same(Value([.. arguments.Select(argument => argument[index])]), actual),
            $"The reference of {Schema.Name} gives {actual:R} of ({string.Join(", ", arguments.Select(argument => argument[index]))})."));
    }

    public override (T[] Values, T[] Derivatives) Run<T>(FunctionKernel pass, KernelTarget target, params T[][] arguments)
    {
        var values = new T[arguments[0].Length];
        var derivatives = new T[pass == FunctionKernel.Differentiate ? values.Length : 0];
        Run(pass, target, new FunctionOperands<T>(arguments[0], values, derivatives)
        {
            Second = arguments.ElementAtOrDefault(1),
            Third = arguments.ElementAtOrDefault(2),
            Fourth = arguments.ElementAtOrDefault(3),
        });
        return (values, derivatives);
    }

    public override void Run<T>(FunctionKernel pass, KernelTarget target, in FunctionOperands<T> operands)
    {
        var constants = new double[Schema.StepConstantCount];
        function.Prepare(pass, target, constants);
        ElementwiseFunction.Run(function, pass, target, constants, in operands);
    }
}
