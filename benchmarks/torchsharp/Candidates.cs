using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Rules;
using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim.TorchSharpWorker;

/// <summary>The candidates by name, each made when it is first timed.</summary>
internal sealed class Candidates : IDisposable
{
    private const string Fused = "fused-";
    private const string Ours = "fusedoptim-";
    private const string Slabs = "slabs-";
    private WorkerTeam _team = new(1);
    // Each makes steps and returns the nanoseconds that they took.
    private readonly Dictionary<string, Func<int, long>> _candidates = [];
    private readonly Stack<IDisposable> _owned = new();

    public Candidates() => SetThreads(1);

    /// <summary>Releases all candidates, and sets the number of threads of those that come.</summary>
    public void SetThreads(int count)
    {
        Clear();
        set_num_threads(count);
        _team.Dispose();
        _team = new WorkerTeam(count);
    }

    /// <summary>Makes steps and returns the nanoseconds that they took.</summary>
    public long Time(string name, int steps)
    {
        if (!_candidates.TryGetValue(name, out var candidate))
        {
            candidate = Create(name);
            // What libtorch does not have fails here.
            candidate(1);
            _candidates.Add(name, candidate);
        }

        return candidate(steps);
    }

    /// <summary>Releases all of them.</summary>
    public void Clear()
    {
        _candidates.Clear();
        while (_owned.TryPop(out var owned))
            owned.Dispose();
    }

    public void Dispose()
    {
        Clear();
        _team.Dispose();
    }

