using FusedOptim.TorchTests.Harness;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Layers;

/// <summary>The recurrent layer of the trainer beside libtorch's, with the same weights, in double precision.</summary>
public sealed class GruTests
{
    [Theory]
    [InlineData(1, 2, 3, 4)]
    [InlineData(5, 9, 4, 33)]
    public void OutputsAndDerivativesAreThoseOfLibtorch(int examples, int positions, int inputs, int units)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var network = new Sequential(new Input(positions, inputs), new Gru(inputs, units)).Build<double>(seed: 3);
        using var layer = nn.GRU(inputs, units, batchFirst: true).to(ScalarType.Float64);
        using (no_grad())
        {
            foreach (var (name, parameter) in layer.named_parameters())
                parameter.copy_(tensor(ParameterOf(name).Values.ToArray()).reshape(parameter.shape));
        }

        var values = randn(examples, positions, inputs, ScalarType.Float64).requires_grad_();
        var weights = randn(examples, positions, units, ScalarType.Float64);
        var (expected, _) = layer.call(values, null);
        (expected * weights).sum().backward();

        var actual = network.Forward(values.data<double>().ToArray()).ToArray();
        weights.data<double>().ToArray().CopyTo(network.OutputGradients);
        var inputGradients = new double[examples * positions * inputs];
        network.Backward(inputGradients);

        AssertClose(expected, actual);
        AssertClose(values.grad!, inputGradients);
        foreach (var (name, parameter) in layer.named_parameters())
            AssertClose(parameter.grad!, ParameterOf(name).Gradients.ToArray());

        Parameter<double> ParameterOf(string name) => network.Parameters["gru1." + name.Replace("_l0", "", StringComparison.Ordinal)];
    }

    private static void AssertClose(Tensor expected, double[] actual) =>
        Assert.InRange(Differences.Greatest(expected.contiguous().data<double>().ToArray(), actual), 0, 1e-13);
}
