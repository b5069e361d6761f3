using FusedOptim.Execution;
using FusedOptim.Functions;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>Memory that a function takes and refuses: nothing is written where it refuses.</summary>
public sealed class OperandTests : IDisposable
{
    private readonly CompiledAssembly _assembly = FunctionSources.Compile(FunctionSources.Declare(
        "private double Value(double x, double y) => x * x + y;"));

    public void Dispose() => _assembly.Dispose();

    [Fact]
    public void ResultsMayTakeThePlaceOfArguments()
    {
        float[] Ramp(int scale) => [.. Enumerable.Range(0, 67).Select(value => (float)(scale * value))];
        foreach (var target in KernelTargets.Supported.Where(target => target != KernelTarget.StrictScalar))
        {
            var (x, y) = (Ramp(1), Ramp(3));
            Run(FunctionKernel.Differentiate, target, new(x, x, y) { Second = y });
            Assert.Equal(Enumerable.Range(0, 67).Select(value => (float)(value * value + 3 * value)), x);
            Assert.Equal(Ramp(2), y);
        }
    }

    [Fact]
    public void LengthsMustBeEqual()
    {
        var values = new float[4];
        Refused("y has 3 elements; it must have 4, as x has.", new float[4], new float[3], values, []);
        Refused("y has 0 elements; it must have 4, as x has.", new float[4], [], values, []);
        Refused("values has 4 elements; it must have 5, as x has.", new float[5], new float[5], values, []);
        Refused("derivatives has 3 elements; it must have 4, as x has.", new float[4], new float[4], values, new float[3], FunctionKernel.Differentiate);
        Refused("derivatives has 4 elements; Function takes none in this pass.", new float[4], new float[4], values, new float[4]);
    }

    [Fact]
    public void AnArgumentTooManyIsRefused()
    {
        var values = new float[4];
        var exception = Assert.Throws<ArgumentException>(() => Run(
            FunctionKernel.Apply, KernelTarget.Scalar, new(new float[4], values) { Second = new float[4], Third = new float[4] }));
        Assert.StartsWith("Third has 4 elements; Function takes none in this pass.", exception.Message);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void PartsOfMemoryMustNotBeShared()
    {
        var memory = new float[8];
        var (first, second) = (memory[..4], new float[4]);
        const string Part = " shares part of its memory with ";
        Assert.Contains("values" + Part + "x", Fails(() => Run(FunctionKernel.Apply, KernelTarget.Scalar, new(memory.AsSpan(0, 4), memory.AsSpan(1, 4)) { Second = second })));
        Assert.Contains("values" + Part + "y", Fails(() => Run(FunctionKernel.Apply, KernelTarget.Scalar, new(first, memory.AsSpan(1, 4)) { Second = memory.AsSpan(0, 4) })));
        Assert.Contains("derivatives" + Part + "x", Fails(() => Run(FunctionKernel.Differentiate, KernelTarget.Scalar, new(memory.AsSpan(2, 4), second, memory.AsSpan(0, 4)) { Second = first })));
        Assert.Contains("derivatives shares memory with values", Fails(() => Run(FunctionKernel.Differentiate, KernelTarget.Scalar, new(first, memory.AsSpan(0, 4), memory.AsSpan(0, 4)) { Second = second })));
        Assert.All(memory, value => Assert.Equal(0, value));
    }

    [Fact]
    public void SpansOfTheRecordAreChecked()
    {
        var apply = _assembly.Function().Instance;
        var method = apply.GetType().GetMethods().Single(candidate =>
            candidate.Name == "Apply" && candidate.GetParameters()[0].ParameterType == typeof(ReadOnlySpan<float>));
        Assert.Equal(["x", "y", "values"], method.GetParameters().Select(parameter => parameter.Name));
        var run = method.CreateDelegate<Binary>(apply);
        var values = new float[2];
        run([2, 3], [1, 1], values);
        Assert.Equal([5, 10], values);
        Assert.Throws<ArgumentException>(() => run([2, 3], [1], values));
    }

    [Fact]
    public void OtherTypesAreRefused() => Assert.Throws<NotSupportedException>(
        () => _assembly.Function().Run(FunctionKernel.Apply, KernelTarget.Scalar, new FunctionOperands<Half>([], [])));

    private delegate void Binary(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> values);

    private void Run(FunctionKernel pass, KernelTarget target, FunctionOperands<float> operands) =>
        _assembly.Function().Run(pass, target, in operands);

    private void Refused(
        string message, float[] x, float[] y, float[] values, float[] derivatives, FunctionKernel pass = FunctionKernel.Apply)
    {
        Assert.StartsWith(message, Fails(() => Run(pass, KernelTarget.Scalar, new(x, values, derivatives) { Second = y })));
        Assert.All(values, value => Assert.Equal(0, value));
    }

    private static string Fails(Action action) => Assert.Throws<ArgumentException>(action).Message;
}
