namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// Decay beside the step: the parameter loses a share that all elements have in common; cautious, where the direction and the
/// parameter agree in sign alone.
/// </summary>
/// <param name="Coefficient">The index of λ.</param>
/// <param name="IsCautious">Whether the signs are asked for.</param>
internal abstract record ParameterDecay(int Coefficient, bool IsCautious) : Modifier(ModifierOrder.Decay)
{
    /// <summary>Whether rows of a compact gradient catch up the decay of the steps that they have missed.</summary>
    public bool CatchesUp { get; init; }

    /// <summary>Whether the share is a multiple of the learning rate.</summary>
    public virtual bool UsesRate => true;

    /// <summary>The index of η_max; −1 where the share does not depend on it.</summary>
    public virtual int PeakRate => -1;

    /// <summary>What the header calls the kind.</summary>
    protected abstract string Kind { get; }

    public override string Description => (IsCautious ? "cautious " : "") + Kind + " weight decay";

    public override int LowerDecayed(ModifierLowering lowering, int parameter, int direction)
    {
        var factor = lowering.OneMinus(LowerShare(lowering));
        lowering.Graph.Name(factor, "decayFactor");
        var decayed = lowering.Multiply(parameter, factor);
        if (IsCautious)
            decayed = lowering.Graph.Select(lowering.Agrees(direction), decayed, parameter);
        lowering.Graph.Name(decayed, "decayedParameter");
        return decayed;
    }

    public override int LowerDecayedAfterUpdate(ModifierLowering lowering, int updated) =>
        lowering.Subtract(updated, lowering.Multiply(lowering.Parameter, LowerShare(lowering)));

    public override string DecayStatement(ModifierNames names)
    {
        var decayed = $"parameter * (1 - {Share(names)})";
        return IsCautious
            ? $"parameter = {ModifierNames.Agrees} ? {decayed} : parameter;"
            : $"parameter = {decayed};";
    }

    public override string DecayStatementAfterUpdate(ModifierNames names) =>
        $"parameter = parameter - original * ({Share(names)});";

    /// <summary>The share of the parameter, as the rule found it, that the step takes away: a uniform.</summary>
    protected abstract int LowerShare(ModifierLowering lowering);

    /// <summary>The expression of the share.</summary>
    protected abstract string Share(ModifierNames names);
}
