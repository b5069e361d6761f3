namespace FusedOptim;

/// <summary>Parameters of an optimizer that share one copy of a rule, whatever the rule is.</summary>
public abstract class ParameterGroup
{
    private int[] _cohortSteps = [];

    private protected ParameterGroup(
        Optimizer optimizer, IReadOnlyList<Parameter> parameters, RuleScalars scalars, bool isPerTensor)
    {
        Optimizer = optimizer;
        Parameters = parameters;
        Scalars = scalars;
        IsPerTensor = isPerTensor;
        Form([.. parameters.Select(_ => 0)]);
    }

    /// <summary>The parameters, in the order in which the group got them.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>A digest of what the group's variant of the rule computes, for checkpoints: rules with one name and different
    /// formulas have different fingerprints. Hyperparameters that are numbers do not matter.</summary>
    /// <exception cref="InvalidOperationException">The thread flushes denormal numbers to zero.</exception>
    public abstract string RuleFingerprint { get; }

    internal Optimizer Optimizer { get; }

    /// <summary>The indices of the states that the group's variant of the rule uses.</summary>
    internal abstract IReadOnlyList<int> States { get; }

    /// <summary>The scalars of each cohort.</summary>
    internal RuleScalars Scalars { get; }

    /// <summary>The value of a hyperparameter of the group's rule.</summary>
    /// <param name="index">Its index in the schema of the rule.</param>
    public abstract double GetHyperparameter(int index);

    /// <summary>Sets a hyperparameter of the group's rule.</summary>
    /// <param name="index">Its index in the schema of the rule.</param>
    /// <param name="value">The value; whole where the hyperparameter is an integer.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public abstract void SetHyperparameter(int index, double value);

    /// <summary>
    /// Whether the rule is prepared for each tensor: each is its own cohort then, with the tensor's index in the group.
    /// </summary>
    internal bool IsPerTensor { get; }

    /// <summary>The parameters' places in the slabs, in order: adjacent ones of one cohort are one.</summary>
    internal SlabRange[] Ranges { get; private set; } = [];

    /// <summary>The number of elements that are stepped, padding included.</summary>
    internal nint ElementCount { get; private set; }

    /// <summary>
    /// How many steps each cohort has taken. A cohort is what the rule is prepared for together: each parameter, or the
    /// parameters that have taken equally many steps. The first cohort is that of the group's first parameter.
    /// </summary>
    internal ReadOnlySpan<int> CohortSteps => _cohortSteps;

    /// <summary>The greatest number of steps that a cohort has taken.</summary>
    internal int GreatestStepCount { get; private set; }

    /// <summary>Sets how many steps a parameter of the group has taken, as when it resumes.</summary>
    internal void RestoreStepsTaken(Parameter parameter, int steps) =>
        Form([.. Parameters.Select(member => member == parameter ? steps : _cohortSteps[member.Cohort])]);

    /// <summary>Counts a step for every parameter.</summary>
    internal void CountStep()
    {
        foreach (ref var steps in _cohortSteps.AsSpan())
            steps++;
        GreatestStepCount++;
    }

    private void Form(int[] stepsTaken)
    {
        _cohortSteps = IsPerTensor ? stepsTaken : [.. stepsTaken.Distinct()];
        for (var i = 0; i < stepsTaken.Length; i++)
            Parameters[i].Cohort = IsPerTensor ? i : Array.IndexOf(_cohortSteps, stepsTaken[i]);
        GreatestStepCount = stepsTaken.Max();
        Scalars.Resize(_cohortSteps.Length);

        var ranges = new List<SlabRange>();
        foreach (var parameter in Parameters.OrderBy(parameter => parameter.Offset))
        {
            if (ranges is [.., var last] && last.Cohort == parameter.Cohort && last.Start + last.Count == parameter.Offset)
                ranges[^1] = last with { Count = last.Count + parameter.PaddedCount };
            else
                ranges.Add(new SlabRange(parameter.Offset, parameter.PaddedCount, parameter.Cohort));
        }

        Ranges = [.. ranges];
        ElementCount = (nint)ranges.Sum(range => (long)range.Count);
    }
}
