using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>Our names of PyTorch's optimizers and their options.</summary>
internal static class PyTorchRules
{
    private static readonly Dictionary<string, string> Hyperparameters = new()
    {
        ["lr"] = "LearningRate",
        ["momentum"] = "Momentum",
        ["weight_decay"] = "WeightDecay",
        ["eps"] = "Epsilon",
        ["rho"] = "Rho",
        ["alpha"] = "Alpha",
        ["lr_decay"] = "LearningRateDecay",
        ["initial_accumulator_value"] = "InitialAccumulator",
        ["dampening"] = "Dampening",
        ["momentum_decay"] = "MomentumDecay",
        ["lambd"] = "Lambda",
        ["t0"] = "AveragingStart",
    };

    private static readonly Dictionary<string, string[]> HyperparameterPairs = new()
    {
        ["betas"] = ["Beta1", "Beta2"],
        ["etas"] = ["EtaMinus", "EtaPlus"],
        ["step_sizes"] = ["MinimumStepSize", "MaximumStepSize"],
    };

    // They choose the rule, or how PyTorch computes.
    private static readonly string[] Others = ["nesterov", "amsgrad", "centered", "maximize", "foreach"];

    /// <summary>
    /// The rule of an optimizer, whose name may be in any case, with the options that are hyperparameters.
    /// </summary>
    public static RuleCase Create(string optimizer, JsonElement options)
    {
        var rule = optimizer.ToUpperInvariant() switch
        {
            "SGD" when options.TryGetProperty("dampening", out _) => new RuleCase(new MomentumSgd()),
            "SGD" when options.TryGetProperty("nesterov", out _) => new RuleCase(new Nesterov()),
            "SGD" when options.TryGetProperty("momentum", out _) => new RuleCase(new HeavyBall()),
            "SGD" => new RuleCase(new Sgd()),
            "ADAGRAD" => new RuleCase(new AdaGrad()),
            "ADADELTA" => new RuleCase(new Adadelta()),
            "RMSPROP" when options.TryGetProperty("centered", out _) =>
                new RuleCase(new RmsPropMomentum { Centered = true, Momentum = 0 }),
            "RMSPROP" when options.TryGetProperty("momentum", out _) => new RuleCase(new RmsPropMomentum()),
            "RMSPROP" => new RuleCase(new RmsProp()),
            "ADAM" when options.TryGetProperty("amsgrad", out _) => new RuleCase(new AmsGrad()),
            "ADAM" => new RuleCase(new Adam()),
            "ADAMW" => new RuleCase(new AdamW()),
            "ADAMAX" => new RuleCase(new AdaMax()),
            "NADAM" => new RuleCase(new NAdam()),
            "RADAM" => new RuleCase(new RAdam()),
            "RPROP" => new RuleCase(new Rprop()),
            "ASGD" => new RuleCase(new Asgd()),
            _ => throw new ArgumentException($"No rule is {optimizer}.", nameof(optimizer)),
        };
        return With(rule, options);
    }

    /// <summary>The rule with the options that are hyperparameters.</summary>
    public static RuleCase With(RuleCase rule, JsonElement options)
    {
        foreach (var option in options.EnumerateObject())
        {
            if (option.Name == "lr" && rule.Schema.Name == nameof(Rprop))
                rule = rule.With("InitialStepSize", option.Value.GetDouble());
            else if (Hyperparameters.TryGetValue(option.Name, out var name))
                rule = rule.With(name, option.Value.GetDouble());
            else if (HyperparameterPairs.TryGetValue(option.Name, out var names))
                rule = rule.With(names[0], option.Value[0].GetDouble()).With(names[1], option.Value[1].GetDouble());
            else if (!Others.Contains(option.Name))
                throw new ArgumentException($"No hyperparameter is {option.Name}.", nameof(options));
        }

        return rule;
    }
}
