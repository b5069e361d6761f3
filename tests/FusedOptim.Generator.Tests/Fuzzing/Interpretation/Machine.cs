namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>An expression that is bound: what it is for the element at hand.</summary>
internal delegate Value Evaluation(Machine machine);

/// <summary>A statement that is bound.</summary>
internal delegate void Execution(Machine machine);

/// <summary>What a method runs on: the places of its locals, for one element.</summary>
/// <remarks>
/// Both arms of a condition are run, the one that is not taken for nothing but the kinds of its values: what is assigned on one
/// way only varies if the condition does.
/// </remarks>
internal sealed class Machine(Calculator calculator, IReadOnlyDictionary<string, Value> hyperparameters, int placeCount)
{
    public Calculator Calculator => calculator;

    public IReadOnlyDictionary<string, Value> Hyperparameters => hyperparameters;

    /// <summary>What each place holds.</summary>
    public Value[] Places { get; set; } = new Value[placeCount];

    public Value Branch(Value condition, Evaluation whenTrue, Evaluation whenFalse)
    {
        var (before, isLive) = (Places, calculator.IsLive);
        Places = (Value[])before.Clone();
        calculator.IsLive = isLive && condition.IsTrue;
        var first = whenTrue(this);
        var firstPlaces = Places;

        Places = before;
        calculator.IsLive = isLive && !condition.IsTrue;
        var second = whenFalse(this);
        calculator.IsLive = isLive;

        for (var place = 0; place < firstPlaces.Length; place++)
            Places[place] = Calculator.Join(condition, firstPlaces[place], Places[place]);
        return Calculator.Join(condition, first, second);
    }

    public void Branch(Value condition, Execution whenTrue, Execution whenFalse) => Branch(condition, AsEvaluation(whenTrue), AsEvaluation(whenFalse));

    private static Evaluation AsEvaluation(Execution execution) => machine =>
    {
        execution(machine);
        return default;
    };
}
