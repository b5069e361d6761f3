using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Testing;

/// <summary>Compares derivatives with central differences of the method, in double.</summary>
internal static class DerivativeCheck<TFunction>
    where TFunction : class, IElementwiseFunction<TFunction>
{
    private const int Count = 256;

    /// <exception cref="FunctionVerificationException">A derivative is not the limit of the differences.</exception>
    public static void Check(TFunction function, ulong seed)
    {
        var generator = new BitGenerator(seed);
        var arguments = new double[TFunction.Schema.Arguments.Count][];
        for (var argument = 0; argument < arguments.Length; argument++)
        {
            arguments[argument] = new double[Count];
            foreach (ref var value in arguments[argument].AsSpan())
                value = generator.NextUnit() * (1 << generator.Next(5));
        }

        var (derivatives, steps) = (new double[Count], new double[Count]);
        var values = Values(function, arguments, derivatives);
        for (var index = 0; index < Count; index++)
            steps[index] = 1e-5 * Math.Max(1, Math.Abs(arguments[0][index]));
        var wide = Differences(function, arguments, steps);
        var narrow = Differences(function, arguments, [.. steps.Select(step => step / 2)]);
        for (var index = 0; index < Count; index++)
        {
            // Where they disagree there is a kink between them, or the function changes too fast.
            var tolerance = 8 * Math.Abs(wide[index] - narrow[index]) + 1e-7 * Math.Max(1, Math.Abs(narrow[index])) +
                1e-9 * Math.Abs(values[index]);
            if (double.IsFinite(tolerance) && !(Math.Abs(derivatives[index] - narrow[index]) <= tolerance))
                throw Report(function, arguments, index, derivatives[index], narrow[index]);
        }
    }

    private static double[] Values(TFunction function, double[][] arguments, double[] derivatives)
    {
        var pass = derivatives.Length > 0 ? FunctionKernel.Differentiate : FunctionKernel.Apply;
        var values = new double[Count];
        var constants = new double[TFunction.Schema.StepConstantCount];
        function.Prepare(pass, KernelTarget.Reference, constants);
        function.Run(pass, KernelTarget.Reference, constants, new FunctionOperands<double>(arguments[0], values, derivatives)
        {
            Second = arguments.ElementAtOrDefault(1),
            Third = arguments.ElementAtOrDefault(2),
            Fourth = arguments.ElementAtOrDefault(3),
        });
        return values;
    }

    private static double[] Differences(TFunction function, double[][] arguments, double[] steps)
    {
        double[] above = [.. arguments[0].Zip(steps, (x, step) => x + step)];
        double[] below = [.. arguments[0].Zip(steps, (x, step) => x - step)];
        var high = Values(function, [above, .. arguments.Skip(1)], []);
        var low = Values(function, [below, .. arguments.Skip(1)], []);
        // The distance that was taken, not the one that was meant.
        return [.. Enumerable.Range(0, Count).Select(index => (high[index] - low[index]) / (above[index] - below[index]))];
    }

    private static FunctionVerificationException Report(
        TFunction function, double[][] arguments, int index, double derivative, double difference)
    {
        var described = HyperparameterText.Describe(
            TFunction.Schema.Name, TFunction.Schema.Hyperparameters, function.GetHyperparameter);
        var place = string.Join(", ", TFunction.Schema.Arguments.Select((name, argument) =>
            Invariant($"{name} {arguments[argument][index]:R}")));
        return new(Invariant($"{described}: the derivative by {TFunction.Schema.Arguments[0]} is {derivative:R}, central differences give {difference:R}, of {place}."))
        {
            Function = TFunction.Schema.Name,
            Pass = FunctionKernel.Differentiate,
            Target = KernelTarget.Reference,
            Precision = typeof(double),
            Length = Count,
            Operand = "derivatives",
            Element = index,
        };
    }
}
