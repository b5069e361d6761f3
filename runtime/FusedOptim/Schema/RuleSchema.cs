using FusedOptim.Generator.Frontend;

namespace FusedOptim.Schema;

/// <summary>
/// What the generator knows of a rule, as plain data: validation, checkpoints, search spaces and command lines read it
/// without reflection.
/// </summary>
/// <param name="Name">The name of the record.</param>
/// <param name="FloatMode">The mode of the vector kernels.</param>
/// <param name="Hyperparameters">In the order of declaration; those that modifiers add come last.</param>
/// <param name="States">In the order of declaration, which is their order in segments and in <c>Apply</c>.</param>
/// <param name="Phases">The passes of a step, in order.</param>
public sealed record RuleSchema(
    string Name,
    FloatMode FloatMode,
    IReadOnlyList<HyperparameterSchema> Hyperparameters,
    IReadOnlyList<StateSchema> States,
    IReadOnlyList<PhaseSchema> Phases)
{
    /// <summary>The name of the record with its namespace, such as "FusedOptim.Rules.AdamW".</summary>
    public string FullName { get => field ?? Name; init; }

    /// <summary>The scalars, in the order in which a context has them.</summary>
    public IReadOnlyList<ScalarSchema> Scalars { get; init; } = [];

    /// <summary>The inputs, element-wise ones first: these are operands of kernels, after the states.</summary>
    public IReadOnlyList<InputSchema> Inputs { get; init; } = [];

    /// <summary>
    /// The values of elements, rows, columns and matrices that phases sum or hand out, in the order in which segments have them, after the
    /// states and the element-wise inputs. They last until the end of the step.
    /// </summary>
    public IReadOnlyList<ValueSchema> Values { get; init; } = [];

    /// <summary>Whether the rule sees rows, columns or matrices of a parameter, or their number, so that its view matters
    /// (<see cref="Parameter.View"/>).</summary>
    public bool UsesView
    {
        get => field || Values.Count > 0 || HasVectors;
        init;
    }

    /// <summary>Whether a phase asks for the number of elements, so that the rule is prepared for each tensor.</summary>
    public bool NeedsCount { get; init; }

    /// <summary>The weight decay that rows of a compact gradient catch up (<see cref="WeightDecayAttribute.CatchUp"/>); <see langword="null"/>
    /// where a row without a gradient does nothing.</summary>
    public DecaySchema? CaughtUpDecay { get; init; }

    /// <summary>The variants that structural hyperparameters choose between; one where there are none.</summary>
    public IReadOnlyList<VariantSchema> Variants { get; init; } =
        [new VariantSchema("", [.. Enumerable.Range(0, States.Count)])];

    /// <summary>Whether the rule works on matrices, so that a parameter must have at least two dimensions, or a view of its own.</summary>
    public bool TakesMatrices
    {
        get
        {
            for (var phase = 0; phase < Phases.Count; phase++)
            {
                if (Phases[phase].Over == Over.Matrix)
                    return true;
            }

            return false;
        }
    }

    // Each Apply asks: it allocates nothing.
    private bool HasVectors
    {
        get
        {
            var has = false;
            for (var state = 0; state < States.Count; state++)
                has |= States[state].IsVector;
            for (var phase = 0; phase < Phases.Count; phase++)
                has |= Phases[phase].Over != Over.Element;
            return has;
        }
    }

    /// <summary>The number of element-wise inputs.</summary>
    internal int ElementwiseInputCount
    {
        get
        {
            var count = 0;
            while (count < Inputs.Count && Inputs[count].Over == Over.Element)
                count++;
            return count;
        }
    }

    /// <summary>The index of the first value of rows, columns and matrices among states, element-wise inputs and values.</summary>
    internal int FirstValue => States.Count + ElementwiseInputCount;

    /// <summary>The index of a hyperparameter.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The rule has no hyperparameter of that name.</exception>
    public int IndexOfHyperparameter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < Hyperparameters.Count; i++)
        {
            if (Hyperparameters[i].Name == name)
                return i;
        }

        var known = Hyperparameters.Select(schema => schema.Name).ToList();
        var advice = NearestName.Find(name, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw new ArgumentException(
            known.Count == 0
                ? $"{Name} has no hyperparameter '{name}'; it has none at all."
                : $"{Name} has no hyperparameter '{name}'; it has {string.Join(", ", known)}.{advice}",
            nameof(name));
    }
}
