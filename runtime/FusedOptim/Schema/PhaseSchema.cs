namespace FusedOptim.Schema;

/// <summary>One pass over a tensor that a rule makes in a step.</summary>
/// <param name="Kind">What the pass is for.</param>
/// <param name="StepConstantCount">How many step constants it takes at most: values computed once a step, in double.</param>
/// <param name="Reads">How many streams it reads (parameter, gradient, states, inputs), each of one element of the tensor's type.</param>
/// <param name="Writes">How many streams it writes, zeroed gradients not counted.</param>
public sealed record PhaseSchema(PhaseKind Kind, int StepConstantCount, int Reads, int Writes)
{
    /// <summary>The unit that the pass runs once for: an element, a row or a column; a matrix, for which the method of the rule is called as
    /// it is.</summary>
    public Over Over { get; init; } = Over.Element;

    /// <summary>The indices of the values of elements, rows, columns and matrices that the pass reads in any variant.</summary>
    public IReadOnlyList<int> ValuesRead { get; init; } = [];

    /// <summary>The indices of the values of elements, rows, columns and matrices that the pass hands out in any variant.</summary>
    public IReadOnlyList<int> ValuesWritten { get; init; } = [];

    /// <summary>The reductions that the pass computes, in the order of the segment's summands.</summary>
    public IReadOnlyList<ReductionSchema> Reductions { get; init; } = [];

    /// <summary>Whether the pass reads the parameter; a pass that is not known to measure without it does.</summary>
    public bool ReadsParameter { get; init; } = true;

    /// <summary>The indices of the states that the pass reads in any variant; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? StatesRead { get; init; }

    /// <summary>The indices of the states that the pass writes in any variant; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? StatesWritten { get; init; }

    /// <summary>
    /// The index of the hyperparameter k of a pass that does not run at every step; −1 for a pass that does. It runs at the steps
    /// that k divides, or, where <see cref="RunsBetween"/> says so, at the others.
    /// </summary>
    public int Interval { get; init; } = -1;

    /// <summary>
    /// What is taken from the step before k divides it: 0 for the steps k, 2k, 3k, and so on; 1 for the steps 1, k + 1, 2k + 1.
    /// </summary>
    public int IntervalStart { get; init; }

    /// <summary>Whether a pass with an interval runs at the other steps.</summary>
    public bool RunsBetween { get; init; }

    /// <summary>Whether the pass never runs at the steps of another one.</summary>
    /// <param name="other">The other pass.</param>
    public bool Excludes(PhaseSchema other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Interval >= 0 && Interval == other.Interval && IntervalStart == other.IntervalStart && RunsBetween != other.RunsBetween;
    }

    /// <summary>The indices of the element-wise inputs that the pass reads in any variant.</summary>
    public IReadOnlyList<int> InputsRead { get; init; } = [];

    /// <summary>The indices of the inputs of a tensor and of the model that the pass, or the rule's preparation of it, reads in any variant;
    /// <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? ScalarInputsRead { get; init; }

    /// <summary>Whether the pass reads a state.</summary>
    /// <param name="state">Its index.</param>
    public bool ReadsState(int state) => StatesRead?.Contains(state) ?? true;

    /// <summary>Whether the pass writes a state.</summary>
    /// <param name="state">Its index.</param>
    public bool WritesState(int state) => StatesWritten?.Contains(state) ?? true;
}

/// <summary>The purposes of a pass over a tensor.</summary>
public enum PhaseKind
{
    /// <summary>Reduces, and may update states; parameters and gradients stay.</summary>
    Measure,

    /// <summary>Updates parameters and states, and zeroes gradients when asked.</summary>
    Update,

    /// <summary>Computes the weights to evaluate with from the parameters and states; no part of a step.</summary>
    Evaluate,
}

/// <summary>A value that a pass reduces all elements to.</summary>
/// <param name="Name">The name that later phases bind it by.</param>
/// <param name="Kind">How elements combine.</param>
/// <param name="Over">What is reduced over. Where it is the tensor, no segment crosses the border of one.</param>
public sealed record ReductionSchema(string Name, ReductionKind Kind, Over Over);

/// <summary>The ways in which elements combine.</summary>
public enum ReductionKind
{
    /// <summary>Their sum, accumulated in double.</summary>
    Sum,

    /// <summary>Their maximum.</summary>
    Maximum,

    /// <summary>The Euclidean norm of their absolute values, without overflow and underflow on the way.</summary>
    Norm,
}
