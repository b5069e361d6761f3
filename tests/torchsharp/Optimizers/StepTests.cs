using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Optimizers;

/// <summary>What a step does besides the rule.</summary>
public sealed class StepTests
{
    [Fact]
    public void AClosureGivesItsLossAndComputesGradients()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new Sgd(0.1));
        using var none = no_grad();
        using var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            return tensor(model.Backward(0));
        });
        Assert.True(loss!.ToDouble() > 0);
        using var after = optimizer.step(() =>
        {
            optimizer.zero_grad();
            return tensor(model.Backward(0));
        });
        Assert.True(after!.ToDouble() < loss!.ToDouble());
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void ElementsOfTwoBytesAreSteppedAsInSinglePrecision(ScalarType type)
    {
        using var parameter = new TorchParameter(ones(100, type));
        using var optimizer = FusedOptimizer.Create(
            [("weight", parameter)], new Sgd(0.5), new() { ParameterRounding = Formats.StorageRounding.NearestEven });
        parameter.grad = full(100, 0.5f, type);
        optimizer.step();
        Assert.All(Values.Of(parameter), value => Assert.Equal(0.75, value));
    }

    [Fact]
    public void MasterCopiesAreForTheElementsThatTheyFit()
    {
        using var narrow = new TorchParameter(ones(100, ScalarType.BFloat16));
        using var wide = new TorchParameter(ones(100));
        using var optimizer = FusedOptimizer.Create([("narrow", narrow), ("wide", wide)], new Sgd(1), new() { MasterCopy = true });
        narrow.grad = full(100, 1e-3f, ScalarType.BFloat16);
        for (var step = 0; step < 100; step++)
            optimizer.step();
        Assert.All(Values.Of(narrow), value => Assert.Equal(0.9, value, 0.005));
    }

    [Fact]
    public void ViewsAreChosenByNameAndShape()
    {
        using var fused = new TorchParameter(ones(12, 4));
        using var kernel = new TorchParameter(ones(8, 4, 3, 2));
        using var other = new TorchParameter(ones(5, 3, 2));
        using var optimizer = FusedOptimizer.Create(
            [("fused", fused), ("kernel", kernel), ("other", other)], new Sgd(1),
            view: (name, shape) =>
                name == "fused" ? MatrixView.Of(shape).Split(3) :
                name == "kernel" ? MatrixView.OfLastTwoDimensions(shape) : MatrixView.Of(shape));
        Assert.Equal(
            [new(3, 4, 4), new(32, 3, 2), new MatrixView(1, 5, 6)],
            optimizer.Optimizers[0].Groups[0].Parameters.Select(parameter => parameter.View));
        var exception = Assert.Throws<ArgumentException>(() => FusedOptimizer.Create(
            [("fused", fused)], new Sgd(1), view: (_, _) => new(1, 2, 3)));
        Assert.Contains("1 × 2 × 3 of 'fused' [12, 4]", exception.Message);
    }

    [Fact]
    public void TheNormSpansAllElementTypes()
    {
        using var mixed = new Mixed();
        var report = mixed.Optimizer.Step(new() { MaximumNorm = 1, GradientScale = 0.5 });
        var norm = 0.5 * Math.Sqrt(2 * 1 + 3 * 4 + 4 * 9 + 5 * 16);
        Assert.Equal(norm, report.GradientNorm, 1e-12);
        Assert.Equal(0.5 / (norm + 1e-6), report.GradientScale, 1e-12);
        Assert.All(Values.Of(mixed.Parameters[1]), value => Assert.Equal(-2 * report.GradientScale, value, 1e-12));
        Assert.All(Values.Of(mixed.Parameters[0]), value => Assert.Equal(-report.GradientScale, value, 1e-7));
    }

    [Fact]
    public void AGradientThatIsNotFiniteSkipsTheStepOfAllElementTypes()
    {
        using var mixed = new Mixed();
        mixed.Parameters[2].grad!.fill_(double.NaN);
        var report = mixed.Optimizer.Step(new() { SkipNonFinite = true, ZeroGradients = true });
        Assert.True(report.IsSkipped);
        Assert.Equal("half", report.NonFiniteParameter);
        Assert.All(mixed.Parameters, parameter => Assert.All(Values.Of(parameter), value => Assert.Equal(0, value)));
        Assert.All(mixed.Parameters, parameter => Assert.All(Values.Of(parameter.grad!), value => Assert.Equal(0, value)));
        Assert.All(mixed.Optimizer.Optimizers, optimizer => Assert.Equal((0, 1), (optimizer.StepCount, optimizer.SkippedStepCount)));
    }

    [Fact]
    public void ClippingAGradientThatIsNotFiniteNamesIt()
    {
        using var mixed = new Mixed();
        mixed.Parameters[3].grad!.fill_(double.NaN);
        var refusal = Assert.Throws<InvalidOperationException>(() => mixed.Optimizer.Step(new() { MaximumNorm = 1 }));
        Assert.Contains("'narrow'", refusal.Message, StringComparison.Ordinal);
        Assert.All(mixed.Parameters, parameter => Assert.All(Values.Of(parameter), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void ARuleOfAllElementTypesIsOneGroup()
    {
        using var mixed = new Mixed();
        var group = Assert.Single(mixed.Optimizer.Groups);
        Assert.Equal(4, group.CoreGroups.Count);
        group.LearningRate = 0.5;
        mixed.Optimizer.step();
        Assert.All(Values.Of(mixed.Parameters[0]), value => Assert.Equal(-0.5, value));
        Assert.All(Values.Of(mixed.Parameters[3]), value => Assert.Equal(-2, value));
    }

    [Fact]
    public void AveragedWeightsTakeThePlaceOfTheTrainingWeights()
    {
        using var model = new Model(ScalarType.Float64);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new ScheduleFreeAdamW());
        for (var step = 0; step < 20; step++)
        {
            optimizer.zero_grad();
            model.Backward(step);
            optimizer.step();
        }

        var training = model.Values();
        using (optimizer.UseEvaluationWeights())
        {
            Assert.NotEqual(training, model.Values());
            Assert.Throws<InvalidOperationException>(() => optimizer.step());
        }

        Assert.Equal(training, model.Values());
        optimizer.step();
    }

    [Fact]
    public void DisposingTheOptimizerRestoresTheTrainingWeights()
    {
        using var model = new Model(ScalarType.Float64);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new ScheduleFreeAdamW());
        for (var step = 0; step < 5; step++)
        {
            model.Backward(step);
            optimizer.Step(new() { ZeroGradients = true });
        }

        var training = model.Values();
        // A strided gradient does not matter to evaluating.
        model["last.weight"].grad = ones(16, 3, ScalarType.Float64).t();
        var scope = optimizer.UseEvaluationWeights();
        Assert.NotEqual(training, model.Values());
        optimizer.Dispose();
        Assert.Equal(training, model.Values());
        scope.Dispose();
    }

    [Fact]
    public void TheOptimizerOfAnElementTypeLooksAtTensorsWhenItIsUsedDirectly()
    {
        using var parameter = new TorchParameter(zeros(2, 3));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd(1));
        parameter.grad = ones(2, 3);
        optimizer.Optimizers[0].Step();
        Assert.All(Values.Of(parameter), value => Assert.Equal(-1, value));
        parameter.grad = ones(3, 2).t();
        Assert.Contains(
            "is not contiguous", Assert.Throws<InvalidOperationException>(() => optimizer.Optimizers[0].Step()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void LayersAreAddedLater()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(
            model.Parameters, (name, _) => name.StartsWith("last", StringComparison.Ordinal) ? new Sgd(0.1) : null);
        model.Backward(0);
        var before = Values.Of(model["first.weight"]);
        optimizer.step();
        Assert.Equal(before, Values.Of(model["first.weight"]));
        var first = model.Parameters.Where(named => named.Name.StartsWith("first", StringComparison.Ordinal));
        var added = FusedParamGroup.Create(first, new AdamW());
        optimizer.add_param_group(added);
        optimizer.step();
        Assert.NotEqual(before, Values.Of(model["first.weight"]));
        Assert.Equal(4, optimizer.parameters().Count());
        Assert.Equal(2, optimizer.ParamGroups.Count());
        Assert.StartsWith(
            "The group belongs to an optimizer already.",
            Assert.Throws<ArgumentException>(() => optimizer.add_param_group(added)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "There are two parameters of the name 'first.weight'.",
            Assert.Throws<ArgumentException>(() => optimizer.add_param_group(FusedParamGroup.Create(first, new AdamW()))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The group is a ParamGroup, which does not have a rule.",
            Assert.Throws<ArgumentException>(() => optimizer.add_param_group(new TorchSharp.Modules.ParamGroup())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void KindsAreToldApartByNamesAndDimensions()
    {
        using var lstm = nn.LSTM(3, 4);
        Assert.All(lstm.named_parameters(), named => Assert.Equal(
            named.name.Contains("bias", StringComparison.Ordinal) ? ParameterKind.Bias : ParameterKind.Weight,
            FusedOptimizer.KindOf(named.name, named.parameter)));
        using var model = new Model(ScalarType.Float32);
        Assert.Equal(ParameterKind.Scale, FusedOptimizer.KindOf("norm.weight", model["norm.weight"]));
        using var optimizer = FusedOptimizer.Create(model.Parameters, new Sgd(), kind: (_, _) => ParameterKind.Embedding);
        Assert.All(optimizer.Optimizers[0].Groups[0].Parameters, parameter => Assert.Equal(ParameterKind.Embedding, parameter.Kind));
    }

    /// <summary>A parameter of each element type, with gradients of 1, 2, 3 and 4.</summary>
    private sealed class Mixed : IDisposable
    {
        public Mixed()
        {
            Parameters =
            [
                new(zeros(2)), new(zeros(3, ScalarType.Float64)), new(zeros(4, ScalarType.Float16)), new(zeros(5, ScalarType.BFloat16)),
            ];
            for (var i = 0; i < Parameters.Length; i++)
                Parameters[i].grad = full_like(Parameters[i], i + 1);
            Optimizer = FusedOptimizer.Create(
                [("single", Parameters[0]), ("double", Parameters[1]), ("half", Parameters[2]), ("narrow", Parameters[3])], new Sgd(1));
        }

        public TorchParameter[] Parameters { get; }

        public FusedOptimizer Optimizer { get; }

        public void Dispose()
        {
            Optimizer.Dispose();
            foreach (var parameter in Parameters)
                parameter.Dispose();
        }
    }
}
