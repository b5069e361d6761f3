using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Modifiers;

/// <summary>
/// What an attribute stacked on a rule does to it, said twice: as nodes of the graph, and as C# in the reference loop. Plain
/// data, part of the rule's model.
/// </summary>
/// <param name="Order">Modifiers act in this order, whatever that of the attributes; two of one place exclude each other.</param>
internal abstract record Modifier(ModifierOrder Order)
{
    /// <summary>What the header of the generated code calls it.</summary>
    public abstract string Description { get; }

    /// <summary>Whether it changes a direction, which an Update does not have.</summary>
    public bool NeedsDirection => Order is > ModifierOrder.Rule and < ModifierOrder.Decay;

    /// <summary>The numbers of rows and columns of the tensor's view, as phases bind them.</summary>
    protected const string Rows = "rows";

    /// <inheritdoc cref="Rows"/>
    protected const string Columns = "columns";

    /// <summary>The name of the number of elements of the tensor.</summary>
    public const string Count = "elementCount";

    /// <summary>The reductions of the tensor in a pass of its own, before what it changes is used.</summary>
    public virtual IReadOnlyList<ReductionModel> Reductions => [];

    /// <summary>Whether that pass is over the gradient and precedes those of the rule; otherwise it is over the direction, and follows them.</summary>
    public virtual bool MeasuresGradient => false;

    /// <summary>Whether it has a pass that is over the direction.</summary>
    public bool MeasuresDirection => Reductions.Count > 0 && !MeasuresGradient;

    /// <summary>The value that each row or column has of what it was reduced to, computed in a pass over these; null for none.</summary>
    public virtual ValueModel? Value => null;

    /// <summary>The names of what it measures and computes.</summary>
    public IEnumerable<string> Names =>
    [
        .. Reductions.Select(static reduction => reduction.Name),
        .. Value is { } value ? [value.Name] : (string[])[],
        .. NeedsCount ? [Count] : (string[])[],
    ];

    /// <summary>The name of the pass that computes the value.</summary>
    public virtual string ValuePhase => "";

    /// <summary>Whether that pass needs the numbers of rows and columns.</summary>
    public virtual bool NeedsSides => false;

    /// <summary>Whether it needs the number of elements of the tensor.</summary>
    public virtual bool NeedsCount => false;

    /// <summary>The index of the hyperparameter k, where it acts at each k-th step alone; −1 for every step.</summary>
    public virtual int Interval => -1;

    /// <summary>The state that it adds, after those of the rule: the weights to evaluate with.</summary>
    public virtual StateModel? State => null;

    /// <summary>What it makes of the gradient, before the rule sees it.</summary>
    public virtual int LowerGradient(ModifierLowering lowering, int gradient) => gradient;

    /// <summary>What it makes of the direction.</summary>
    public virtual int LowerDirection(ModifierLowering lowering, int direction) => direction;

    /// <summary>What it makes of the parameter, as the rule found it, before the direction is subtracted.</summary>
    public virtual int LowerDecayed(ModifierLowering lowering, int parameter, int direction) => parameter;

    /// <summary>What it makes of a parameter that the rule's Update has written.</summary>
    public virtual int LowerDecayedAfterUpdate(ModifierLowering lowering, int updated) => updated;

    /// <summary>What it makes of the updated parameter at the steps of its interval.</summary>
    public virtual int LowerOnInterval(ModifierLowering lowering, int updated) => updated;

    /// <summary>What it stores once the parameter is updated.</summary>
    public virtual void LowerUpdated(ModifierLowering lowering, int updated)
    {
    }

    /// <summary>The summands of an element, one for each sum, given the gradient or direction that it would change.</summary>
    public virtual IReadOnlyList<int> LowerSummands(ModifierLowering lowering, int changed) => [];

    /// <summary>The value of a row or column.</summary>
    public virtual int LowerValue(ModifierLowering lowering) => throw new InvalidOperationException($"The {Description} does not have a value.");

    /// <summary>The statement that changes <c>gradient</c>; null for none.</summary>
    public virtual string? GradientStatement(ModifierNames names) => null;

    /// <summary>The statement that changes <c>direction</c>; null for none.</summary>
    public virtual string? DirectionStatement(ModifierNames names) => null;

    /// <summary>The statement that changes <c>parameter</c> before the direction is subtracted; null for none.</summary>
    public virtual string? DecayStatement(ModifierNames names) => null;

    /// <summary>The statement that changes <c>parameter</c> after the rule's Update, which found it as <c>original</c>; null for none.</summary>
    public virtual string? DecayStatementAfterUpdate(ModifierNames names) => null;

    /// <summary>The statement that changes the updated <c>parameter</c> at the steps of its interval; null for none.</summary>
    public virtual string? OnIntervalStatement(ModifierNames names) => null;

    /// <summary>The statement that follows the update of <c>parameter</c>; null for none.</summary>
    public virtual string? UpdatedStatement(ModifierNames names) => null;

    /// <summary>The expressions of its summands.</summary>
    public virtual IReadOnlyList<string> SummandExpressions(ModifierNames names) => [];

    /// <summary>The expression of the value of a row or column.</summary>
    public virtual string ValueExpression(ModifierNames names) => throw new InvalidOperationException($"The {Description} does not have a value.");
}

/// <summary>The one order in which modifiers act.</summary>
internal enum ModifierOrder : byte
{
    CentralizeGradient,
    ClipByValue,
    GradientDecay,
    GradientL1,
    Rule,
    Cautious,
    DirectionDecay,
    TrustRatio,
    Decay,
    Lookahead,
    Average,
}