    private static Func<int, long> Repeat(Action step) => steps =>
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++)
            step();
        return (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    };

    private Func<int, long> Create(string name)
    {
        var end = name.AsSpan().IndexOfAnyInRange('0', '9');
        if (end < 1)
            throw new ArgumentException($"'{name}' has no numbers");
        int[] numbers = [.. name[end..].Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        var kind = name[..(end - 1)];
        using var scope = NewDisposeScope();
        return kind switch
        {
            "after-backward" => StepAfterBackward(numbers[0], numbers[1..^1], numbers[^1]),
            "training" => Repeat(Training(Backward(numbers[..^1], numbers[^1]))),
            "convolutions" => Repeat(Training(Convolutions(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]))),
            "gru" => Repeat(Recurrent(numbers[0], numbers[1], numbers[2], numbers[3])),
            "adafactor" => Repeat(Adafactor(numbers[0], numbers[1])),
            "muon" => Repeat(Muon(numbers[0], numbers[1], ScalarType.Float32)),
            "muon-bfloat" => Repeat(Muon(numbers[0], numbers[1], ScalarType.BFloat16)),
            "muon-batch" => Repeat(NewtonSchulzBatch(numbers[0], numbers[1])),
            "muon-each" => Repeat(NewtonSchulzEach(numbers[0], numbers[1])),
            "products" => Repeat(Products(numbers[..^1], numbers[^1])),
            _ when kind.StartsWith(Fused, StringComparison.Ordinal) => Repeat(FusedStep(kind[Fused.Length..], numbers[0], numbers[1])),
            _ when kind.StartsWith(Slabs, StringComparison.Ordinal) =>
                Repeat(SlabStep(RuleOf(kind[Slabs.Length..]), numbers[0], numbers[1])),
            _ => Repeat(OptimizerStep(kind, numbers[0], numbers[1])),
        };
    }

    private static IUpdateRule RuleOf(string rule) => rule switch
    {
        "adamw" => new AdamW(),
        "sgd" => new HeavyBall(LearningRate: 0.001, Momentum: 0.9),
        "adagrad" => new AdaGrad(),
        _ => throw new ArgumentException($"there is no rule '{rule}'"),
    };

    private Action SlabStep(IUpdateRule rule, int tensors, int count)
    {
        var parameters = Keep(new ParameterSet<float>());
        for (var i = 0; i < tensors; i++)
            parameters.Add($"{i}", ParameterKind.Weight, count);
        foreach (var parameter in parameters)
        {
            using var gradient = Gradient(count);
            MemoryMarshal.Cast<byte, float>(gradient.bytes).CopyTo(parameter.Gradients);
        }

        var optimizer = Keep(Optimizer.Create(parameters, rule, new OptimizerOptions { Team = _team }));
        return () => optimizer.Step();
    }

    private Action OptimizerStep(string rule, int tensors, int count)
    {
        TorchParameter[] parameters = [.. Enumerable.Range(0, tensors).Select(_ => Keep(new TorchParameter(rand(count) - 0.5)))];
        foreach (var parameter in parameters)
            parameter.grad = Gradient(count);
        if (rule.StartsWith(Ours, StringComparison.Ordinal))
        {
            var ours = Keep(FusedOptimizer.Create(
                parameters.Select((parameter, index) => ($"{index}", parameter)), RuleOf(rule[Ours.Length..]),
                new OptimizerOptions { Team = _team }));
            return () => ours.step();
        }

        var optimizer = Keep<optim.Optimizer>(rule switch
        {
            "adamw" => optim.AdamW(parameters, weight_decay: 0.01),
            "sgd" => optim.SGD(parameters, learningRate: 0.001, momentum: 0.9),
            "adagrad" => optim.Adagrad(parameters),
            _ => throw new ArgumentException($"there is no candidate '{rule}'"),
        });
        return () => optimizer.step();
    }

    private Action FusedStep(string rule, int tensors, int count)
    {
        var unit = Keep(jit.compile($"""
            def step(p: List[Tensor], g: List[Tensor], first: List[Tensor], second: List[Tensor], none: List[Tensor], steps: List[Tensor]):
                torch._foreach_add_(steps, 1)
                {FusedCall(rule)}

            """));
        Tensor[] parameters = Make(() => rand(count) - 0.5), gradients = Make(() => Gradient(count));
        Tensor[] first = Make(() => zeros(count)), second = rule == "adamw" ? Make(() => zeros(count)) : [];
        Tensor[] steps = Make(() => zeros([])), none = [];
        return () =>
        {
            using var scope = NewDisposeScope();
            unit.invoke("step", parameters, gradients, first, second, none, steps);
        };

        Tensor[] Make(Func<Tensor> create) => [.. Enumerable.Range(0, tensors).Select(_ => Keep(create()))];
    }

    private static string FusedCall(string rule) => rule switch
    {
        "adamw" => "torch._fused_adamw_(p, g, first, second, none, steps, lr=0.001, beta1=0.9, beta2=0.999, weight_decay=0.01, " +
            "eps=1e-8, amsgrad=False, maximize=False, grad_scale=None, found_inf=None)",
        "sgd" => "torch._fused_sgd_(p, g, first, weight_decay=0.0, momentum=0.9, lr=0.001, dampening=0.0, nesterov=False, " +
            "maximize=False, is_first_step=False, grad_scale=None, found_inf=None)",
        "adagrad" => "torch._fused_adagrad_(p, g, first, steps, lr=0.01, lr_decay=0.0, weight_decay=0.0, eps=1e-10, maximize=False, " +
            "grad_scale=None, found_inf=None)",
        _ => throw new ArgumentException($"there is no candidate '{Fused}{rule}'"),
    };

    // PyTorch's formula for one matrix, operation by operation.
    private Action Adafactor(int rows, int columns)
    {
        var rule = new Adafactor();
        var parameter = Keep(rand(rows, columns) - 0.5);
        var gradient = Keep(Gradient(rows * columns).reshape(rows, columns));
        Tensor rowVariance = Keep(zeros(rows, 1)), columnVariance = Keep(zeros(1, columns));
        var count = Math.Sqrt((double)rows * columns);
        var step = 0;
        return () =>
        {
            using var scope = NewDisposeScope();
            step++;
            var weight = Math.Pow(step, -rule.Decay);
            var size = Math.Max(rule.Epsilon2, parameter.norm().item<float>() / count) * Math.Min(rule.LearningRate, 1 / Math.Sqrt(step));
            parameter.mul_(1 - rule.LearningRate * rule.WeightDecay);
            rowVariance.lerp_(gradient.norm(-1, true, 2).pow_(2).div_(columns), weight);
            columnVariance.lerp_(gradient.norm(-2, true, 2).pow_(2).div_(rows), weight);
            var update = rowVariance.matmul(columnVariance).div_(rowVariance.mean([-2L], true).clamp_(rule.Epsilon1));
            update.clamp_(rule.Epsilon1 * rule.Epsilon1).rsqrt_().mul_(gradient);
            parameter.add_(update, -size / Math.Max(1, update.norm().item<float>() / (count * rule.ClippingThreshold)));
        };
    }

    private Action Muon(int rows, int columns, ScalarType type) => new MuonFormula(
        Keep(rand(rows, columns) - 0.5), Keep(Gradient(rows * columns).reshape(rows, columns)), Keep(zeros(rows, columns)), type).Step;

    private Action NewtonSchulzBatch(int count, int size)
    {
        var matrices = Keep(rand(count, size, size) - 0.5);
        return () =>
        {
            using var scope = NewDisposeScope();
            NewtonSchulzFormula.OrthogonalizeBatch(matrices);
        };
    }

    private Action NewtonSchulzEach(int count, int size)
    {
        Tensor[] matrices = [.. Enumerable.Range(0, count).Select(_ => Keep(rand(size, size) - 0.5))];
        return () =>
        {
            foreach (var matrix in matrices)
            {
                using var scope = NewDisposeScope();
                NewtonSchulzFormula.Orthogonalize(matrix);
            }
        };
    }

    private Action Training((nn.Module<Tensor, Tensor> Model, Action Backward) passes)
    {
        var (model, backward) = passes;
        var optimizer = Keep(optim.AdamW(model.parameters(), weight_decay: 0.01));
        return () =>
        {
            optimizer.zero_grad();
            backward();
            optimizer.step();
        };
    }

    // The passes run on all threads of libtorch, and are not timed.
    private Func<int, long> StepAfterBackward(int threads, int[] widths, int batch)
    {
        var (model, backward) = Backward(widths, batch);
        var team = Keep(new WorkerTeam(threads));
        var optimizer = Keep(FusedOptimizer.Create(model.named_parameters(), new AdamW(), new OptimizerOptions { Team = team }));
        return steps =>
        {
            var elapsed = 0L;
            for (var i = 0; i < steps; i++)
            {
                optimizer.zero_grad();
                backward();
                var start = Stopwatch.GetTimestamp();
                optimizer.step();
                elapsed += Stopwatch.GetTimestamp() - start;
            }

            return (long)(elapsed * (1e9 / Stopwatch.Frequency));
        };
    }

    private (nn.Module<Tensor, Tensor> Model, Action Backward) Backward(int[] widths, int batch)
    {
        manual_seed(1);
        var layers = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 1; i < widths.Length; i++)
        {
            if (i > 1)
                layers.Add(nn.ReLU());
            layers.Add(nn.Linear(widths[i - 1], widths[i]));
        }

        return Backward(layers, rand(batch, widths[0]), widths[^1]);
    }

    // Two convolutions with a pool each, and a dense layer.
    private (nn.Module<Tensor, Tensor> Model, Action Backward) Convolutions(
        int side, int kernel, int channels, int lastChannels, int classes, int batch)
    {
        manual_seed(1);
        var lastSide = ((side - kernel + 1) / 2 - kernel + 1) / 2;
        List<nn.Module<Tensor, Tensor>> layers =
        [
            nn.Conv2d(1, channels, kernel), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(channels, lastChannels, kernel), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(lastSide * lastSide * lastChannels, classes),
        ];
        return Backward(layers, rand(batch, 1, side, side), classes);
    }

    private (nn.Module<Tensor, Tensor> Model, Action Backward) Backward(
        List<nn.Module<Tensor, Tensor>> layers, Tensor features, int classes)
    {
        var model = Keep(nn.Sequential(layers));
        foreach (var parameter in model.parameters())
            parameter.DetachFromDisposeScope();
        var loss = Keep(nn.CrossEntropyLoss());
        Keep(features);
        var labels = Keep(randint(classes, features.shape[0]));
        return (model, () =>
        {
            using var scope = NewDisposeScope();
            loss.call(model.call(features), labels).backward();
        });
    }

    // The positions are outermost, as libtorch has them inside.
    private Action Recurrent(int inputs, int units, int positions, int batch)
    {
        manual_seed(1);
        var layer = Keep(nn.GRU(inputs, units));
        foreach (var parameter in layer.parameters())
            parameter.DetachFromDisposeScope();
        var values = Keep(rand(positions, batch, inputs) - 0.5);
        return () =>
        {
            using var scope = NewDisposeScope();
            layer.zero_grad();
            layer.call(values, null).Item1.sum().backward();
        };
    }

    private Action Products(int[] widths, int batch)
    {
        manual_seed(1);
        var pairs = widths.Zip(widths[1..]).ToArray();
        Tensor[] inputs = [.. pairs.Select(pair => Keep(rand(batch, pair.First)))];
        Tensor[] gradients = [.. pairs.Select(pair => Keep(rand(batch, pair.Second)))];
        Tensor[] weights = [.. pairs.Select(pair => Keep(rand(pair.Second, pair.First)))];
        return () =>
        {
            using var scope = NewDisposeScope();
            for (var i = 0; i < weights.Length; i++)
            {
                mm(inputs[i], weights[i].t());
                mm(gradients[i].t(), inputs[i]);
                if (i > 0)
                    mm(gradients[i], weights[i]);
            }
        };
    }

    // Away from zero, so that no moment becomes a denormal number, which would cost time of its own.
    private static Tensor Gradient(int count) => (rand(count) + 1) * 0.005;

    private T Keep<T>(T owned)
        where T : IDisposable
    {
        if (owned is Tensor tensor)
            tensor.DetachFromDisposeScope();
        _owned.Push(owned);
        return owned;
    }
}
