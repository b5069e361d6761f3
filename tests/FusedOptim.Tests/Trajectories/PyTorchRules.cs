using System.Text.Json;
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
    };

    /// <summary>
    /// The rule of an optimizer, whose name may be in any case, with the options that are hyperparameters.
    /// </summary>
    public static RuleCase Create(string optimizer, JsonElement options)
    {
        var rule = optimizer.ToUpperInvariant() switch
        {
            "SGD" when options.TryGetProperty("nesterov", out _) => Case(new Nesterov()),
            "SGD" when options.TryGetProperty("momentum", out _) => Case(new HeavyBall()),
            "SGD" => Case(new Sgd()),
            "ADAGRAD" => Case(new AdaGrad()),
            "ADADELTA" => Case(new Adadelta()),
            "RMSPROP" => Case(new RmsProp()),
            "ADAM" => Case(new Adam()),
            "ADAMW" => Case(new AdamW()),
            _ => throw new ArgumentException($"No rule is {optimizer}.", nameof(optimizer)),
        };
        foreach (var option in options.EnumerateObject())
        {
            if (Hyperparameters.TryGetValue(option.Name, out var name))
                rule = rule.With(name, option.Value.GetDouble());
            else if (option.Name == "betas")
                rule = rule.With("Beta1", option.Value[0].GetDouble()).With("Beta2", option.Value[1].GetDouble());
            else if (option.Name is not ("nesterov" or "maximize"))
                throw new ArgumentException($"No hyperparameter is {option.Name}.", nameof(options));
        }

        return rule;
    }

    private static RuleCase Case<TRule>(TRule rule)
        where TRule : class, IUpdateRule<TRule> => new CompiledRuleCase<TRule>(rule);
}
