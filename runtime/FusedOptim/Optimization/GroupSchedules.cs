using FusedOptim.Schedules;

namespace FusedOptim;

/// <summary>
/// The schedules of a group, and the base values of its hyperparameters: those that the group was made with, or that were set since
/// by anything but a schedule. What differs before a step from what the last step left was set in between.
/// </summary>
internal sealed class GroupSchedules
{
    private readonly OrderedDictionary<int, HyperparameterSchedule> _byHyperparameter;
    private readonly List<ScheduleMethod> _methods;
    private readonly double[] _base;

    // The values of the rule before and after the schedules ran the last time.
    private readonly double[] _before;
    private readonly double[] _after;
    private int _lastStep;
    private bool _isRunning;

    /// <summary>Begins without schedules: the current values are the base values.</summary>
    public GroupSchedules(IUpdateRule rule)
    {
        (_byHyperparameter, _methods) = ([], []);
        _base = [.. Enumerable.Range(0, rule.Schema.Hyperparameters.Count).Select(rule.GetHyperparameter)];
        (_before, _after) = ([.. _base], [.. _base]);
    }

    private GroupSchedules(GroupSchedules other)
    {
        (_byHyperparameter, _methods) = (new(other._byHyperparameter), [.. other._methods]);
        (_base, _before, _after) = ([.. other._base], [.. other._before], [.. other._after]);
    }

    /// <summary>The schedules by hyperparameters.</summary>
    public IReadOnlyList<HyperparameterSchedule> ByHyperparameter => _byHyperparameter.Values;

    /// <summary>Sets the schedule of a hyperparameter, in the place of an earlier one.</summary>
    public void Set(int index, HyperparameterSchedule schedule) => _byHyperparameter[index] = schedule;

    /// <summary>Adds what runs after the schedules of hyperparameters.</summary>
    /// <param name="method">The method as it was given, by which it is removed.</param>
    /// <param name="run">Calls the method for a rule.</param>
    public void Add(Delegate method, Action<IUpdateRule, int> run) => _methods.Add(new(method, run));

    /// <summary>Removes the schedule of a hyperparameter. The hyperparameter gets its base value.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(IUpdateRule rule, int index)
    {
        if (!_byHyperparameter.ContainsKey(index))
            return false;
        var value = GetBase(rule, index);
        rule.SetHyperparameter(index, value);
        _byHyperparameter.Remove(index);
        (_base[index], _after[index]) = (value, value);
        // What ran before the removal is not undone after it.
        _lastStep = 0;
        return true;
    }

    /// <summary>Removes a method, the last one where it was added several times.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(Delegate method)
    {
        var index = _methods.FindLastIndex(added => added.Method.Equals(method));
        if (index < 0)
            return false;
        _methods.RemoveAt(index);
        return true;
    }

    /// <summary>Sets the hyperparameters of the rule for a step.</summary>
    public void Run(IUpdateRule rule, int step)
    {
        // A schedule that a method adds runs from the next step on.
        var (count, methodCount) = (_byHyperparameter.Count, _methods.Count);
        if (count + methodCount == 0)
            return;
        for (var i = 0; i < _base.Length; i++)
        {
            _base[i] = GetBase(rule, i);
            _before[i] = _after[i] = rule.GetHyperparameter(i);
        }

        (_isRunning, _lastStep) = (true, step);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var (index, schedule) = _byHyperparameter.GetAt(i);
                Set(rule, index, schedule, step);
            }

            for (var i = 0; i < methodCount; i++)
                _methods[i].Run(rule, step);
        }
        finally
        {
            _isRunning = false;
        }

        for (var i = 0; i < _after.Length; i++)
            _after[i] = rule.GetHyperparameter(i);
    }

    /// <summary>Gives the rule the hyperparameters that it had before the schedules ran for a step, if they did, as if they had
    /// not.</summary>
    public void Undo(IUpdateRule rule, int step)
    {
        if (_lastStep != step)
            return;
        _lastStep = 0;
        for (var i = 0; i < _before.Length; i++)
        {
            rule.SetHyperparameter(i, _before[i]);
            _after[i] = _before[i];
        }
    }

    /// <summary>Returns the base value of a hyperparameter.</summary>
    public double GetBase(IUpdateRule rule, int index)
    {
        var value = rule.GetHyperparameter(index);
        return _isRunning || value == _after[index] ? _base[index] : value;
    }

    /// <summary>Sets the base value of a hyperparameter, whose current value counts as set by a schedule.</summary>
    public void RestoreBase(IUpdateRule rule, int index, double value)
    {
        _base[index] = value;
        _after[index] = rule.GetHyperparameter(index);
        _lastStep = 0;
    }

    /// <summary>Returns a copy, for a group that continues with a part of the parameters.</summary>
    public GroupSchedules Copy() => new(this);

    private void Set(IUpdateRule rule, int index, HyperparameterSchedule schedule, int step)
    {
        var value = schedule.Schedule.At(step);
        if (schedule.Mode == ScheduleMode.Multiply)
            value *= _base[index];
        if (rule.Schema.Hyperparameters[index].IsInteger)
            value = Math.Round(value, MidpointRounding.AwayFromZero);
        rule.SetHyperparameter(index, value);
    }

    private readonly record struct ScheduleMethod(Delegate Method, Action<IUpdateRule, int> Run);
}
