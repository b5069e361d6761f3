using FusedOptim.Formats;

namespace FusedOptim;

/// <content>Making optimizers.</content>
public sealed partial class Optimizer
{
    /// <summary>An optimizer that steps all parameters of a set by one rule.</summary>
    /// <typeparam name="T"><see langword="float"/>, <see langword="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="parameters">The set, which is laid out by this: no parameter can be added afterwards.</param>
    /// <param name="rule">The rule with its hyperparameters; the optimizer keeps a copy.</param>
    /// <param name="options">Threads and target, if not the usual ones.</param>
    /// <exception cref="ArgumentException">The set has no parameter, a parameter has an optimizer already, or the target does
    /// not run here.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static Optimizer Create<T>(ParameterSet<T> parameters, IUpdateRule rule, OptimizerOptions? options = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Create(parameters, _ => rule, options);
    }

    /// <summary>An optimizer that steps each parameter of a set by a separate rule: of the same type or of different types.</summary>
    /// <typeparam name="T"><see langword="float"/>, <see langword="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="parameters">The set, which is laid out by this: no parameter can be added afterwards.</param>
    /// <param name="select">The rule of a parameter; <see langword="null"/> freezes it (<see cref="Parameter.IsFrozen"/>), unless
    /// another optimizer of the set steps it. Parameters whose rules are equal form
    /// one group, which keeps a copy; groups are in the order in which their rules appear. Where all are frozen, steps do
    /// nothing until a group is added (<see cref="AddGroup"/>).</param>
    /// <param name="options">Threads and target, if not the usual ones.</param>
    /// <exception cref="ArgumentException">The set has no parameter, a parameter has an optimizer already, or the target does
    /// not run here.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static Optimizer Create<T>(
        ParameterSet<T> parameters, Func<Parameter<T>, IUpdateRule?> select, OptimizerOptions? options = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(select);
        parameters.Storage.ThrowIfDisposed();
        if (parameters.Count == 0)
            throw new ArgumentException("The set has no parameters; add them before the optimizer is made.", nameof(parameters));

        // OrderedDictionary keeps the order in which rules appear.
        var groups = new OrderedDictionary<IUpdateRule, List<Parameter>>();
        foreach (var parameter in parameters)
        {
            if (select(parameter) is not { } rule)
                continue;
            if (!groups.TryGetValue(rule, out var members))
                groups.Add(rule, members = []);
            members.Add(parameter);
        }

        var optimizer = new Optimizer(parameters.Storage, options ?? new OptimizerOptions());
        try
        {
            var made = new List<Selection>();
            foreach (var (rule, members) in groups)
                made.Add(new Selection(rule, [.. members]));
            optimizer.CheckStateFormats(made);
            optimizer.Form(made);
            optimizer.BeginFreezing();
            return optimizer;
        }
        catch
        {
            optimizer.Dispose();
            throw;
        }
    }

    /// <summary>An optimizer that steps matrices by one rule and all other parameters by another.</summary>
    /// <typeparam name="T"><see langword="float"/>, <see langword="double"/>, <see cref="Half"/> or <see cref="BFloat16"/>.</typeparam>
    /// <param name="parameters">The set, which is laid out by this: no parameter can be added afterwards.</param>
    /// <param name="split">The two rules, of <see cref="Split.ByRank"/>.</param>
    /// <param name="options">Threads and target, if not the usual ones.</param>
    /// <exception cref="ArgumentException">An exception of the split names no parameter, the set has no parameter, a parameter has an
    /// optimizer already, or the target does not run here.</exception>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static Optimizer Create<T>(ParameterSet<T> parameters, Split split, OptimizerOptions? options = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(split);
        split.CheckExceptions([.. parameters.Select(parameter => parameter.Name)]);
        return Create(parameters, parameter => split.GetRule(parameter.Name, parameter.Kind, parameter.Shape.Rank), options);
    }
}
