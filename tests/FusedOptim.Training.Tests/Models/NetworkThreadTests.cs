using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

[Trait("Members", "New")]
public class NetworkThreadTests
{
    private const string Message = "The network is in use on another thread. Use one network per thread.";

    private static readonly Dataset Data = ToyProblem.Spirals(12, seed: 1);
    private static readonly Dataset Others = ToyProblem.Spirals(7, seed: 2);

    private static readonly Dictionary<string, Action<Network<float>, Dataset>> Entries = new()
    {
        ["Forward"] = (network, data) => network.Forward(data.Features),
        ["Backward"] = (network, _) => network.Backward(),
        ["Predict"] = (network, data) => network.Predict(data.Features),
        ["PredictProbabilities"] = (network, data) => network.PredictProbabilities(data.Features),
        ["Classify"] = (network, data) => network.Classify(data.Features, new int[data.Count]),
        ["GetTopClasses"] = (network, data) => network.GetTopClasses(data.GetRow(0), 2),
        ["Predict all"] = (network, data) => network.Predict(data),
        ["PredictProbabilities of all"] = (network, data) => network.PredictProbabilities(data),
        ["Classify one"] = (network, data) => network.Classify(data.GetRow(0)),
        ["Classify all"] = (network, data) => network.Classify(data),
        ["Evaluate"] = (network, data) => Evaluation.Compute(network, new SoftmaxCrossEntropy(), data),
    };

    public static TheoryData<string> EntryNames => [.. Entries.Keys];

    [Theory]
    [MemberData(nameof(EntryNames))]
    public void ASecondThreadIsRefusedInEachPassAndChangesNothing(string name)
    {
        using var held = new HeldCall();
        using var network = Create(held);
        using var alone = Create(held);
        network.Forward(Data.Features);
        network.OutputGradients.Fill(0.1f);
        alone.Forward(Data.Features);
        alone.OutputGradients.Fill(0.1f);
        Entries[name](alone, Data);

        held.Run(() => Entries[name](network, Data), () =>
        {
            foreach (var entry in Entries.Values)
                Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => entry(network, Others)).Message);
            Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => network.GetInputs(1000)).Message);
            Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => network.Load("missing")).Message);
            Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => network.UpdateBatchNorm(Others)).Message);
            Assert.Equal(Message, Assert.Throws<InvalidOperationException>(() => network.Forward([])).Message);
        });

        for (var layer = 0; layer < network.LayerNames.Count; layer++)
            Assert.Equal(alone.GetActivations(layer), network.GetActivations(layer));
        foreach (var (expected, parameter) in alone.Parameters.Zip(network.Parameters))
            Assert.Equal(expected.Gradients, parameter.Gradients);
    }

    [Fact]
    public void ADisposedNetworkIsNamed()
    {
        var network = new Sequential(new Dense(2, 3)).Build(seed: 1);
        network.Forward([1, 2]);
        network.Dispose();
        foreach (var use in (Action[])[() => network.Predict([1, 2]), () => network.Forward([1, 2]), network.Backward])
        {
            var error = Assert.Throws<ObjectDisposedException>(use);
            Assert.Equal(typeof(Network<float>).FullName, error.ObjectName);
        }
    }

    [Fact]
    public void TheNextThreadIsAdmittedAfterAPassAlsoAfterOneThatThrows()
    {
        using var held = new HeldCall();
        using var network = Create(held);
        held.Run(
            () =>
            {
                Assert.Throws<ArgumentException>("inputs", () => network.Predict([1]));
                Assert.Throws<ArgumentException>("inputs", () => network.Classify([1], new int[1]));
                Assert.Throws<ArgumentException>("dataset", () => network.Predict(new Dataset([1f], [0])));
                network.Predict(Data.Features);
                held.Wait();
            },
            () => Assert.Throws<InvalidOperationException>(() => network.Predict(Others.Features)));
        using var between = new HeldCall();
        between.Run(
            () =>
            {
                network.Predict(Data.Features);
                between.Wait();
            },
            () => Assert.Equal(3 * Others.Count, network.Predict(Others.Features).Length));
    }

    /// <summary>The pass has ended by then; its outputs are still read.</summary>
    [Fact]
    public void ANetworkIsInUseUntilProbabilitiesAreComputedFromItsOutputs()
    {
        using var held = new HeldCall();
        using var network = ToyProblem.Model.Build(seed: 1);
        var expected = network.PredictProbabilities(Data.Features).ToArray();
        float[] probabilities = [];
        held.Run(
            () => probabilities = network.PredictProbabilities(Data.Features, (outputs, ofExample) =>
            {
                held.Wait();
                new SoftmaxCrossEntropy().ComputeProbabilities(outputs, ofExample);
            }).ToArray(),
            () => Assert.Equal(
                Message, Assert.Throws<InvalidOperationException>(() => network.Predict(Others.Features)).Message));
        Assert.Equal(expected, probabilities);
    }

    private static Network<float> Create(HeldCall held) =>
        new Sequential(new Dense(2, 8), new HeldCall.Waiting(held), new Tanh(), new Dense(8, 3)).Build(seed: 1);
}
