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

    /// <summary>Finds what the element, its row, its column or its matrix has, by name.</summary>
    public Func<string, Value?> Find { get; init; } = static _ => null;

    public Value Uniform(string name) => StepConstants[name];
}
