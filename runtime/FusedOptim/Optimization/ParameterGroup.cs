namespace FusedOptim;

/// <summary>Parameters of an optimizer that share one copy of a rule, whatever the rule is.</summary>
public abstract class ParameterGroup
{
    private int[] _cohortSteps = [];

    private protected ParameterGroup(Optimizer optimizer, IReadOnlyList<Parameter> parameters)
    {
        Optimizer = optimizer;
        Parameters = parameters;
        Form([.. parameters.Select(_ => 0)]);
    }

    /// <summary>The parameters, in the order in which the group got them.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    internal Optimizer Optimizer { get; }

    /// <summary>The indices of the states that the group's variant of the rule uses.</summary>
    internal abstract IReadOnlyList<int> States { get; }

    /// <summary>The parameters' places in the slabs, in order: adjacent ones that have taken equally many steps are one.</summary>
    internal SlabRange[] Ranges { get; private set; } = [];

    /// <summary>The number of elements that are stepped, padding included.</summary>
    internal nint ElementCount { get; private set; }

    /// <summary>How many steps each cohort has taken.</summary>
    internal ReadOnlySpan<int> CohortSteps => _cohortSteps;

    /// <summary>Sets how many steps a parameter of the group has taken, as when it resumes.</summary>
    internal void RestoreStepsTaken(Parameter parameter, int steps) =>
        Form([.. Parameters.Select(member => member == parameter ? steps : _cohortSteps[member.Cohort])]);

    /// <summary>Counts a step for every parameter.</summary>
    internal void CountStep()
    {
        foreach (ref var steps in _cohortSteps.AsSpan())
            steps++;
    }

    private void Form(int[] stepsTaken)
    {
        _cohortSteps = [.. stepsTaken.Distinct()];
        for (var i = 0; i < stepsTaken.Length; i++)
            Parameters[i].Cohort = Array.IndexOf(_cohortSteps, stepsTaken[i]);

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
