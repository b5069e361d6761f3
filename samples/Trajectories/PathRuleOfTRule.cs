namespace FusedOptim.Samples.Trajectories;

/// <summary>One rule with its hyperparameters.</summary>
internal sealed class PathRule<TRule>(TRule rule) : PathRule
    where TRule : class, IUpdateRule
{
    /// <inheritdoc/>
    public override string Title => rule.Schema.Name;

    /// <inheritdoc/>
    public override Trajectory Trace(Surface surface, int steps, double learningRate)
    {
        var tuned = rule.Copy();
        tuned.SetHyperparameter(0, learningRate);

        using var parameters = new ParameterSet<double>();
        var position = parameters.Add("position", ParameterKind.Weight, 2);
        (position.Values[0], position.Values[1]) = (surface.Start.X, surface.Start.Y);
        using var optimizer = Optimizer.Create(parameters, tuned);

        var points = new List<Point> { surface.Start };
        for (var step = 1; step <= steps; step++)
        {
            var gradient = surface.Gradient(points[^1]);
            (position.Gradients[0], position.Gradients[1]) = (gradient.X, gradient.Y);
            optimizer.Step();
            var point = new Point(position.Values[0], position.Values[1]);
            if (!Trajectory.CanGoOn(point))
                break;
            points.Add(point);
        }

        return new Trajectory(this, surface, learningRate, points);
    }
}
