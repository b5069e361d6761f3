using FusedOptim.Interop;
using TorchSharp;
using BFloat16 = FusedOptim.Formats.BFloat16;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <content>Creating optimizers, and adding groups later.</content>
public partial class FusedOptimizer
{
    /// <summary>Creates an optimizer that steps all parameters by one rule.</summary>
    /// <param name="parameters">The parameters with their names, <c>model.named_parameters()</c>; at least one. A parameter that is
    /// listed twice is stepped once, under its first name.</param>
    /// <param name="rule">The rule with its hyperparameters; the optimizer keeps a copy.</param>
    /// <param name="options">Threads, target and storage formats, if not the usual ones.</param>
    /// <param name="kind">The kind of a parameter; <see cref="KindOf"/> by default.</param>
    /// <param name="view">The matrices that rules with rows or columns see in a parameter, from its name and its dimensions;
    /// <see cref="MatrixView.Of"/> by default.</param>
    /// <exception cref="ArgumentException">There is no parameter, two have the same name, or one is not a dense, contiguous tensor of
    /// Float32, Float64, Float16 or BFloat16 on the CPU, or its view has another number of elements; the message names it and says
    /// what to do.</exception>
    /// <exception cref="NotSupportedException">The native library of TorchSharp cannot be loaded, or is of another version.</exception>
    public static FusedOptimizer Create(
        IEnumerable<(string Name, TorchParameter Parameter)> parameters, IUpdateRule rule, OptimizerOptions? options = null,
        Func<string, TorchParameter, ParameterKind>? kind = null, Func<string, TensorShape, MatrixView>? view = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Create(parameters, (_, _) => rule, options, kind, view);
    }

    /// <summary>Creates an optimizer that steps each parameter by a rule of its own choice, of one type or of several.</summary>
    /// <param name="parameters">The parameters with their names, <c>model.named_parameters()</c>; at least one. A parameter that is
    /// listed twice is stepped once, under its first name.</param>
    /// <param name="select">The rule of a parameter; <see langword="null"/> leaves it out. Parameters whose rules are equal form one
    /// group; groups are in the order in which their rules appear.</param>
    /// <param name="options">Threads, target and storage formats, if not the usual ones.</param>
    /// <param name="kind">The kind of a parameter; <see cref="KindOf"/> by default.</param>
    /// <param name="view">The matrices that rules with rows or columns see in a parameter, from its name and its dimensions;
    /// <see cref="MatrixView.Of"/> by default.</param>
    /// <exception cref="ArgumentException">No parameter has a rule, two have the same name, or one is not a dense, contiguous tensor of
    /// Float32, Float64, Float16 or BFloat16 on the CPU, or its view has another number of elements; the message names it and says
    /// what to do.</exception>
    /// <exception cref="NotSupportedException">The native library of TorchSharp cannot be loaded, or is of another version.</exception>
    public static FusedOptimizer Create(
        IEnumerable<(string Name, TorchParameter Parameter)> parameters, Func<string, TorchParameter, IUpdateRule?> select,
        OptimizerOptions? options = null, Func<string, TorchParameter, ParameterKind>? kind = null,
        Func<string, TensorShape, MatrixView>? view = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(select);
        // OrderedDictionary keeps the order in which rules appear.
        var byRule = new OrderedDictionary<IUpdateRule, List<(string, TorchParameter)>>();
        var seen = new HashSet<TorchParameter>(ReferenceEqualityComparer.Instance);
        foreach (var (name, parameter) in parameters)
        {
            if (!seen.Add(parameter) || select(name, parameter) is not { } rule)
                continue;
            if (!byRule.TryGetValue(rule, out var members))
                byRule.Add(rule, members = []);
            members.Add((name, parameter));
        }

        if (byRule.Count == 0)
        {
            throw new ArgumentException(
                "No parameter has a rule. Pass model.named_parameters() of a model that has parameters.", nameof(parameters));
        }

        FusedParamGroup[] groups = [.. byRule.Select(group => FusedParamGroup.Create(group.Value, group.Key))];
        FusedOptimizer optimizer =
            (groups.All(group => group is torch.optim.IMomentum), groups.All(group => group is torch.optim.IBetas)) switch
            {
                (true, true) => new MomentumAndBetasOptimizer(options, kind, view),
                (true, false) => new MomentumOptimizer(options, kind, view),
                (false, true) => new BetasOptimizer(options, kind, view),
                _ => new FusedOptimizer(options, kind, view),
            };
        optimizer.Add(groups);
        return optimizer;
    }

    /// <summary>Creates an optimizer that steps matrices by one rule and all other parameters by another.</summary>
    /// <param name="parameters">The parameters with their names, <c>model.named_parameters()</c>; at least one. A parameter that is
    /// listed twice is stepped once, under its first name.</param>
    /// <param name="split">The two rules, of <see cref="Split.ByRank"/>. Embeddings are matrices unless <paramref name="kind"/> tells
    /// them apart or the split excepts them by name.</param>
    /// <param name="options">Threads, target and storage formats, if not the usual ones.</param>
    /// <param name="kind">The kind of a parameter; <see cref="KindOf"/> by default.</param>
    /// <param name="view">The matrices that rules with rows or columns see in a parameter, from its name and its dimensions;
    /// <see cref="MatrixView.Of"/> by default.</param>
    /// <exception cref="ArgumentException">An exception of the split names no parameter, there is no parameter, two have the same name, or
    /// one is not a dense, contiguous tensor of Float32, Float64, Float16 or BFloat16 on the CPU, or its view has another number of
    /// elements; the message names it and says what to do.</exception>
    /// <exception cref="NotSupportedException">The native library of TorchSharp cannot be loaded, or is of another version.</exception>
    public static FusedOptimizer Create(
        IEnumerable<(string Name, TorchParameter Parameter)> parameters, Split split, OptimizerOptions? options = null,
        Func<string, TorchParameter, ParameterKind>? kind = null, Func<string, TensorShape, MatrixView>? view = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(split);
        (string Name, TorchParameter Parameter)[] named = [.. parameters.DistinctBy(item => item.Parameter, ReferenceEqualityComparer.Instance)];
        split.CheckExceptions([.. named.Select(item => item.Name)]);
        kind ??= KindOf;
        return Create(
            named, (name, parameter) => split.GetRule(name, kind(name, parameter), (int)parameter.dim()), options, kind, view);
    }

