using FusedOptim;
using FusedOptim.Rules;
using FusedOptim.Schedules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;

namespace Examples;

/// <summary>The examples of docs/torchsharp.md and of the package's page, as a user writes them: outside of the namespaces of FusedOptim.</summary>
internal static class TorchSharpPage
{
    public static void Run(string folder)
    {
        Directory.SetCurrentDirectory(folder);
        using var data = new Model(torch.ScalarType.Float32);
        var model = data.Network;
        First(model);
        using var adamW = torch.optim.AdamW(model.parameters());
        data.Backward(0);
        adamW.step();
        Second(model, adamW);
        ByName(model);
        Third(model);
    }

    private static void First(TorchSharp.Modules.Sequential model)
    {
        using var optimizer = FusedOptimizer.Create(model.named_parameters(), new AdamW(LearningRate: 3e-4));
        using var output = model.call(torch.rand(8, 6));
        using var loss = output.square().mean();

        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }

    private static void Second(TorchSharp.Modules.Sequential model, torch.optim.Optimizer adamW)
    {
        using var optimizer = FusedOptimizer.Create(model.named_parameters(), (name, parameter) =>
            FusedOptimizer.KindOf(name, parameter) == ParameterKind.Weight ? new AdamW(3e-4) : new AdamW(3e-4, WeightDecay: 0));

        using var layer = torch.nn.Linear(2, 2);
        optimizer.Import(adamW);
        optimizer.Save("optimizer.safetensors");
        optimizer.Load("optimizer.safetensors");
        File.Copy("optimizer.safetensors", "pytorch.safetensors");
        optimizer.Import("pytorch.safetensors");

        optimizer.add_param_group(FusedParamGroup.Create(
            layer.named_parameters().Select(named => ($"layer.{named.name}", named.parameter)), new AdamW(1e-4)));
        using var viewed = FusedOptimizer.Create(
            model.named_parameters(), new AdamW(1e-4),
            view: (name, shape) => name.EndsWith("in_proj_weight") ? MatrixView.Of(shape).Split(3) : MatrixView.OfLastTwoDimensions(shape));
        var scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr: 1e-2, total_steps: 1000);
        scheduler.step();
        optimizer.Groups[0].CoreGroups[0].Schedule("LearningRate", new Cosine(3e-4, steps: 1000));
        var report = optimizer.Step(new StepOptions { MaximumNorm = 1, GradientScale = 1.0 / 1024, SkipNonFinite = true, ZeroGradients = true });
        Assert.False(report.IsSkipped);
    }

    private static void ByName(TorchSharp.Modules.Sequential model)
    {
        using var optimizer = FusedOptimizer.Create(model.named_parameters(), (name, parameter) =>
            name.EndsWith("bias") ? new AdamW(3e-4, WeightDecay: 0) : new AdamW(3e-4));
        Assert.Equal(2, optimizer.Groups.Count);
        using var split = FusedOptimizer.Create(
            model.named_parameters(), Split.ByRank(new Muon(0.02), new AdamW(3e-4), except: "last"));
    }

    private static void Third(TorchSharp.Modules.Sequential model)
    {
        using var optimizer = FusedOptimizer.Create(model.named_parameters(), new ScheduleFreeAdamW());
        using (optimizer.UseEvaluationWeights())
            Evaluate(model);
    }

    private static void Evaluate(TorchSharp.Modules.Sequential model) => model.call(torch.rand(8, 6)).Dispose();
}
