using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.Numerics;

namespace FusedOptim.Stepping;

/// <summary>
/// The phases of a step over all groups of an optimizer, in order: the measuring ones of all rules, then all preparations,
/// then the first updating phase of all rules, the second, and so on, each shared by the team in one go.
/// </summary>
/// <param name="storage">The memory of the set.</param>
/// <param name="groups">The groups, to which some may be added.</param>
/// <param name="rules">The rules, likewise.</param>
/// <param name="team">The threads.</param>
/// <param name="target">The code that kernels run as.</param>
internal sealed partial class OptimizerStep(
    ParameterStorage storage, List<PreparedGroup> groups, List<SteppedRule> rules, WorkerTeam team, KernelTarget target)
    : IDisposable
{
    private readonly UpdateStage _update = new();
    private readonly SegmentList _tensors = new(BlockReduction.Length);
    private readonly PlacedSegments _places = new(rules, StorageFormat.BlockLength);
    private readonly PlacedSegments _others = new(rules, StorageFormat.BlockLength);
    private readonly RowStage _rowUpdate = new(storage.ElementSize, storage.ComputeSize);
    private readonly PlacedSegments _rows = new(rules, StorageFormat.BlockLength);
    private readonly ExternalOverlap _overlap = new(storage);
    private Parameter[] _inOrderOfSet = [];
    private Parameter[] _inOrderOfMemory = [];
    private int _version = -1;
    private bool _hasTensors;
    private bool _measuresRows;

    /// <summary>The tensors of the step, in the order in which they were added to the set, once they were listed.</summary>
    public SegmentList Tensors => _tensors;

    /// <summary>Whether the last step, or the current one, has written anything that cannot be taken back.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Says which parameters are stepped, all groups together.</summary>
    public void Cover()
    {
        _inOrderOfSet = [.. groups.SelectMany(group => group.Parameters)
            .Where(parameter => parameter.Membership!.IsStepped).OrderBy(parameter => parameter.Index)];
        _inOrderOfMemory = [.. _inOrderOfSet.OrderBy(parameter => parameter.Offset)];
        storage.ForgetSegments();
    }

    /// <summary>Begins a step: finds out which parameters have gradients, and where everything is.</summary>
    /// <exception cref="InvalidOperationException">Memory of the caller overlaps, or has no values.</exception>
    public void Begin()
    {
        HasWritten = false;
        storage.Resolve(_inOrderOfSet);
        storage.OrderRows(_inOrderOfSet);
        _hasTensors &= !storage.HasRows;
        if (_version == storage.SegmentVersion && !storage.HasExternal && !_measuresRows)
            return;
        if (storage.HasExternal)
            _overlap.Check(_inOrderOfSet);
        _hasTensors = false;
        _measuresRows = false;
        _rows.Segments.Clear();
        _measured.Segments.Clear();
        _matrices.Segments.Clear();
        _places.Segments.Clear();
        foreach (var parameter in _inOrderOfSet)
        {
            var member = parameter.Membership!;
            member.IsInStep = parameter.HasGradient && parameter.GradientAddress != 0;
            if (!member.IsInStep || member.Group.Phases is not { HasMeasure: true, UsesView: var usesView })
                continue;
            _measuresRows |= parameter.Rows is not null;
            if (usesView)
                _matrices.Segments.Add(new Segment(parameter, (nint)parameter.Count));
            else
                _measured.Segments.AddGradients(parameter, blocksOfZeros: 2);
        }

        for (var i = 0; i < groups.Count; i++)
            groups[i].BeginStep();
        foreach (var parameter in _inOrderOfMemory)
        {
            if (!parameter.Membership!.IsInStep)
                continue;
            if (parameter.Rows is null)
                _places.Segments.Append(new Segment(parameter, parameter.WritableCount), storage.ElementSize);
            else
                _rows.Segments.Add(new Segment(parameter, (nint)parameter.Count));
        }

        _places.Place();
        _rows.Place();
        _measured.Place();
        _matrices.Place();
        _version = storage.SegmentVersion;
    }

    /// <summary>Lists the tensors of the step, which a norm needs and a step without one does not.</summary>
    public void ListTensors()
    {
        if (_hasTensors)
            return;
        _tensors.Clear();
        foreach (var parameter in _inOrderOfSet)
        {
            if (parameter.Membership!.IsInStep)
                _tensors.AddGradients(parameter);
        }

        _hasTensors = true;
    }

    /// <summary>Measures and updates.</summary>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="zeroGradients">Whether gradients are set to zero.</param>
    public void Run(double gradientScale, bool zeroGradients)
    {
        var updateCount = MeasureAndPrepare(gradientScale);
        HasWritten = true;
        foreach (ref readonly var place in _rows.Places)
            Membership.Of(place.Segment).States!.Decay?.Begin();
        for (var update = 0; update < updateCount; update++)
        {
            var segments = SegmentsOf(update);
            if (segments.Segments.Count == 0 && _rows.Segments.Count == 0)
                continue;
            for (var i = 0; i < rules.Count; i++)
            {
                var phases = rules[i].Phases;
                var phase = phases.FirstUpdate + update;
                if (phase >= phases.UpdateEnd)
                    continue;
                // A later phase still reads the gradients.
                rules[i].Begin(phase, gradientScale, zeroGradients && phases.EndsStep(phase));
            }

            if (segments.Segments.Count > 0)
                _update.Run(team, segments);
            _rowUpdate.Update(team, _rows, update);
        }

        if (zeroGradients)
            ClearRows();
    }

    /// <summary>Sets the gradients of the step to zero, and does nothing else.</summary>
    public void ZeroGradients()
    {
        _places.Segments.ClearGradients(storage.ElementSize);
        foreach (ref readonly var place in _rows.Places)
        {
            var parameter = place.Segment.Tensor;
            parameter.GradientMemory.Clear(0, parameter.GradientCount, storage.ElementSize);
        }

        ClearRows();
    }

    /// <summary>Prepares to evaluate; what can throw throws here, before anything is written.</summary>
    /// <returns>The parameters whose weights to evaluate with are others than those that are trained.</returns>
    public IReadOnlyList<Parameter> PrepareEvaluation()
    {
        PreparedGroup[] evaluating = [.. groups.Where(group => group.Phases.HasEvaluate)];
        Parameter[] evaluated =
            [.. evaluating.SelectMany(group => group.Parameters).Where(parameter => parameter.States is not null)];
        storage.Resolve(evaluated);
        foreach (var group in evaluating)
            group.PrepareEvaluation(target);
        return evaluated;
    }

    /// <summary>Writes the weights to evaluate with into the values.</summary>
    /// <param name="evaluated">The parameters, whose training weights are saved.</param>
    public void Evaluate(IReadOnlyList<Parameter> evaluated)
    {
        var ofRows = new PlacedSegments(rules, StorageFormat.BlockLength);
        _others.Segments.Clear();
        foreach (var parameter in evaluated.OrderBy(parameter => parameter.Offset))
        {
            if (parameter.Rows is null)
                _others.Segments.Append(new Segment(parameter, parameter.WritableCount), storage.ElementSize);
            else
                ofRows.Segments.Add(new Segment(parameter, (nint)parameter.Count));
        }

        _others.Place();
        ofRows.Place();
        foreach (var rule in rules.Where(rule => rule.Phases.HasEvaluate))
            rule.Begin(rule.Phases.UpdateEnd, gradientScale: 1, evaluates: true);
        if (_others.Segments.Count > 0)
            _update.Run(team, _others);
        _rowUpdate.Evaluate(team, ofRows);
    }

    public void Dispose()
    {
        _measure.Dispose();
        _matrixMeasure?.Dispose();
        foreach (var rule in rules)
            rule.Dispose();
    }

    private void ClearRows()
    {
        foreach (ref readonly var place in _rows.Places)
            place.Segment.Tensor.Rows!.Clear();
    }

    // All preparations, before the first update writes parameters. Returns the greatest number of updates of a rule.
    private int MeasureAndPrepare(double gradientScale)
    {
        for (var i = 0; i < groups.Count; i++)
            groups[i].Scalars.Save();
        try
        {
            Measure(gradientScale);
            var updateCount = 0;
            for (var i = 0; i < groups.Count; i++)
            {
                var phases = groups[i].Phases;
                updateCount = Math.Max(updateCount, phases.UpdateEnd - phases.FirstUpdate);
                for (var phase = phases.FirstUpdate; phase < phases.UpdateEnd; phase++)
                    groups[i].Prepare(phase, target, gradientScale, _measure.Results, team);
            }

            foreach (ref readonly var place in _rows.Places)
            {
                if (place.Rule.Schema.CaughtUpDecay is { } decay)
                    Membership.Of(place.Segment).States!.Decay!.Prepare(place.Segment.Tensor, decay, place.Group.Rule);
            }

            return updateCount;
        }
        catch
        {
            for (var i = 0; i < groups.Count; i++)
                groups[i].Scalars.PutBack();
            throw;
        }
    }

    private PlacedSegments SegmentsOf(int update)
    {
        var haveAll = true;
        for (var i = 0; i < rules.Count; i++)
            haveAll &= rules[i].Phases.FirstUpdate + update < rules[i].Phases.UpdateEnd && !rules[i].Phases.HasIntervals;
        if (haveAll)
            return _places;
        _others.Segments.Clear();
        for (var i = 0; i < _places.Segments.Count; i++)
        {
            ref readonly var place = ref _places.Places[i];
            var phase = place.Rule.Phases.FirstUpdate + update;
            if (phase < place.Rule.Phases.UpdateEnd && place.Group.Runs(phase, place.Cohort))
                _others.Segments.Add(_places.Segments[i]);
        }

        _others.Place();

        return _others;
    }
}
