using FusedOptim.Execution;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training;

/// <content>Making trainers.</content>
public sealed partial class Trainer
{
    /// <summary>A trainer that steps all parameters of a model by one rule.</summary>
    /// <param name="model">The model; a network in single precision is built from it.</param>
    /// <param name="rule">The rule with its hyperparameters; the trainer keeps a copy.</param>
    /// <param name="loss">The loss to minimize.</param>
    /// <param name="seed">The seed that the weights and the order of examples are drawn from.</param>
    /// <param name="options">How the optimizer runs and stores its states; network and optimizer compute on the threads of
    /// <see cref="OptimizerOptions.Team"/>.</param>
    /// <exception cref="ArgumentException">The model has no parameters, or the loss does not have a class weight for each of
    /// its outputs.</exception>
    public static Trainer Create(
        Sequential model, IUpdateRule rule, Loss loss, long seed, OptimizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Create(model, _ => rule, loss, seed, options);
    }

    /// <summary>A trainer that steps each parameter of a model by a separate rule: of the same type or of different types.</summary>
    /// <param name="model">The model; a network in single precision is built from it.</param>
    /// <param name="select">The rule of a parameter, such as one without weight decay for biases; null freezes
    /// it. A trainer whose parameters are all frozen refuses to <see cref="Trainer.Fit"/>, until a group is
    /// added.</param>
    /// <param name="loss">The loss to minimize.</param>
    /// <param name="seed">The seed that the weights and the order of examples are drawn from.</param>
    /// <param name="options">How the optimizer runs and stores its states; network and optimizer compute on the threads of
    /// <see cref="OptimizerOptions.Team"/>.</param>
    /// <exception cref="ArgumentException">The model has no parameters, or the loss does not have a class weight for each of
    /// its outputs.</exception>
    public static Trainer Create(
        Sequential model, Func<Parameter<float>, IUpdateRule?> select, Loss loss, long seed, OptimizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(select);
        return Create(model, (parameters, options) => FusedOptim.Optimizer.Create(parameters, select, options), loss, seed, options);
    }

    /// <summary>A trainer that steps the matrices of a model by one rule and all other parameters by another.</summary>
    /// <param name="model">The model; a network in single precision is built from it.</param>
    /// <param name="split">The two rules, of <see cref="Split.ByRank"/>.</param>
    /// <param name="loss">The loss to minimize.</param>
    /// <param name="seed">The seed that the weights and the order of examples are drawn from.</param>
    /// <param name="options">How the optimizer runs and stores its states; network and optimizer compute on the threads of
    /// <see cref="OptimizerOptions.Team"/>.</param>
    /// <exception cref="ArgumentException">An exception of the split names no parameter, the model has no parameters, or the loss does
    /// not have a class weight for each of its outputs.</exception>
    public static Trainer Create(Sequential model, Split split, Loss loss, long seed, OptimizerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        return Create(model, (parameters, options) => FusedOptim.Optimizer.Create(parameters, split, options), loss, seed, options);
    }

    private static Trainer Create(
        Sequential model, Func<ParameterSet<float>, OptimizerOptions, Optimizer> createOptimizer, Loss loss, long seed,
        OptimizerOptions? options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new OptimizerOptions();
        var network = model.Build(seed, options.Team);
        try
        {
            loss.CheckOutputs(network.OutputSize, nameof(loss));
            return new Trainer(network, createOptimizer(network.Parameters, options), loss, seed, options.Team ?? WorkerTeam.Default);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
