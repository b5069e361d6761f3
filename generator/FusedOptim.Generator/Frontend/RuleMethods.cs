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

    private RuleMethods(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
    {
        _rule = rule;
        _hyperparameters = hyperparameters;
        _refusals = refusals;
        States = new(rule, hyperparameters, refusals);
    }

    public StateReader States { get; }

    public List<ReductionModel> Reductions { get; } = [];

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
    public static RuleMethods? Read(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
    {
        var methods = new RuleMethods(rule, hyperparameters, refusals);
        var update = methods.Find("Direction", "Update");
        if (update is null)
        {
            refusals.Add(Descriptors.NoMethod, rule.Locations[0], rule.Name);
            return null;
        }

        // What later phases bind by name is known before any of them is read: Measure reads the scalars of the last step.
        var measure = methods.Find("Measure");
        if (measure is not null)
            methods.Reductions.AddRange(ReductionReader.Read(measure, refusals));
        for (var index = 0; index < methods.Reductions.Count; index++)
            methods.Prepared.Add(new(methods.Reductions[index].Name, PreparedKind.Reduction, index));
        methods.PrepareMethod = methods.Find("Prepare");
        if (methods.PrepareMethod is { } prepare)
            methods.Prepare = new PrepareReader(methods, hyperparameters, refusals).Read(prepare);

        if (measure is not null)
            methods.Phases.Add(MethodReader.Read(measure, MethodForm.Measure, methods, refusals));
        methods.Phases.Add(MethodReader.Read(
            update, update.Name == "Update" ? MethodForm.Update : MethodForm.Direction, methods, refusals));
        if (methods.Find("Evaluate") is { } evaluate)
            methods.Phases.Add(MethodReader.Read(evaluate, MethodForm.Evaluate, methods, refusals));
        return methods;
    }

    /// <summary>The prepared values that modifiers use in the update.</summary>
    public List<int> PreparedForModifiers { get; } = [];

    /// <summary>Adds the sums, the count and the states that modifiers need.</summary>
    public void Add(IEnumerable<Modifier> modifiers)
    {
        foreach (var modifier in modifiers)
        {
            foreach (var sum in modifier.Sums)
            {
                Declare(new(sum, PreparedKind.Reduction, Reductions.Count));
                Reductions.Add(new(sum, ReductionKind.Sum, Scope.Tensor));
            }

            if (modifier.NeedsCount)
                Declare(new(Cautious.Count, PreparedKind.Count, -1));
            if (modifier.State is { } state)
                States.Models.Add(state);
        }

        void Declare(PreparedModel prepared)
        {
            PreparedForModifiers.Add(Prepared.Count);
            Prepared.Add(prepared);
        }
    }

    /// <summary>What to write for an unknown parameter: what it was probably meant to be, or all that is known.</summary>
    public string Advice(IParameterSymbol parameter, IReadOnlyList<string> known, string otherwise)
    {
        if (ReductionReader.AttributeOf(parameter) is not null)
            return $"sums and maxima are taken in a pass of their own, 'void Measure(double gradient, [Sum] ref double {parameter.Name})', after which 'double {parameter.Name}' is the result here";
        if (parameter.Attribute(AttributeNames.Scalar) is not null)
            return $"a scalar is declared in 'void Prepare([Scalar] ref double {parameter.Name}, ...)', and read here as 'double {parameter.Name}'";
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
                names.Contains("Measure")
                    ? "a rule has one measuring pass: take all sums and maxima in one 'Measure'; none of them can depend on another of the same step"
                    : SeveralMethods);
        }

        return found.FirstOrDefault()?.Implementation();
    }
}
