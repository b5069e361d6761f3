namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>What an element, a row, a column or a matrix has at a step, and keeps from one to the next.</summary>
internal sealed class EntryMemory(Value parameter, IReadOnlyDictionary<string, Value> states)
{
    /// <summary>The parameter, of an element.</summary>
    public Value Parameter { get; set; } = parameter;

    /// <summary>The gradient, of an element.</summary>
    public Value Gradient { get; set; }

    /// <summary>The states by the names of the method's parameters.</summary>
    public Dictionary<string, Value> States { get; } = new(states);

    /// <summary>The element-wise inputs by the names of the method's parameters.</summary>
    public Dictionary<string, Value> Inputs { get; } = [];

    /// <summary>What phases have summed or handed out in this step for a row, a column or a matrix, by name.</summary>
    public Dictionary<string, Value> Values { get; } = [];

    /// <summary>The row, the column and the matrix that it belongs to.</summary>
    public IReadOnlyList<EntryMemory> Places { get; set; } = [];

    /// <summary>Whether what it keeps may depend on the sign of a NaN.</summary>
    public bool IsUnspecified { get; set; }

    /// <summary>What was computed to evaluate with; null where the rule has no such weights.</summary>
    public Value? EvaluationWeight { get; set; }

    /// <summary>What a method's parameter of a name is, where it is something of the entry or of its row, column or matrix.</summary>
    public Value? Find(string name)
    {
        if (States.TryGetValue(name, out var state))
            return state;
        if (Inputs.TryGetValue(name, out var input))
            return input;
        if (Values.TryGetValue(name, out var value))
            return value;
        return Places.Select(place => place.Find(name)).FirstOrDefault(found => found is not null);
    }
}
