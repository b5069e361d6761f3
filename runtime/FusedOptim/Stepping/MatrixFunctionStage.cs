using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Groups;
using FusedOptim.Kernels;
using FusedOptim.LinearAlgebra;
using FusedOptim.Schema;

namespace FusedOptim.Stepping;

/// <summary>
/// The phases over matrices of rules, for all matrices of their tensors. Small matrices are shared by the threads of a team, one to a thread;
/// large ones come one after the other, and the team shares what is computed of each. Which, is decided by the size alone.
/// </summary>
/// <param name="team">The threads.</param>
/// <param name="target">The code of products.</param>
/// <param name="isDouble">Whether kernels compute in double.</param>
internal sealed class MatrixFunctionStage(WorkerTeam team, KernelTarget target, bool isDouble) : IParallelWork
{
    private readonly MatrixAlgebra _ofTeam = New(team, target, isDouble);
    private readonly MatrixAlgebra[] _ofWorkers =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => New(WorkerTeam.OfOne, target, isDouble))];

    private readonly List<(int Place, int Matrix)> _small = [];
    private PlacedSegments? _placed;
    private int _next;
    private int _phase;

    /// <summary>The operations on matrices in a precision.</summary>
    public static MatrixAlgebra New(WorkerTeam team, KernelTarget target, bool isDouble) =>
        isDouble ? new MatrixAlgebra<double>(team, target) : new MatrixAlgebra<float>(team, target);

    /// <summary>Runs a phase of the rules for which it is one over matrices.</summary>
    /// <param name="placed">The tensors.</param>
    /// <param name="phase">The index of the phase.</param>
    public void Run(PlacedSegments placed, int phase)
    {
        (_placed, _phase, _next) = (placed, phase, 0);
        _small.Clear();
        var places = placed.Places;
        for (var i = 0; i < places.Length; i++)
        {
            if (!places[i].Rule.Phases.IsOverMatrices(phase))
                continue;
            var view = places[i].Segment.Tensor.View;
            var isLarge = MatrixSharing.IsForTeam(view.Rows, view.Columns);
            for (var matrix = 0; matrix < view.Batch; matrix++)
            {
                if (isLarge)
                    Run(places[i], matrix, _ofTeam);
                else
                    _small.Add((i, matrix));
            }
        }

        if (_small.Count == 1)
            Run(worker: 0, workerCount: 1);
        else if (_small.Count > 1)
            team.Run(this);
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        // Matrices differ in size: each worker takes the next.
        for (int next; (next = Interlocked.Increment(ref _next) - 1) < _small.Count;)
            Run(_placed!.Places[_small[next].Place], _small[next].Matrix, _ofWorkers[worker]);
    }

    private void Run(in SegmentPlace place, int matrix, MatrixAlgebra algebra)
    {
        var group = place.Group;
        var context = new MatrixContext(place.Rule.Schema, Membership.Of(place.Segment).Matrix!, algebra, matrix)
        {
            Step = group.StepOf(place.Cohort, _phase),
            Prepared = group.ConstantsOf(place.Cohort, place.Rule.Phases.ConstantsOf(_phase)),
        };
        group.Rule.RunMatrix(_phase, context);
    }
}
