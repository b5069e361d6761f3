namespace FusedOptim.Training;

/// <summary>Makes trainers. See <see cref="Trainer{TRule}"/>.</summary>
public static class Trainer
{
    /// <summary>A trainer that steps all parameters of a model by one rule.</summary>
    /// <param name="model">The model; a network in single precision is built from it.</param>
    /// <param name="rule">The rule with its hyperparameters; the trainer keeps a copy.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="seed">What the weights and the order of examples are drawn from.</param>
    /// <param name="team">The threads to compute on; by default those of <paramref name="options"/>, or
    /// <see cref="WorkerTeam.Default"/>.</param>
    /// <param name="options">How the optimizer runs and stores its states; its threads are those of
    /// <paramref name="team"/>, if that is given.</param>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public static Trainer<TRule> Create<TRule>(
        Sequential model, TRule rule, Loss loss, long seed, WorkerTeam? team = null,
        OptimizerOptions? options = null)
        where TRule : class, IUpdateRule<TRule>
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Create<TRule>(model, _ => rule, loss, seed, team, options);
    }

    /// <summary>A trainer that steps each parameter of a model by a rule of its own.</summary>
    /// <param name="model">The model; a network in single precision is built from it.</param>
    /// <param name="select">The rule of a parameter, such as one without weight decay for biases; null freezes
    /// it. A trainer whose parameters are all frozen refuses to <see cref="Trainer{TRule}.Fit"/>, until a group is
    /// added.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="seed">What the weights and the order of examples are drawn from.</param>
    /// <param name="team">The threads to compute on; by default those of <paramref name="options"/>, or
    /// <see cref="WorkerTeam.Default"/>.</param>
    /// <param name="options">How the optimizer runs and stores its states; its threads are those of
    /// <paramref name="team"/>, if that is given.</param>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <exception cref="ArgumentException">The model has no parameters.</exception>
    public static Trainer<TRule> Create<TRule>(
        Sequential model, Func<Parameter<float>, TRule?> select, Loss loss, long seed, WorkerTeam? team = null,
        OptimizerOptions? options = null)
        where TRule : class, IUpdateRule<TRule>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(select);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new OptimizerOptions();
        team ??= options.Team;
        var network = model.Build(seed, team);
        try
        {
            var optimizer = Optimizer.Create(network.Parameters, select, options with { Team = team });
            return new Trainer<TRule>(network, optimizer, loss, seed);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
