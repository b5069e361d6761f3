using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

public class SequentialTests
{
    public static TheoryData<string, Sequential> ModelsInModels => new()
    {
        { "convolutions", new Sequential(new Input(16, 16, 1), new Sequential(new Convolution2D(1, 4, 3), new Relu()), new Flatten(), new Dense(784, 2)) },
        { "flattened within", new Sequential(new Input(8, 8), new Sequential(new Dense(8, 4), new Flatten(), new Dense(32, 2))) },
        { "a sequence", new Sequential(new Input(6, 1), new Sequential(new Gru(1, 4), new Flatten(), new Dense(24, 2))) },
        { "an embedding", new Sequential(new Input(6, 1), new Sequential(new Embedding(10, 8), new Gru(8, 4)), new LastPosition()) },
        {
            "a residual connection",
            new Sequential(
                new Input(8, 8, 2), new Residual(new Sequential(new Convolution2D(2, 2, 3), new Convolution2D(2, 2, 3, padding: 2))),
                new Flatten())
        },
    };

    /// <summary>The shape of examples comes from the model around it.</summary>
    [Theory]
    [MemberData(nameof(ModelsInModels))]
    public void AModelWithinAModelTakesSeveralPositions(string name, Sequential model)
    {
        using var network = model.Build(seed: 1);
        Assert.True(network.Predict(new float[network.InputSize]).Length == network.OutputSize, name);
    }

    [Fact]
    public void ALayerThatDoesNotFitOnePositionIsRefusedWhereTheModelIsBuilt()
    {
        var model = new Sequential(new Convolution2D(1, 4, 3), new Relu());
        var refusal = Assert.Throws<ArgumentException>(() => model.Build(seed: 1));
        Assert.StartsWith("'conv1': A window of 3 × 3 does not fit into 1 × 1 pixels.", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.InputShape);
        refusal = Assert.Throws<ArgumentException>(() => new Sequential(new Dense(8, 4), new Flatten(), new Dense(32, 2)).Build(seed: 1));
        Assert.Equal(
            "'dense2' takes 32 values, but 'flatten1' before it gives 4. Put the shape of examples in front of the model, such as new " +
            "Input(10, 4) for sequences.", refusal.Message);
    }

    [Fact]
    public void ALayerWithinAnotherIsNamedWhereItDoesNotFit()
    {
        var refusal = Assert.Throws<ArgumentException>(
            () => new Sequential(new Input(4, 4, 1), new Residual(new Relu(), new MaxPool2D(5))));
        Assert.Equal(
            "'residual1': 'maxpool1': A window of 5 × 5 does not fit into 4 × 4 pixels. Make it smaller, or leave out a pool or a stride " +
            "before it. (Parameter 'layers')", refusal.Message);
    }

