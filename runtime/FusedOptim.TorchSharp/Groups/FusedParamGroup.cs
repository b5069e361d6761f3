using TorchSharp;
using TorchSharp.Modules;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>
/// Parameters of a TorchSharp model that share one rule: what a scheduler of TorchSharp sees of a <see cref="FusedOptimizer"/>. Its
/// learning rate is that of the rule.
/// </summary>
/// <remarks>Where the rule has a momentum or two betas, the group also implements <see cref="torch.optim.IMomentum"/> or
/// <see cref="torch.optim.IBetas"/>. <see cref="ParamGroup.Options"/> repeats the learning rate; nothing else in it has an
/// effect.</remarks>
public class FusedParamGroup : ParamGroup, torch.optim.ILearningRateController
{
    private const string LearningRateName = "LearningRate";

    private readonly bool _hasLearningRate;
    private IUpdateRule[] _rules;
    private double _initialLearningRate;
    private double _publishedLearningRate = double.NaN;

    private protected FusedParamGroup((string Name, TorchParameter Parameter)[] parameters, IUpdateRule rule)
    {
        _rules = [rule];
        _hasLearningRate = Has(rule, LearningRateName);
        Named = parameters;
        Parameters = [.. parameters.Select(named => named.Parameter)];
        Options = new();
        if (!_hasLearningRate)
            return;
        _initialLearningRate = rule.GetHyperparameter(LearningRateName);
        Options.InitialLearningRate = _initialLearningRate;
        PublishLearningRate();
    }

    /// <summary>Gets the rule with its current hyperparameters. Setting them changes the steps that follow, where the parameters are all
    /// of one element type; otherwise each of <see cref="CoreGroups"/> has its own rule.</summary>
    public IUpdateRule Rule => _rules[0];

    /// <summary>Gets the groups of the optimizers that step the parameters, one for each element type; empty until the group is added
    /// to an optimizer.</summary>
    public IReadOnlyList<ParameterGroup> CoreGroups { get; private set; } = [];

    /// <summary>Gets or sets the learning rate of the rule.</summary>
    /// <exception cref="InvalidOperationException">The rule does not have a learning rate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range for the rule.</exception>
    public new double LearningRate
    {
        get
        {
            CheckLearningRate();
            return Get(LearningRateName);
        }

        set
        {
            CheckLearningRate();
            Set(LearningRateName, value);
            PublishLearningRate();
        }
    }

    /// <summary>Gets or sets the learning rate that schedulers start from: that of the rule when the group was created.</summary>
    /// <exception cref="InvalidOperationException">The rule does not have a learning rate.</exception>
    public new double InitialLearningRate
    {
        get
        {
            CheckLearningRate();
            return _initialLearningRate;
        }

        set
        {
            CheckLearningRate();
            _initialLearningRate = value;
            Options.InitialLearningRate = value;
        }
    }

    /// <summary>The parameters with their names.</summary>
    internal (string Name, TorchParameter Parameter)[] Named { get; }

    /// <summary>Creates a group, for <see cref="FusedOptimizer.add_param_group"/>.</summary>
    /// <param name="parameters">The parameters with their names, such as those of <c>layer.named_parameters()</c>; at least one.
    /// Names must differ from those that the optimizer has.</param>
    /// <param name="rule">The rule with its hyperparameters; the group keeps a copy.</param>
    /// <exception cref="ArgumentException">There is no parameter.</exception>
    public static FusedParamGroup Create(IEnumerable<(string Name, TorchParameter Parameter)> parameters, IUpdateRule rule)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(rule);
        (string, TorchParameter)[] named = [.. parameters];
        if (named.Length == 0)
            throw new ArgumentException("A group must have at least one parameter.", nameof(parameters));
        var copy = rule.Copy();
        return (Has(copy, MomentumParamGroup.MomentumName), HasBetas(copy)) switch
        {
            (true, true) => new MomentumAndBetasParamGroup(named, copy),
            (true, false) => new MomentumParamGroup(named, copy),
            (false, true) => new BetasParamGroup(named, copy),
            _ => new FusedParamGroup(named, copy),
        };
    }

    /// <summary>Takes the place of the rule by those of the optimizers that step the parameters.</summary>
    internal void Attach(IReadOnlyList<ParameterGroup> groups)
    {
        CoreGroups = groups;
        // A group of tensors without elements has no optimizer, and keeps its rule.
        if (groups.Count > 0)
            _rules = [.. groups.Select(group => group.Rule)];
    }

    /// <summary>Before a step: takes over a learning rate that was set in <see cref="ParamGroup.Options"/>, which
    /// <see cref="ParamGroup.LearningRate"/> does.</summary>
    internal void ReadOptions()
    {
        if (_hasLearningRate && Options?.LearningRate is { } rate && rate != _publishedLearningRate)
            LearningRate = rate;
    }

    /// <summary>After a step, whose schedules may have changed the learning rate: repeats it in <see cref="ParamGroup.Options"/>.
    /// </summary>
    internal void PublishLearningRate()
    {
        if (!_hasLearningRate || Options is not { } options)
            return;
        var rate = Get(LearningRateName);
        if (rate == _publishedLearningRate)
            return;
        _publishedLearningRate = rate;
        options.LearningRate = rate;
    }

    private protected double Get(string name) => Rule.GetHyperparameter(name);

    private protected void Set(string name, double value)
    {
        foreach (var rule in _rules)
            rule.SetHyperparameter(name, value);
    }

    private static bool HasBetas(IUpdateRule rule) => Has(rule, BetasParamGroup.Beta1Name) && Has(rule, BetasParamGroup.Beta2Name);

    private static bool Has(IUpdateRule rule, string name) =>
        rule.Schema.Hyperparameters.Any(hyperparameter => hyperparameter.Name == name);

    private void CheckLearningRate()
    {
        if (!_hasLearningRate)
        {
            throw new InvalidOperationException(
                $"{Rule.Schema.Name} does not have a {LearningRateName}, so that a scheduler of TorchSharp cannot set it. Schedule " +
                $"another hyperparameter by {nameof(CoreGroups)}, or use a rule with a {LearningRateName}.");
        }
    }
}
