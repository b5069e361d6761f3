namespace FusedOptim;

/// <content>Steps of tensors of several element types: one norm, one decision.</content>
public partial class FusedOptimizer
{
    private StepReport StepAll(StepOptions options)
    {
        if (options.MaximumNorm is null && !options.SkipNonFinite)
        {
            var report = default(StepReport);
            for (var i = 0; i < _sets.Count; i++)
                report = _sets[i].Optimizer.Step(options);
            return report;
        }

        var norm = ComputeNorm(out var notFinite) * Math.Abs(options.GradientScale);
        if (notFinite is not null)
            return Skip(options, notFinite, norm);
        var scale = options.GradientScale;
        if (options.MaximumNorm is { } maximum)
            scale *= Math.Min(1, maximum / (norm + 1e-6));
        var scaled = new StepOptions { GradientScale = scale, ZeroGradients = options.ZeroGradients };
        for (var i = 0; i < _sets.Count; i++)
            _sets[i].Optimizer.Step(scaled);
        return new() { GradientNorm = norm, GradientScale = scale };
    }

    // Of squares that are at most 1, so that none overflows.
    private double ComputeNorm(out TensorSet? notFinite)
    {
        notFinite = null;
        var greatest = 0.0;
        var squares = 0.0;
        for (var i = 0; i < _sets.Count; i++)
        {
            var norm = _sets[i].ComputeGradientNorm();
            if (!double.IsFinite(norm))
            {
                notFinite = _sets[i];
                return norm;
            }

            if (norm > greatest)
            {
                squares = 1 + squares * (greatest / norm) * (greatest / norm);
                greatest = norm;
            }
            else if (norm > 0)
            {
                squares += norm / greatest * (norm / greatest);
            }
        }

        return greatest * Math.Sqrt(squares);
    }

    // The optimizer of the gradient that is not finite says so, or skips its step; the others skip theirs with it.
    private StepReport Skip(StepOptions options, TensorSet notFinite, double norm)
    {
        var report = notFinite.Optimizer.Step(options);
        for (var i = 0; i < _sets.Count; i++)
        {
            if (_sets[i] == notFinite)
                continue;
            if (options.ZeroGradients)
                _sets[i].ZeroGradients();
            var optimizer = _sets[i].Optimizer;
            optimizer.RestoreStepCount(optimizer.StepCount, optimizer.SkippedStepCount + 1);
        }

        return report with { GradientNorm = norm };
    }
}
