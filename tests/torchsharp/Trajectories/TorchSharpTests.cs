using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Trajectories;

/// <summary>A hundred steps of a network by <see cref="FusedOptimizer"/> are those of TorchSharp's optimizers.</summary>
public sealed class TorchSharpTests
{
    private const int StepCount = 100;

    /// <summary>Optimizers of TorchSharp, and the rules with the same steps. RAdam is compared in <see cref="RAdamTests"/>: TorchSharp
    /// multiplies by the learning rate twice.</summary>
    internal static readonly Dictionary<string, (Func<IEnumerable<TorchParameter>, optim.Optimizer> Theirs, IUpdateRule Ours)> Cases = new()
    {
        ["SGD"] = (parameters => optim.SGD(parameters, 0.05), new Sgd(0.05)),
        ["SGD, weight decay"] = (parameters => optim.SGD(parameters, 0.05, weight_decay: 0.01), new Sgd(0.05) { WeightDecay = 0.01 }),
        ["SGD, momentum"] = (parameters => optim.SGD(parameters, 0.02, momentum: 0.9), new HeavyBall(0.02, 0.9)),
        ["SGD, momentum, dampening"] = (
            parameters => optim.SGD(parameters, 0.02, momentum: 0.9, dampening: 0.3, weight_decay: 0.01),
            new MomentumSgd(0.02, 0.9, 0.3) { WeightDecay = 0.01 }),
        ["SGD, Nesterov"] = (parameters => optim.SGD(parameters, 0.02, momentum: 0.9, nesterov: true), new Nesterov(0.02, 0.9)),
        ["Adam"] = (parameters => optim.Adam(parameters, 0.01), new Adam(0.01)),
        ["Adam, weight decay"] = (
            parameters => optim.Adam(parameters, 0.01, 0.8, 0.99, 1e-6, weight_decay: 0.02),
            new Adam(0.01, 0.8, 0.99, 1e-6) { WeightDecay = 0.02 }),
        ["Adam, amsgrad"] = (parameters => optim.Adam(parameters, 0.01, amsgrad: true), new AmsGrad(0.01)),
        ["AdamW"] = (parameters => optim.AdamW(parameters, 0.01, weight_decay: 0.1), new AdamW(0.01, WeightDecay: 0.1)),
        ["RMSProp"] = (parameters => optim.RMSProp(parameters, 0.002), new RmsProp(0.002)),
        ["RMSProp, centered, momentum"] = (
            parameters => optim.RMSProp(parameters, 0.001, alpha: 0.9, eps: 1e-3, weight_decay: 0.01, momentum: 0.8, centered: true),
            new RmsPropMomentum(0.001, 0.9, 1e-3, 0.8, Centered: true) { WeightDecay = 0.01 }),
        ["Adagrad"] = (
            parameters => optim.Adagrad(parameters, 0.05, lr_decay: 0.01, weight_decay: 0.01, initial_accumulator_value: 0.1),
            new AdaGrad(0.05, 0.01, 0.1) { WeightDecay = 0.01 }),
        ["Adadelta"] = (parameters => optim.Adadelta(parameters, 0.5, weight_decay: 0.01), new Adadelta(0.5) { WeightDecay = 0.01 }),
        ["Adamax"] = (parameters => optim.Adamax(parameters, 0.01, weight_decay: 0.01), new AdaMax(0.01) { WeightDecay = 0.01 }),
        ["NAdam"] = (parameters => optim.NAdam(parameters, 0.01, weight_decay: 0.01), new NAdam(0.01) { WeightDecay = 0.01 }),
        ["Rprop"] = (parameters => optim.Rprop(parameters, 0.001), new Rprop(0.001)),
        ["ASGD"] = (
            parameters => optim.ASGD(parameters, 0.05, lambd: 0.01, alpha: 0.6, t0: 20, weight_decay: 0.01),
            new Asgd(0.05, 0.01, 0.6, 20) { WeightDecay = 0.01 }),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsInDoubleAgreeTo12Digits(string name) => Compare(name, ScalarType.Float64, 1e-12);

    [Theory]
    [MemberData(nameof(Names))]
    public void StepsInSingleAgreeTo6Digits(string name) => Compare(name, ScalarType.Float32, 1e-6);

    private static void Compare(string name, ScalarType type, double tolerance)
    {
        var (theirs, ours) = Cases[name];
        using var expected = new Model(type);
        using var actual = new Model(type);
        using var reference = theirs(expected.Parameters.Select(named => named.Parameter));
        using var optimizer = FusedOptimizer.Create(actual.Parameters, ours);
        for (var step = 0; step < StepCount; step++)
        {
            reference.zero_grad();
            optimizer.zero_grad();
            expected.Backward(step);
            if (type == ScalarType.Float64)
                actual.Backward(step);
            else
                CopyGradients(expected, actual);
            using (NewDisposeScope())
                reference.step();
            Assert.Null(optimizer.step());
        }

        Assert.InRange(Differences.Greatest(expected.Values(), actual.Values()), 0, tolerance);
    }

    // In single precision the rounding of one step changes the gradients of the next one: those are the same for both.
    private static void CopyGradients(Model from, Model to)
    {
        using var scope = NewDisposeScope();
        foreach (var ((_, source), (_, target)) in from.Parameters.Zip(to.Parameters))
            target.grad = source.grad!.clone();
    }
}