    [Fact]
    public void ALayerThatIsNullIsCounted()
    {
        var refusal = Assert.Throws<ArgumentNullException>("layers", () => new Sequential(new Dense(2, 3), null!));
        Assert.StartsWith("Layer 2 of 2 is null.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LastPositionRefusesImages()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new Sequential(new Input(4, 3, 2), new LastPosition()));
        Assert.StartsWith(
            "'lastposition1': LastPosition takes a sequence, positions × features; it is given an image of 4 × 3 × 2 (height × width × " +
            "channels). To classify images, write Flatten instead.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExampleThatWouldBeTooLargeIsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new Sequential(new Input(100_000), new Embedding(10, 1_000_000)));
        Assert.StartsWith(
            "'embedding1': 100000 indices with 1000000 features each are 100000000000 values; an example has at most 2147483647.", refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void NamesParametersAsPyTorchDoes()
    {
        using var network = new Sequential(new Dense(4, 3), new Relu(), new Dense(3, 2)).Build(seed: 1);
        Assert.Equal(
            [
                "dense1.weight [3, 4] Weight",
                "dense1.bias [3] Bias",
                "dense2.weight [2, 3] Weight",
                "dense2.bias [2] Bias",
            ],
            network.Parameters.Select(parameter => parameter.ToString()));
    }

    [Fact]
    public void ADenseLayerMultipliesByItsWeightAndAddsItsBias()
    {
        using var network = new Sequential(new Dense(2, 3)).Build<double>(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([1, 2, 3, 4, 5, 6]);
        network.Parameters["dense1.bias"].CopyFrom([0.5, 0, -1]);
        Assert.Equal([1 + 20 + 0.5, 3 + 40, 5 + 60 - 1, 0.5, 0, -1], network.Forward([1, 10, 0, 0]).ToArray());
    }

    [Fact]
    public void ActivationsAreTheirFormulas()
    {
        double[] inputs = [.. Enumerable.Range(-20, 41).Select(i => i / 4.0), double.NaN];
        AssertForward(new Relu(), x => double.IsNaN(x) ? x : Math.Max(x, 0));
        AssertForward(new Tanh(), Math.Tanh);
        AssertForward(new Logistic(), x => 1 / (1 + Math.Exp(-x)));

        void AssertForward(Layer layer, Func<double, double> formula)
        {
            // A dense layer says how many values there are, and passes them on.
            using var network = new Sequential(new Dense(1, 1), layer).Build<double>(seed: 1);
            network.Parameters["dense1.weight"].CopyFrom([1]);
            var outputs = network.Forward(inputs);
            for (var i = 0; i < inputs.Length; i++)
                Assert.Equal(formula(inputs[i]), outputs[i], 1e-15);
        }
    }

    [Fact]
    public void TheSeedDeterminesTheWeights()
    {
        var model = new Sequential(new Dense(30, 20), new Relu(), new Dense(20, 10, Initializer.XavierUniform));
        using var a = model.Build(seed: 7);
        using var b = model.Build(seed: 7);
        using var c = model.Build(seed: 8);
        Assert.Equal(a.ComputeDigest(), b.ComputeDigest());
        Assert.NotEqual(a.ComputeDigest(), c.ComputeDigest());
        // Recorded: the same on every machine.
        Assert.StartsWith("53616056a457bd53515506b28a7cb36e8c534231", a.ComputeDigest());
    }

    [Fact]
    public void SingleWeightsAreDoubleOnesRounded()
    {
        var model = new Sequential(new Dense(30, 20));
        using var single = model.Build(seed: 7);
        using var twice = model.Build<double>(seed: 7);
        Assert.Equal(
            twice.Parameters[0].Values.ToArray().Select(value => (float)value), single.Parameters[0].Values.ToArray());
    }

    [Fact]
    public void ALargerBatchGivesEachExampleTheSameOutputs()
    {
        using var network = new Sequential(new Dense(3, 40), new Tanh(), new Dense(40, 5)).Build(seed: 2);
        float[] inputs = [.. Enumerable.Range(0, 30).Select(i => i / 7f)];
        var one = network.Forward(inputs.AsSpan(12, 3)).ToArray();
        Assert.Equal(one, network.Forward(inputs).Slice(4 * 5, 5).ToArray());
    }

    [Fact]
    public void RefusesLayersThatDoNotFit()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new Sequential(new Dense(784, 128), new Relu(), new Dense(64, 10)));
        Assert.StartsWith("'dense2' takes 64 values, but 'relu1' before it gives 128.", error.Message);
        Assert.Throws<ArgumentException>(() => new Sequential());
        Assert.Throws<ArgumentNullException>(() => new Sequential(new Dense(1, 1), null!));
        var unknown = Assert.Throws<InvalidOperationException>(() => new Sequential(new Relu(), new Tanh()).Build(seed: 1));
        Assert.StartsWith("No layer says how many values it takes (relu1, tanh1)", unknown.Message);
        error = Assert.Throws<ArgumentException>(() => new Sequential(new Input(28, 28), new Dense(784, 10)));
        Assert.StartsWith("'dense1' takes 784 values, but 'input1' before it gives 28 × 28; put a Flatten between them.", error.Message);
        error = Assert.Throws<ArgumentException>(() => new Sequential(new Residual(new Dense(3, 4))));
        Assert.StartsWith("'residual1': The layers of a residual connection give 4 where they take 3", error.Message);
        var range = Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(0, 3));
        Assert.StartsWith("inputs of a dense layer is 0; it must be at least 1.", range.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dense(3, -1));
    }

    [Fact]
    public void ModelsAreMadeOfModels()
    {
        var block = new Sequential(new Dense(2, 2), new Relu());
        using var network = new Sequential(new Input(3, 2), new Residual(block, block), block, new Flatten(), new Dense(6, 1))
            .Build<double>(seed: 1);
        Assert.Equal(
            [
                "residual1.sequential1.dense1.weight", "residual1.sequential2.dense1.weight", "sequential1.dense1.weight",
                "dense1.weight",
            ],
            network.Parameters.Where(parameter => parameter.Kind == ParameterKind.Weight).Select(parameter => parameter.Name));
        Assert.Equal(["input1", "residual1", "sequential1", "flatten1", "dense1"], network.LayerNames);
        Assert.Equal((6, 1), (network.InputSize, network.OutputSize));
    }

    /// <summary>What a model within a model takes is said by its first layer, not by one behind a change of shape.</summary>
    [Fact]
    public void AModelThatFlattensIsPartOfAModel()
    {
        var classifier = new Sequential(new Flatten(), new Dense(6, 1));
        Assert.Equal(6, classifier.InputSize);
        using var network = new Sequential(new Input(3, 2), new Sequential(new Tanh(), classifier)).Build(seed: 1);
        Assert.Equal((6, 1), (network.InputSize, network.OutputSize));
        var error = Assert.Throws<ArgumentException>(() => new Sequential(new Input(4, 2), classifier));
        Assert.StartsWith("'sequential1': 'dense1' takes 6 values, but 'flatten1' before it gives 8.", error.Message);
    }

    [Fact]
    public void AResidualConnectionAddsWhatItTakes()
    {
        using var network = new Sequential(new Residual(new Dense(2, 2))).Build<double>(seed: 1);
        network.Parameters["residual1.dense1.weight"].CopyFrom([0, 1, 0, 2]);
        Assert.Equal([1 + 10, 10 + 20], network.Forward([1, 10]).ToArray());
    }

    [Fact]
    public void ADenseLayerComputesEachPositionAlike()
    {
        using var network = new Sequential(new Input(2, 3), new Dense(3, 1)).Build<double>(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([1, 10, 100]);
        Assert.Equal([321, 654], network.Forward([1, 2, 3, 4, 5, 6]).ToArray());
    }

    [Fact]
    public void BackwardNeedsATrainingPass()
    {
        using var network = new Sequential(new Dense(1, 1)).Build(seed: 1);
        _ = network.Forward([1]);
        _ = network.Predict([1]);
        Assert.Throws<InvalidOperationException>(network.Backward);
        Assert.Equal(1, network.ForwardCount);
    }

    /// <summary>What is left of the batch before has nothing to do with that of the call that was refused.</summary>
    [Fact]
    public void NoBackwardFollowsAForwardThatWasRefused()
    {
        using var network = new Sequential(new Dense(2, 2), new BatchNorm()).Build(seed: 1);
        _ = network.Forward([1, 2, 3, 4]);
        Assert.Throws<ArgumentException>(() => network.Forward([1, 2]).Length);
        Assert.Throws<InvalidOperationException>(network.Backward);
    }

    /// <summary>Nobody asks for derivatives in front of the first parameters, unless somebody does.</summary>
    [Fact]
    public void DerivativesEndAtTheFirstParameters()
    {
        using var network = new Sequential(new Input(2, 3), new Tanh(), new Flatten(), new Dense(6, 2), new Tanh())
            .Build<double>(seed: 1);
        _ = network.Forward([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        network.OutputGradients.Fill(1);
        network.Backward();
        Assert.Equal([0, 0, 0, 2, 2], Enumerable.Range(0, 5).Select(layer => network.GetActivationGradients(layer).Length));
        var gradients = network.Parameters["dense1.weight"].Gradients.ToArray();
        Assert.DoesNotContain(0, gradients);

        network.Parameters.ZeroGradients();
        network.Backward(new double[6]);
        Assert.Equal([6, 6, 6, 2, 2], Enumerable.Range(0, 5).Select(layer => network.GetActivationGradients(layer).Length));
        Assert.Equal(gradients, network.Parameters["dense1.weight"].Gradients.ToArray());
    }

    [Fact]
    public void InputsWrittenInPlaceAreThoseOfTheBatch()
    {
        using var network = new Sequential(new Dense(2, 1)).Build<double>(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([1, 10]);
        var inputs = network.GetInputs(2);
        inputs[0] = 1;
        inputs[1] = 2;
        inputs[2] = 3;
        inputs[3] = 4;
        Assert.Equal([21, 43], network.Forward(inputs).ToArray());
    }

    [Fact]
    public void ClassifiesByTheFirstLargestOutput()
    {
        using var network = new Sequential(new Dense(3, 3)).Build(seed: 1);
        network.Parameters["dense1.weight"].CopyFrom([1, 0, 0, 0, 1, 0, 0, 0, 1]);
        var labels = new int[4];
        network.Classify([1, 2, 3, 5, 0, 0, 0, 7, 7, float.NaN, 1, 2], labels);
        Assert.Equal([2, 0, 1, -1], labels);
        var error = Assert.Throws<ArgumentException>(() => network.Classify(new float[6], new int[3]));
        Assert.StartsWith("inputs has 6 values; it must have 3 for each of 3 labels.", error.Message);
        Assert.Throws<ArgumentException>(() => network.Classify([], []));
    }

    [Fact]
    public void RefusesBatchesThatDoNotFit()
    {
        using var network = new Sequential(new Dense(3, 2)).Build(seed: 1);
        Assert.Throws<InvalidOperationException>(network.Backward);
        var error = Assert.Throws<ArgumentException>(() => network.Forward(new float[4]).Length);
        Assert.StartsWith("inputs has 4 values; it must have 3 for each of one or more examples.", error.Message);
        Assert.Throws<ArgumentException>(() => network.Forward([]).Length);
    }
}
