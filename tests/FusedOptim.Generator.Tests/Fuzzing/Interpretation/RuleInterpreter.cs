using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// Runs a rule from its syntax and the documents alone, element by element and phase by phase. It shares no code with the
/// generator, so that the two can be compared.
/// </summary>
internal sealed partial class RuleInterpreter
{
    private readonly IReadOnlyList<BoundMethod> _measuring;
    private readonly BoundMethod? _prepare;
    private readonly BoundMethod _update;
    private readonly BoundMethod? _evaluate;
    private readonly RuleModifiers _modifiers;
    private readonly Dictionary<string, Value> _hyperparameters = [];

    public RuleInterpreter(CSharpCompilation compilation, string name)
    {
        var rule = compilation.GetTypeByMetadataName(name)!;
        _modifiers = new RuleModifiers(rule);
        if (MomentMethod.Write(rule) is { } text)
        {
            compilation = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)compilation.SyntaxTrees[0].Options));
            rule = compilation.GetTypeByMetadataName(name)!;
        }

        BoundMethod? Find(string method) =>
            rule.GetMembers(method).OfType<IMethodSymbol>().FirstOrDefault() is { } symbol ? new(compilation, symbol) : null;
        _measuring = [.. rule.GetMembers().OfType<IMethodSymbol>().Where(BoundMethod.IsMeasuring).Select(symbol => new BoundMethod(compilation, symbol))];
        (_prepare, _evaluate) = (Find("Prepare"), Find("Evaluate"));
        _update = Find("Direction") ?? Find("Update")!;

        var constructor = rule.InstanceConstructors.MaxBy(candidate => candidate.Parameters.Length)!;
        foreach (var parameter in constructor.Parameters)
            Set(parameter.Name, parameter.Type, Convert.ToDouble(parameter.ExplicitDefaultValue, null));
        foreach (var (coefficient, unasked) in _modifiers.Coefficients())
        {
            if (!_hyperparameters.ContainsKey(coefficient))
                _hyperparameters[coefficient] = Value.Named(ValueKind.Real, coefficient, unasked);
        }
    }

    public bool IsStrict => _modifiers.IsStrict;

    public bool KeepsAverage => _modifiers.KeepsAverage;

    public bool Measures => _measuring.Count > 0 || _modifiers.Measures;

    /// <summary>The hyperparameters, with their values.</summary>
    public IReadOnlyDictionary<string, Value> Hyperparameters => _hyperparameters;

    /// <summary>What a state holds before the first step, by its name.</summary>
    public double InitialState(string name, double parameter)
    {
        if ((name == RuleModifiers.Average && KeepsAverage) || (name == RuleModifiers.Slow && _modifiers.LooksAhead))
            return parameter;
        var initial = Methods.SelectMany(method => method.Symbol.Parameters).Where(candidate => candidate.Name == name)
            .Select(candidate => Attribute(candidate, "StateAttribute", "Initial")).FirstOrDefault(value => value is not null);
        return initial switch
        {
            null => Methods.SelectMany(method => method.Symbol.Parameters).Where(candidate => candidate.Name == name)
                .Select(candidate => Attribute(candidate, "StateAttribute", "Value") as double?).FirstOrDefault(value => value is not null) ?? 0,
            "parameter" => parameter,
            _ => _hyperparameters[(string)initial].Number,
        };
    }

    /// <summary>The scalars before the first step, by name.</summary>
    public Dictionary<string, Value> InitialScalars()
    {
        var scalars = new Dictionary<string, Value>();
        foreach (var scalar in _prepare?.Symbol.Parameters.Where(parameter => parameter.RefKind == RefKind.Ref) ?? [])
        {
            var value = Attribute(scalar, "ScalarAttribute", "Initial") is string hyperparameter
                ? _hyperparameters[hyperparameter].Number
                : Attribute(scalar, "ScalarAttribute", "Value") as double? ?? 0;
            scalars[scalar.Name] = Value.Named(ValueKind.Real, scalar.Name, value);
        }

        return scalars;
    }

    public void Set(string hyperparameter, double value) =>
        _hyperparameters[hyperparameter] = _hyperparameters[hyperparameter] with { Number = value };

    /// <summary>One step of a tensor.</summary>
    /// <param name="calculator">What computes, in the precision of the tensor.</param>
    /// <param name="tensor">The tensor; it is changed.</param>
    /// <param name="scalars">The scalars by name; they are changed.</param>
    /// <param name="inputs">The inputs of the tensor and of the model, by name.</param>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="replacesSums">Whether 1.5 takes the place of a sum that is not finite.</param>
    public void Step(
        Calculator calculator, InterpretedTensor tensor, Dictionary<string, Value> scalars,
        IEnumerable<(string Name, double Value)> inputs, int step, double gradientScale, bool replacesSums)
    {
        var pool = tensor.Pool;
        var constants = new Dictionary<string, Value>(_hyperparameters)
        {
            ["step"] = Value.Named(ValueKind.Integer, "step", step),
            ["count"] = Value.Named(ValueKind.Real, "count", tensor.Layout.Count),
            ["rows"] = Value.Named(ValueKind.Real, "rows", tensor.Matrix?.Rows ?? 1),
            ["columns"] = Value.Named(ValueKind.Real, "columns", tensor.Matrix?.Columns ?? tensor.Layout.Count),
            ["gradientScale"] = Value.Named(ValueKind.Real, "gradientScale", gradientScale),
        };
        foreach (var (name, value) in inputs)
        {
            constants[name] = Value.Named(ValueKind.Real, name, value);
            calculator.Note("[Input] of a tensor or the model", Variance.Constant);
        }

        if (pool[0].Inputs.Count > 0)
            calculator.Note("[Input] of an element", Variance.Constant);
        AddOccasions();
        AddScalars();
        calculator.HasMetSignOfNaN = false;
        tensor.Matrix?.BeginStep();
        if (_modifiers.CentralizesGradient)
            AverageGradients(calculator, tensor, constants, replacesSums);
        foreach (var method in _measuring)
            Measure(calculator, method, tensor, constants, replacesSums);
        foreach (var pass in _modifiers.DirectionPasses)
            MeasureDirection(calculator, pass, tensor, constants, replacesSums);

        if (_prepare is not null)
        {
            var (_, final) = _prepare.Run(calculator, constants, parameter => constants.GetValueOrDefault(parameter.Name));
            foreach (var parameter in _prepare.Symbol.Parameters.Where(parameter => parameter.RefKind != RefKind.None))
            {
                var value = final(parameter.Name);
                constants[parameter.Name] = Value.Named(ValueKind.Real, parameter.Name, value.Number, value.Bound);
                if (parameter.RefKind == RefKind.Ref)
                    scalars[parameter.Name] = constants[parameter.Name];
            }
        }

        // What a sum or a scalar is made of is in all elements.
        var isUnspecified = calculator.HasMetSignOfNaN;
        foreach (var element in pool)
        {
            calculator.HasMetSignOfNaN = isUnspecified;
            Update(calculator, element, constants);
            element.IsUnspecified |= calculator.HasMetSignOfNaN;
        }

        AddScalars();
        foreach (var element in pool)
        {
            calculator.HasMetSignOfNaN = false;
            element.EvaluationWeight = Evaluate(calculator, element, constants);
            element.IsUnspecified |= calculator.HasMetSignOfNaN || (Measures && pool.Any(other => other.IsUnspecified));
        }

        // True at the first step and each k-th after it.
        void AddOccasions()
        {
            foreach (var method in new[] { _prepare, _update }.OfType<BoundMethod>())
            {
                foreach (var parameter in method.Symbol.Parameters)
                {
                    var every = parameter.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == "EveryAttribute");
                    if (every?.ConstructorArguments[0].Value is not string interval)
                        continue;
                    var comes = (step - 1) % (int)_hyperparameters[interval].Number == 0;
                    constants[parameter.Name] = Value.Named(ValueKind.Truth, parameter.Name, comes ? 1 : 0);
                    calculator.Note("[Every]", Variance.Constant);
                }
            }
        }

        void AddScalars()
        {
            foreach (var (name, value) in scalars)
                constants[name] = value;
        }
    }

    private IEnumerable<BoundMethod> Methods => [.. _measuring, .. new[] { _update, _evaluate }.OfType<BoundMethod>()];

    private static object? Attribute(IParameterSymbol parameter, string name, string argument) => parameter.GetAttributes()
        .FirstOrDefault(data => data.AttributeClass?.Name == name)?.NamedArguments
        .FirstOrDefault(named => named.Key == argument).Value.Value;

    private void Set(string name, ITypeSymbol type, double value) => _hyperparameters[name] = Value.Named(
        type.SpecialType switch
        {
            SpecialType.System_Double => ValueKind.Real,
            SpecialType.System_Boolean => ValueKind.Truth,
            _ => ValueKind.Integer,
        }, name, value);

    private void Update(Calculator calculator, EntryMemory element, Dictionary<string, Value> constants)
    {
        var current = Begin(calculator, element, constants);
        var (result, final) = _update.Run(calculator, constants, Arguments(current, element));
        var updated = calculator.Rounded(_update.Symbol.ReturnsVoid
            ? _modifiers.DecayedAfterUpdate(current, final("parameter"))
            : _modifiers.Step(current, _modifiers.Direction(current, calculator.ToVarying(result))));
        Keep(calculator, _update, element, final);
        if (_modifiers.LooksAhead && _modifiers.Synchronized(current, element.States[RuleModifiers.Slow], updated) is { } slow)
            updated = element.States[RuleModifiers.Slow] = calculator.Rounded(slow);
        if (_modifiers.KeepsAverage)
            element.States[RuleModifiers.Average] =
                calculator.Rounded(_modifiers.Averaged(current, element.States[RuleModifiers.Average], updated));
        element.Parameter = updated;
    }

    private Value? Evaluate(Calculator calculator, EntryMemory element, Dictionary<string, Value> constants)
    {
        if (_modifiers.KeepsAverage)
            return element.States[RuleModifiers.Average];
        if (_modifiers.LooksAhead)
            return element.States[RuleModifiers.Slow];
        if (_evaluate is null)
            return null;
        var current = new ElementStep(calculator, constants) { Parameter = element.Parameter };
        return calculator.ToVarying(_evaluate.Run(calculator, constants, Arguments(current, element)).Result);
    }

    private ElementStep Begin(Calculator calculator, EntryMemory element, Dictionary<string, Value> constants, Over over = Over.Element)
    {
        calculator.IsLive = true;
        var current = new ElementStep(calculator, constants) { Parameter = element.Parameter, Find = element.Find };
        if (over == Over.Element)
            current.Gradient = _modifiers.Gradient(current, element.Gradient);
        return current;
    }

    private static Func<IParameterSymbol, Value> Arguments(ElementStep current, EntryMemory element) => parameter => parameter.Name switch
    {
        "gradient" => current.Gradient,
        "parameter" => current.Parameter,
        _ when Reduction.IsReduction(parameter) => Reduction.Start(parameter),
        _ when parameter.RefKind == RefKind.Out => default,
        _ when element.Find(parameter.Name) is { } value => value,
        var name => current.Uniform(name),
    };

    private static void Keep(Calculator calculator, BoundMethod method, EntryMemory element, Func<string, Value> final)
    {
        foreach (var parameter in method.Symbol.Parameters)
        {
            if (parameter.RefKind == RefKind.Ref && element.States.ContainsKey(parameter.Name))
                element.States[parameter.Name] = calculator.Rounded(final(parameter.Name));
            else if (parameter.RefKind == RefKind.Out)
                element.Values[parameter.Name] = calculator.Rounded(final(parameter.Name));
        }
    }
}