    /// <summary>The kind of a parameter by its name and its dimensions: a <see cref="ParameterKind.Bias"/> where the last part of the name
    /// begins with "bias", a <see cref="ParameterKind.Scale"/> with at most one dimension, otherwise a
    /// <see cref="ParameterKind.Weight"/>. Embeddings count as weights.</summary>
    /// <param name="name">The name, such as "layer1.bias".</param>
    /// <param name="parameter">The parameter.</param>
    public static ParameterKind KindOf(string name, TorchParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(parameter);
        return name.AsSpan(name.LastIndexOf('.') + 1).StartsWith("bias", StringComparison.Ordinal) ? ParameterKind.Bias :
            parameter.dim() <= 1 ? ParameterKind.Scale : ParameterKind.Weight;
    }

    /// <summary>Adds parameters with a rule, such as those of layers that were left out before. Their own steps start at 1.</summary>
    /// <param name="param_group">A group of <see cref="FusedParamGroup.Create"/>, which no optimizer has.</param>
    /// <exception cref="ArgumentException">The group is of another class or belongs to an optimizer, or for the reasons of
    /// <c>Create</c>. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A step is under way.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public override void add_param_group(TorchSharp.Modules.ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        if (param_group is not FusedParamGroup group)
        {
            throw new ArgumentException(
                $"The group is a {param_group.GetType().Name}, which does not have a rule. Pass a group of " +
                "FusedParamGroup.Create(layer.named_parameters(), rule).", nameof(param_group));
        }

        if (group.CoreGroups.Count > 0)
        {
            throw new ArgumentException(
                "The group belongs to an optimizer already. Create another one by FusedParamGroup.Create.", nameof(param_group));
        }

        Begin();
        _isStepping = false;
        Add([group]);
    }

    private void Add(FusedParamGroup[] groups)
    {
        TensorFunctions.CheckAvailable();
        var added = new List<Member>();
        var names = new HashSet<string>(_names, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            foreach (var (name, parameter) in group.Named)
            {
                if (!names.Add(name))
                    throw new ArgumentException($"There are two parameters of the name '{name}'. Names must differ.", "parameters");
                if (_seen.Contains(parameter))
                    throw new ArgumentException($"'{name}' is in a group of the optimizer already.", "parameters");
                added.Add(new(new(name, parameter), group.Rule, _kind(name, parameter)));
            }
        }

        var sets = CreateSets(added);
        foreach (var group in groups)
        {
            var groupNames = group.Named.Select(named => named.Name).ToHashSet(StringComparer.Ordinal);
            group.Attach([.. sets.SelectMany(set => set.Optimizer.Groups)
                .Where(core => groupNames.Contains(core.Parameters[0].Name))]);
        }

        _names.UnionWith(names);
        _seen.UnionWith(added.Select(member => member.Tensor.Parameter));
        _sets.AddRange(sets);
        _groups.AddRange(groups);
        foreach (var group in groups)
            _parameter_groups.Add(group);
    }

    // One for each element type. A tensor without elements is in none: there is nothing to step.
    private List<TensorSet> CreateSets(List<Member> members)
    {
        var sets = new List<TensorSet>();
        try
        {
            foreach (var sameType in members.Where(member => !member.Tensor.IsEmpty).GroupBy(member => member.Tensor.ElementType))
            {
                Member[] some = [.. sameType];
                TorchTensor[] tensors = [.. some.Select(member => member.Tensor)];
                IUpdateRule[] rules = [.. some.Select(member => member.Rule)];
                ParameterKind[] kinds = [.. some.Select(member => member.Kind)];
                sets.Add(sameType.Key switch
                {
                    torch.ScalarType.Float32 => new TensorSet<float>(tensors, rules, kinds, _view, OptionsOf(isStored: false)),
                    torch.ScalarType.Float64 => new TensorSet<double>(tensors, rules, kinds, _view, OptionsOf(isStored: false)),
                    torch.ScalarType.Float16 => new TensorSet<Half>(tensors, rules, kinds, _view, OptionsOf(isStored: true)),
                    _ => new TensorSet<BFloat16>(tensors, rules, kinds, _view, OptionsOf(isStored: true)),
                });
            }

            return sets;
        }
        catch
        {
            sets.ForEach(set => set.Dispose());
            throw;
        }

        // Where a model has several element types, each option concerns those that it fits.
        OptimizerOptions OptionsOf(bool isStored) =>
            isStored || members.All(member => !TensorElements.AreStored(member.Tensor.ElementType))
                ? _options
                : _options with { MasterCopy = false };
    }

    private sealed record Member(TorchTensor Tensor, IUpdateRule Rule, ParameterKind Kind);
}
