using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Testing;

/// <summary>Targets side by side over memory of one length: each pass of each must leave the bits of the first.</summary>
internal sealed class FunctionVerification<TFunction, T> : IDisposable
    where TFunction : class, IElementwiseFunction<TFunction>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TFunction _function;
    private readonly VerifyOptions _options;
    private readonly IReadOnlyList<KernelTarget> _targets;
    private readonly int _length;
    private readonly OperandMemory<T> _expected;
    private readonly OperandMemory<T> _actual;

    public FunctionVerification(
        TFunction function, VerifyOptions options, IReadOnlyList<KernelTarget> targets, int length)
    {
        (_function, _options, _targets, _length) = (function, options, targets, length);
        // Beside the first argument and the values: the other arguments, the derivatives.
        var capacity = length + options.LargestOffset;
        _expected = new OperandMemory<T>(ArgumentCount, capacity);
        _actual = new OperandMemory<T>(ArgumentCount, capacity);
    }

    private static int ArgumentCount => TFunction.Schema.Arguments.Count;

    /// <exception cref="FunctionVerificationException">A target differs.</exception>
    public void Check()
    {
        var generator = new BitGenerator(_options.Seed * 8191 + (ulong)_length);
        for (var offset = 0; offset <= _options.LargestOffset; offset++)
        {
            _expected.Place(_length, offset);
            for (var argument = 0; argument < ArgumentCount; argument++)
                EdgeValues.Fill(_expected[argument], ref generator);
            Check(offset);
            for (var argument = 0; argument < ArgumentCount; argument++)
                BoundaryValues.Fill(_expected[argument], ref generator);
            Check(offset);
        }
    }

    private void Check(int offset)
    {
        Run(_expected, FunctionKernel.Differentiate, _targets[0]);
        foreach (var target in _targets)
        {
            Compare(FunctionKernel.Differentiate, target, offset);
            Compare(FunctionKernel.Apply, target, offset);
        }
    }

    public void Dispose()
    {
        _expected.Dispose();
        _actual.Dispose();
    }

    private void Run(OperandMemory<T> memory, FunctionKernel pass, KernelTarget target)
    {
        var constants = new double[TFunction.Schema.StepConstantCount];
        _function.Prepare(pass, target, constants);
        ElementwiseFunction.Run(_function, pass, target, constants, new FunctionOperands<T>
        {
            First = memory[0],
            Second = Argument(memory, 1),
            Third = Argument(memory, 2),
            Fourth = Argument(memory, 3),
            Values = memory[ArgumentCount],
            Derivatives = pass == FunctionKernel.Differentiate ? memory[ArgumentCount + 1] : default,
        });
    }

    private static ReadOnlySpan<T> Argument(OperandMemory<T> memory, int argument) =>
        argument < ArgumentCount ? memory[argument] : default;

    private void Compare(FunctionKernel pass, KernelTarget target, int offset)
    {
        _actual.Place(_length, offset);
        for (var argument = 0; argument < ArgumentCount; argument++)
            _expected[argument].CopyTo(_actual[argument]);
        Run(_actual, pass, target);
        for (var operand = 0; operand < ArgumentCount + (pass == FunctionKernel.Differentiate ? 2 : 1); operand++)
        {
            var index = Element.FirstDifference<T>(_expected[operand], _actual[operand]);
            if (index >= 0)
            {
                throw Report(pass, target, operand, index,
                    $"is {Element.Describe(_actual[operand][index])}, of {_targets[0]} {Element.Describe(_expected[operand][index])}");
            }
        }

        if (_actual.FindWriteOutside() is { } write)
        {
            throw Report(pass, target, write.Operand, -1,
                Invariant($"is written {write.ByteCount} bytes {(write.IsBehind ? "behind its end" : "before its start")}"));
        }
    }

    private FunctionVerificationException Report(
        FunctionKernel pass, KernelTarget target, int operand, int element, string fault)
    {
        var name = operand < ArgumentCount ? TFunction.Schema.Arguments[operand]
            : operand == ArgumentCount ? "values" : "derivatives";
        var precision = typeof(T) == typeof(float) ? "float" : "double";
        var function = HyperparameterText.Describe(
            TFunction.Schema.Name, TFunction.Schema.Hyperparameters, _function.GetHyperparameter);
        var arguments = element < 0 ? "" : ", of " + string.Join(", ", TFunction.Schema.Arguments.Select(
            (argument, index) => $"{argument} {Element.Describe(_expected[index][element])}"));
        return new(Invariant($"{function}, {pass} as {target}: {name}[{element}] of {_length} {precision}s at offset {_expected.Offset} {fault}{arguments}."))
        {
            Function = TFunction.Schema.Name,
            Pass = pass,
            Target = target,
            Precision = typeof(T),
            Length = _length,
            Operand = name,
            Element = element,
        };
    }
}
