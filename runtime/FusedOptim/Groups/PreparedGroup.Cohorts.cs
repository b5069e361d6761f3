namespace FusedOptim.Groups;

/// <content>
/// Cohorts: what the rule is prepared for together. Where it is prepared for each tensor, each is a cohort, with the tensor's index
/// in the group; otherwise the parameters that have taken equally many steps are one. A step in which some have no gradient
/// moves the others on.
/// </content>
internal sealed partial class PreparedGroup
{
    // By cohort; one that has no members may be used again.
    private int[] _cohortSteps = [];
    private int[] _members = [];
    private int[] _membersInStep = [];
    private int[] _next = [];
    private int _cohortCount;
    private Parameter? _firstInStep;
    private bool _isPartial;

    /// <summary>Whether the current step steps a parameter of the group.</summary>
    public bool IsInStep => _firstInStep is not null;

    /// <summary>The greatest number of steps that a parameter of the group has taken.</summary>
    public int GreatestStepCount
    {
        get
        {
            var greatest = 0;
            for (var cohort = 0; cohort < _cohortCount; cohort++)
                greatest = Math.Max(greatest, _cohortSteps[cohort]);
            return greatest;
        }
    }

    /// <summary>The number of steps that a parameter of the group has taken.</summary>
    public int StepCountOf(Parameter parameter) => _cohortSteps[parameter.Membership!.Cohort];

    /// <summary>Sets how many steps a parameter of the group has taken, as when it resumes or starts again.</summary>
    public void SetStepCount(Parameter parameter, int steps)
    {
        if (IsPerTensor)
            _cohortSteps[parameter.Membership!.Cohort] = steps;
        else
            Form([.. _parameters.Select(member => member == parameter ? steps : StepCountOf(member))]);
        _parameters[0].Storage.ForgetSegments();
    }

    /// <summary>Gives a parameter the scalars and the number of steps of one that has not taken any.</summary>
    public void StartAgain(Parameter parameter)
    {
        SetStepCount(parameter, 0);
        if (IsPerTensor)
            Scalars.Reset(parameter.Membership!.Cohort);
    }

    /// <summary>Forms the cohorts.</summary>
    /// <param name="steps">How many steps each parameter of the group has taken.</param>
    public void Form(int[] steps)
    {
        _cohortCount = 0;
        if (IsPerTensor)
        {
            MakeRoom(steps.Length);
            _cohortCount = steps.Length;
            steps.CopyTo(_cohortSteps, 0);
            _tensors = [.. _parameters.Select(parameter => (parameter.Index, parameter.Count, parameter.View.Rows, parameter.View.Columns))];
        }

        for (var i = 0; i < steps.Length; i++)
            _parameters[i].Membership!.Cohort = IsPerTensor ? i : CohortWith(steps[i]);
        CountMembers();
    }

    /// <summary>Counts the members of each cohort that the current step steps.</summary>
    public void BeginStep()
    {
        Array.Clear(_membersInStep);
        _firstInStep = null;
        foreach (var parameter in _parameters)
        {
            if (parameter.Membership is { IsStepped: true, IsInStep: true } member)
            {
                _membersInStep[member.Cohort]++;
                _firstInStep ??= parameter;
            }
        }

        _isPartial = false;
        for (var cohort = 0; cohort < _cohortCount; cohort++)
            _isPartial |= _membersInStep[cohort] > 0 && _membersInStep[cohort] < _members[cohort];
    }

    /// <summary>Counts a step for the parameters that it has stepped.</summary>
    public void CountStep()
    {
        if (!IsInStep)
            return;
        if (_isPartial && !IsPerTensor)
        {
            MoveOn();
            return;
        }

        for (var cohort = 0; cohort < _cohortCount; cohort++)
        {
            if (_membersInStep[cohort] > 0)
                _cohortSteps[cohort]++;
        }
    }

    private void MoveOn()
    {
        // From the greatest number on, so that none moves to a cohort that moves itself.
        Array.Fill(_next, -1);
        for (var left = _cohortCount; left > 0; left--)
        {
            var cohort = GreatestLeft();
            _next[cohort] = cohort;
            if (_membersInStep[cohort] == 0)
                continue;
            var isWhole = _membersInStep[cohort] == _members[cohort];
            var steps = _cohortSteps[cohort] + 1;
            if (isWhole && Find(steps) < 0)
                _cohortSteps[cohort] = steps;
            else
            {
                var next = CohortWith(steps);
                _next[cohort] = next;
                // Those of one that was there before may move on themselves.
                if (_next[next] < 0)
                    _next[next] = next;
            }
        }

        foreach (var parameter in _parameters)
        {
            if (parameter.Membership is { IsStepped: true, IsInStep: true } member)
                member.Cohort = _next[member.Cohort];
        }

        RemoveEmpty();
        _parameters[0].Storage.ForgetSegments();
    }

    // What is made while moving on has a next one already.
    private int GreatestLeft()
    {
        var greatest = -1;
        for (var cohort = 0; cohort < _cohortCount; cohort++)
        {
            if (_next[cohort] < 0 && (greatest < 0 || _cohortSteps[cohort] > _cohortSteps[greatest]))
                greatest = cohort;
        }

        return greatest;
    }

    private void RemoveEmpty()
    {
        CountMembers();
        var count = 0;
        for (var cohort = 0; cohort < _cohortCount; cohort++)
        {
            _next[cohort] = count;
            if (_members[cohort] > 0)
            {
                (_cohortSteps[count], _members[count]) = (_cohortSteps[cohort], _members[cohort]);
                count++;
            }
        }

        foreach (var parameter in _parameters)
        {
            var member = parameter.Membership!;
            member.Cohort = _next[member.Cohort];
        }

        _cohortCount = count;
    }

    private void CountMembers()
    {
        Array.Clear(_members);
        foreach (var parameter in _parameters)
            _members[parameter.Membership!.Cohort]++;
    }

    private int CohortWith(int steps)
    {
        var cohort = Find(steps);
        if (cohort >= 0)
            return cohort;
        MakeRoom(_cohortCount + 1);
        (_cohortSteps[_cohortCount], _members[_cohortCount], _membersInStep[_cohortCount]) = (steps, 0, 0);
        return _cohortCount++;
    }

    private int Find(int steps) => Array.IndexOf(_cohortSteps, steps, 0, _cohortCount);

    private void MakeRoom(int count)
    {
        if (count <= _cohortSteps.Length)
            return;
        var capacity = IsPerTensor || count == 1 ? count : Math.Max(count, 2 * _cohortSteps.Length);
        var previous = _next.Length;
        Array.Resize(ref _cohortSteps, capacity);
        Array.Resize(ref _members, capacity);
        Array.Resize(ref _membersInStep, capacity);
        Array.Resize(ref _next, capacity);
        Array.Fill(_next, -1, previous, capacity - previous);
        Scalars.Resize(capacity);
    }
}
