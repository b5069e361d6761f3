using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The methods of a rule and the names that bind them together: states in all phases, reductions of Measure and scalars and
/// results of Prepare in the phases after.
/// </summary>
internal sealed class RuleMethods
{
    /// <summary>The advice where a method is declared twice.</summary>
    public const string SeveralMethods = "keep one of them and give the other another name";

    private readonly INamedTypeSymbol _rule;
    private readonly HyperparameterReader _hyperparameters;
    private readonly Refusals _refusals;
    private int _ofModifier;

    private RuleMethods(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
    {
        _rule = rule;
        _hyperparameters = hyperparameters;
        _refusals = refusals;
        States = new(rule, hyperparameters, refusals);
        Intervals = new(hyperparameters, refusals);
        Inputs = new(rule, refusals);
    }

    public StateReader States { get; }

    public IntervalReader Intervals { get; }

    public InputReader Inputs { get; }

    /// <summary>The methods that run before the update, in order.</summary>
    public List<MeasuringMethod> Measuring { get; private set; } = [];

    /// <summary>The sums and maxima of all of them, one method after the other.</summary>
    public List<ReductionModel> Reductions { get; } = [];

    /// <summary>The values of rows, columns and matrices that were summed or handed out so far.</summary>
    public List<ValueModel> Values { get; } = [];

    public List<ScalarModel> Scalars { get; } = [];

    /// <summary>The step constants that phases bind by name.</summary>
    public List<PreparedModel> Prepared { get; } = [];

    public PrepareModel? Prepare { get; private set; }

    /// <summary>The method itself.</summary>
    public IMethodSymbol? PrepareMethod { get; private set; }

    /// <summary>The methods that are compiled, in the order of the phases.</summary>
    public List<MethodReader> Phases { get; } = [];

    public MethodReader Update => Phases.First(static phase => phase.Form is MethodForm.Direction or MethodForm.Update);

    /// <summary>Null (and a refusal) where there is no Direction or Update.</summary>
    /// <param name="rule">The record.</param>
    /// <param name="hyperparameters">Its hyperparameters.</param>
    /// <param name="first">The modifier that measures the gradient before the methods do; null for none.</param>
    /// <param name="refusals">Receives what is wrong.</param>
    public static RuleMethods? Read(
        INamedTypeSymbol rule, HyperparameterReader hyperparameters, Modifier? first, Refusals refusals)
    {
        var methods = new RuleMethods(rule, hyperparameters, refusals);
        var update = methods.Find("Direction", "Update");
        if (update is null)
        {
            refusals.Add(Descriptors.NoMethod, rule.Locations[0], rule.Name);
            return null;
        }

        if (first is not null)
            methods.AddMeasured(first);
        methods._ofModifier = methods.Values.Count;
        // What later phases bind by name is known before any of them is read: Measure reads the scalars of the last step.
        methods.Measuring = MeasuringMethod.Find(rule, methods.Reductions, refusals);
        for (var index = 0; index < methods.Reductions.Count; index++)
        {
            if (!methods.Reductions[index].Scope.IsOfMatrix())
                methods.Prepared.Add(new(methods.Reductions[index].Name, PreparedKind.Reduction, index));
        }

        methods.PrepareMethod = methods.Find("Prepare");
        var evaluate = methods.Find("Evaluate");
        methods.ReadInputs([
            .. methods.Measuring.Select(static method => (method.Symbol, method.Over)),
            .. new[] { methods.PrepareMethod }.OfType<IMethodSymbol>().Select(static method => (method, Scope.Tensor)),
            .. new[] { update, evaluate }.OfType<IMethodSymbol>().Select(static method => (method, Scope.Element))]);
        if (methods.PrepareMethod is { } prepare)
            methods.Prepare = new PrepareReader(methods, hyperparameters, refusals).Read(prepare);

        foreach (var measure in methods.Measuring)
        {
            methods.Phases.Add(MethodReader.Read(measure, methods, refusals));
            methods.AddValues(measure);
        }

        methods.Phases.Add(MethodReader.Read(
            update, update.Name == "Update" ? MethodForm.Update : MethodForm.Direction, methods, refusals));
        if (evaluate is not null)
            methods.Phases.Add(MethodReader.Read(evaluate, MethodForm.Evaluate, methods, refusals));
        return methods;
    }

    /// <summary>Whether phases know something of that name already.</summary>
    public bool IsTaken(string name) =>
        Values.Any(value => value.Name == name) || Prepared.Any(prepared => prepared.Name == name);

    /// <summary>The index of an input among the step constants that phases bind; −1 where it is element-wise.</summary>
    public int PreparedIndexOf(int input) =>
        Prepared.FindIndex(prepared => prepared.Kind == PreparedKind.Input && prepared.Index == input);

    private void ReadInputs(IReadOnlyList<(IMethodSymbol Method, Scope Over)> methods)
    {
        Inputs.Read(methods);
        for (var index = 0; index < Inputs.Models.Count; index++)
        {
            if (!Inputs.Models[index].IsElementwise)
                Prepared.Add(new(Inputs.Models[index].Name, PreparedKind.Input, index));
        }
    }

    /// <summary>The prepared values that a modifier changes the direction with.</summary>
    public IReadOnlyList<int> PreparedOf(Modifier modifier) =>
    [
        .. modifier.Reductions.Where(static reduction => !reduction.Scope.IsOfMatrix())
            .Select(reduction => PreparedIndexOf(reduction.Name, PreparedKind.Reduction)),
        .. modifier.NeedsCount ? [PreparedIndexOf(Modifier.Count, PreparedKind.Count)] : (int[])[],
    ];

    /// <summary>Whether a value is that of a modifier, which methods do not bind.</summary>
    public bool IsOfModifier(ValueModel value) => Values.IndexOf(value) < _ofModifier;

    /// <summary>The prepared values that the pass over rows or columns of a modifier uses.</summary>
    public IReadOnlyList<int> PreparedForValue(Modifier modifier) => modifier.NeedsSides
        ? [PreparedIndexOf("rows", PreparedKind.Rows), PreparedIndexOf("columns", PreparedKind.Columns)]
        : [];

    /// <summary>Adds the sums, the count and the states that modifiers need.</summary>
    public void Add(IEnumerable<Modifier> modifiers)
    {
        foreach (var modifier in modifiers)
        {
            if (!modifier.MeasuresGradient)
                AddMeasured(modifier);
            _ = PreparedForValue(modifier);
            _ = PreparedOf(modifier);
            if (modifier.State is { } state)
                States.Models.Add(state);
        }
    }

    private void AddMeasured(Modifier modifier)
    {
        foreach (var reduction in modifier.Reductions)
        {
            if (reduction.Scope.IsOfMatrix())
                Values.Add(new(reduction.Name, reduction.Scope));
            else
                Prepared.Add(new(reduction.Name, PreparedKind.Reduction, Reductions.Count));
            Reductions.Add(reduction);
        }

        if (modifier.Value is { } value)
            Values.Add(value);
    }

    /// <summary>What to write for an unknown parameter: what it was probably meant to be, or all that is known.</summary>
    public string Advice(IParameterSymbol parameter, IReadOnlyList<string> known, string otherwise)
    {
        if (ReductionReader.AttributeOf(parameter) is not null)
            return $"sums and maxima are taken in a pass of their own, 'void Measure(double gradient, [Sum] ref double {parameter.Name})', after which 'double {parameter.Name}' is the result here";
        if (parameter.Attribute(AttributeNames.Scalar) is not null)
            return $"a scalar is declared in 'void Prepare([Scalar] ref double {parameter.Name}, ...)', and read here as 'double {parameter.Name}'";
        if (parameter.Attribute(AttributeNames.Every) is not null)
            return "an occasion is known in 'Direction', 'Update' and 'Prepare'; 'Measure' runs at every step, and 'Evaluate' at none: what an occasion leaves is read from a state or a scalar";
        if (Inputs.IndexOf(parameter.Name) is >= 0 and var input)
            return $"an input is declared in each method that reads it: '{Inputs.Models[input].Declaration}'";
        if (NearestHyperparameter(parameter) is { } hyperparameter)
            return $"'{hyperparameter}' is a hyperparameter: leave the parameter out, and read '{hyperparameter}' in the body";
        return NearestName.Find(parameter.Name, known.Select(NameOf)) is { } name
            ? $"write '{known.First(declaration => NameOf(declaration) == name)}'"
            : $"known are {string.Join(", ", known.Select(static declaration => $"'{declaration}'"))}; {otherwise}";

        static string NameOf(string declaration) => declaration.Substring(declaration.LastIndexOf(' ') + 1);
    }

    /// <summary>The hyperparameter that a parameter was probably meant to be; by reference it is memory, and none.</summary>
    public string? NearestHyperparameter(IParameterSymbol parameter) => parameter.RefKind == RefKind.None
        ? NearestName.Find(parameter.Name, _hyperparameters.Models.Select(static model => model.Name))
        : null;

    /// <summary>The index of a value of the rule, the same in all methods.</summary>
    public int PreparedIndexOf(string name, PreparedKind kind)
    {
        var index = Prepared.FindIndex(prepared => prepared.Kind == kind && prepared.Name == name);
        if (index < 0)
        {
            index = Prepared.Count;
            Prepared.Add(new(name, kind, -1));
        }

        return index;
    }

    /// <summary>Whether a sum or a maximum is known to a method: that of one before it.</summary>
    public bool IsReducedBefore(int reduction, IMethodSymbol method)
    {
        var own = Measuring.Find(measuring => SymbolEqualityComparer.Default.Equals(measuring.Symbol, method));
        return own is null || reduction < own.FirstReduction;
    }

    // What methods after it can read.
    private void AddValues(MeasuringMethod measure)
    {
        foreach (var parameter in measure.Symbol.Parameters)
        {
            var scope = ReductionReader.AttributeOf(parameter) is { } attribute ? ReductionReader.ScopeOf(attribute)
                : parameter.RefKind == RefKind.Out ? measure.Over : Scope.Tensor;
            if (!scope.IsOfMatrix() || Values.Any(value => value.Name == parameter.Name))
                continue;
            Values.Add(new(parameter.Name, scope));
        }
    }

    private IMethodSymbol? Find(params string[] names)
    {
        var found = names.SelectMany(name => _rule.GetMembers(name)).OfType<IMethodSymbol>()
            .OrderBy(static method => method.Locations[0].SourceSpan.Start)
            .ToList();
        foreach (var method in found.Skip(1))
        {
            _refusals.Add(
                Descriptors.SeveralMethods, method.Locations[0], _rule.Name,
                string.Join(" or ", names.Select(static name => $"'{name}'")),
                SeveralMethods);
        }

        return found.FirstOrDefault()?.Implementation();
    }
}
