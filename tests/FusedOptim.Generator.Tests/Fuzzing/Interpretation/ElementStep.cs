namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>What one element of a tensor has at a step.</summary>
/// <param name="Calculator">What computes.</param>
/// <param name="StepConstants">The step constants by name: hyperparameters, the step, sums, scalars, what Prepare hands out.</param>
internal sealed record ElementStep(Calculator Calculator, IReadOnlyDictionary<string, Value> StepConstants)
{
    /// <summary>The parameter as the step finds it.</summary>
    public Value Parameter { get; init; }

    /// <summary>The gradient as the rule sees it.</summary>
    public Value Gradient { get; set; }

    public Value Uniform(string name) => StepConstants[name];
}

/// <summary>What an element keeps from step to step.</summary>
internal sealed class ElementMemory(Value parameter, IReadOnlyDictionary<string, Value> states)
{
    public Value Parameter { get; set; } = parameter;

    public Value Gradient { get; set; }

    /// <summary>The states by the names of the method's parameters.</summary>
    public Dictionary<string, Value> States { get; } = new(states);

    /// <summary>The element-wise inputs by the names of the method's parameters.</summary>
    public Dictionary<string, Value> Inputs { get; } = [];

    /// <summary>Whether what it keeps may depend on the sign of a NaN.</summary>
    public bool IsUnspecified { get; set; }

    /// <summary>What was computed to evaluate with; null where the rule has no such weights.</summary>
    public Value? EvaluationWeight { get; set; }
}
