using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Fuzzing.Interpretation;

/// <summary>
/// What the attributes on a rule do to it, in the order of docs/modifiers.md, which is the only source of what is written here.
/// </summary>
internal sealed class RuleModifiers
{
    /// <summary>The state of averaged weights.</summary>
    public const string Average = "average";

    /// <summary>The state of lookahead.</summary>
    public const string Slow = "slow";

    private readonly Dictionary<string, AttributeData> _attributes;

    public RuleModifiers(INamedTypeSymbol rule)
    {
        _attributes = rule.GetAttributes().ToDictionary(attribute => attribute.AttributeClass!.Name.Replace("Attribute", "", StringComparison.Ordinal));
        Decay = Attribute("WeightDecay") is not { } decay ? null
            : decay.ConstructorArguments.Where(argument => argument.Kind == TypedConstantKind.Enum)
                .Select(argument => (WeightDecayKind?)(int)argument.Value!).FirstOrDefault() ?? WeightDecayKind.Decoupled;
    }

    public bool IsStrict => Argument("UpdateRule", "FloatMode") is (int)FloatMode.Strict;

    public bool KeepsAverage => Attribute("AveragedWeights") is not null;

    public bool LooksAhead => Attribute("Lookahead") is not null;

    public bool IsRescaled => Argument("Cautious", "Rescale") is true;

    /// <summary>Whether the mean of its row is taken from the gradient.</summary>
    public bool CentralizesGradient => Attribute("CentralizeGradient") is not null;

    /// <summary>The unit that the ratio of norms belongs to.</summary>
    public Over TrustOver => Argument("TrustRatio", "Over") is int over ? (Over)over : Over.Tensor;

    /// <summary>The modifiers that measure the direction in a pass before the update, in their order.</summary>
    public IEnumerable<string> DirectionPasses =>
        [.. IsRescaled ? ["Cautious"] : (string[])[], .. Attribute("TrustRatio") is not null ? ["TrustRatio"] : (string[])[]];

    /// <summary>Whether elements depend on others.</summary>
    public bool Measures => CentralizesGradient || DirectionPasses.Any();

    private WeightDecayKind? Decay { get; }

    /// <summary>The coefficients that attributes add where the record does not declare them, with their defaults.</summary>
    public IEnumerable<(string Name, double Default)> Coefficients()
    {
        (string Attribute, string Name, double Default)[] all =
        [
            ("ClipByValue", "ClipValue", 1), ("WeightDecay", "WeightDecay", 0), ("L1", "L1", 0),
            ("TrustRatio", "TrustCoefficient", 1), ("AveragedWeights", "AverageDecay", 0.999),
        ];
        foreach (var (attribute, name, unasked) in all)
        {
            if (Attribute(attribute) is { } data)
                yield return (name, data.ConstructorArguments.Select(argument => argument.Value).OfType<double>().FirstOrDefault(unasked));
        }

        if (Attribute("Lookahead") is { } lookahead)
        {
            yield return ("LookaheadInterval", lookahead.ConstructorArguments.Select(argument => argument.Value).OfType<int>().FirstOrDefault(5));
            yield return ("LookaheadRate", lookahead.ConstructorArguments.Select(argument => argument.Value).OfType<double>().FirstOrDefault(0.5));
        }

        if (Decay == WeightDecayKind.Corrected)
            yield return ("PeakLearningRate", double.NaN);
    }

    /// <summary>Rows 1 to 3: what the rule sees as the gradient.</summary>
    public Value Gradient(ElementStep element, Value gradient)
    {
        var calculator = element.Calculator;
        gradient = calculator.Binary(Operation.Multiply, gradient, element.Uniform("gradientScale"));
        if (CentralizesGradient)
        {
            Note(calculator, "CentralizeGradient");
            gradient = calculator.Binary(Operation.Subtract, gradient, element.Find("gradientMean")!.Value);
        }

        if (Attribute("ClipByValue") is not null)
        {
            Note(calculator, "ClipByValue");
            var threshold = element.Uniform("ClipValue");
            gradient = calculator.Binary(
                Operation.Min, calculator.Binary(Operation.Max, gradient, calculator.Unary(Operation.Negate, threshold)), threshold);
        }

        if (Decay == WeightDecayKind.L2)
        {
            Note(calculator, "WeightDecay L2");
            gradient = calculator.Binary(Operation.Add, gradient, DecayOf(element));
        }

        if (Attribute("L1") is not null)
        {
            Note(calculator, "L1");
            gradient = calculator.Binary(
                Operation.Add, gradient,
                calculator.Binary(Operation.Multiply, KnownFunctions.Sign(calculator, element.Parameter), element.Uniform("L1")));
        }

        return gradient;
    }

    /// <summary>The mean of the gradient over a row; vectors, which are one row or one column, keep their gradient.</summary>
    public static Value GradientMean(ElementStep row)
    {
        var calculator = row.Calculator;
        var (zero, one) = (Value.Constant(ValueKind.Real, 0), Value.Constant(ValueKind.Real, 1));
        var isVector = calculator.Logic(
            '|', calculator.Compare(Comparison.Equal, row.Uniform("rows"), one), calculator.Compare(Comparison.Equal, row.Uniform("columns"), one));
        return Calculator.Join(
            isVector, zero, calculator.Binary(Operation.Divide, row.Find("gradientSum")!.Value, row.Uniform("columns")));
    }

    /// <summary>The trust ratio of a row or a column, from its norms.</summary>
    public Value RatioOfPlace(ElementStep place) =>
        Ratio(place, place.Find("trustParameterNorm")!.Value, place.Find("trustDirectionNorm")!.Value);

    /// <summary>The summands of an element in a measuring pass, by name.</summary>
    public IEnumerable<(string Sum, Value Summand)> Summands(ElementStep element, Value direction, string pass)
    {
        var calculator = element.Calculator;
        if (pass == "Cautious")
        {
            var (one, zero) = (Value.Constant(ValueKind.Real, 1), Value.Constant(ValueKind.Real, 0));
            yield return ("kept", calculator.Rounded(Calculator.Join(Agrees(element, direction), one, zero)));
            yield break;
        }

        direction = calculator.Rounded(DirectionBeforeTrust(element, direction));
        if (TrustOver.IsOfMatrix)
        {
            yield return ("trustParameterNorm", calculator.Unary(Operation.Abs, element.Parameter));
            yield return ("trustDirectionNorm", calculator.Unary(Operation.Abs, direction));
            yield break;
        }

        yield return ("parameterSquares", calculator.Binary(Operation.Multiply, element.Parameter, element.Parameter));
        yield return ("directionSquares", calculator.Binary(Operation.Multiply, direction, direction));
    }

    /// <summary>Rows 5 to 7: what becomes of the direction.</summary>
    public Value Direction(ElementStep element, Value direction)
    {
        var calculator = element.Calculator;
        direction = DirectionBeforeTrust(element, direction);
        if (Attribute("TrustRatio") is null)
            return direction;

        Note(calculator, TrustOver == Over.Tensor ? "TrustRatio" : $"TrustRatio by {TrustOver}");
        return calculator.Binary(
            Operation.Multiply, direction,
            TrustOver.IsOfMatrix
                ? element.Find("trustRatio")!.Value
                : Ratio(element, element.Uniform("parameterSquares"), element.Uniform("directionSquares")));
    }

    // Sizes are norms of rows or columns, or sums of squares of the tensor.
    private Value Ratio(ElementStep element, Value parameterSize, Value directionSize)
    {
        var calculator = element.Calculator;
        var (zero, one) = (Value.Constant(ValueKind.Real, 0), Value.Constant(ValueKind.Real, 1));
        var ratio = calculator.Binary(
            Operation.Divide,
            calculator.Binary(Operation.Multiply, element.Uniform("TrustCoefficient"), Norm(parameterSize)),
            Norm(directionSize));
        ratio = calculator.Binary(
            Operation.Min, calculator.Binary(Operation.Max, ratio, Bound("Minimum", 0)), Bound("Maximum", double.PositiveInfinity));
        var isDefined = calculator.Logic(
            '&', calculator.Compare(Comparison.Greater, parameterSize, zero), calculator.Compare(Comparison.Greater, directionSize, zero));
        return Calculator.Join(isDefined, ratio, one);

        Value Norm(Value size) => TrustOver.IsOfMatrix ? size : calculator.Unary(Operation.Sqrt, size);
    }

    private bool DecaysCautiously => Argument("WeightDecay", "Cautious") is true;

    /// <summary>Rows 8 and 9 for a direction: decay of the parameter as the rule found it, then the step.</summary>
    public Value Step(ElementStep element, Value direction)
    {
        var calculator = element.Calculator;
        var decayed = element.Parameter;
        if (DecayShare(element) is { } share)
        {
            var rest = calculator.Binary(Operation.Subtract, Value.Constant(ValueKind.Real, 1), share);
            decayed = Cautiously(element, direction, calculator.Binary(Operation.Multiply, decayed, rest), decayed);
        }

        return calculator.Binary(
            Operation.Subtract, decayed, calculator.Binary(Operation.Multiply, direction, element.Uniform("LearningRate")));
    }

    /// <summary>Row 8 beside a free update: decay takes its share of the parameter as the update found it.</summary>
    public Value DecayedAfterUpdate(ElementStep element, Value updated) => DecayShare(element) is not { } share
        ? updated
        : element.Calculator.Binary(
            Operation.Subtract, updated, element.Calculator.Binary(Operation.Multiply, element.Parameter, share));

    /// <summary>Row 10: the slow weights after a step that the interval divides; null after another step.</summary>
    public Value? Synchronized(ElementStep element, Value slow, Value updated)
    {
        if (!LooksAhead || (int)element.Uniform("step").Number % (int)element.Uniform("LookaheadInterval").Number != 0)
            return null;
        var calculator = element.Calculator;
        Note(calculator, "Lookahead");
        return calculator.Binary(Operation.Add, slow, calculator.Binary(
            Operation.Multiply, calculator.Binary(Operation.Subtract, updated, slow), element.Uniform("LookaheadRate")));
    }

    /// <summary>Row 11: the average of the parameters.</summary>
    public Value Averaged(ElementStep element, Value average, Value updated)
    {
        var calculator = element.Calculator;
        var (one, ten) = (Value.Constant(ValueKind.Real, 1), Value.Constant(ValueKind.Real, 10));
        var step = element.Uniform("step");
        Note(calculator, Argument("AveragedWeights", "Plain") is true ? "AveragedWeights Plain" : "AveragedWeights");
        var share = Argument("AveragedWeights", "Plain") is true
            ? calculator.Binary(Operation.Divide, one, Calculator.ToReal(step))
            : calculator.Binary(Operation.Subtract, one, calculator.Binary(
                Operation.Min,
                element.Uniform("AverageDecay"),
                calculator.Binary(
                    Operation.Divide, calculator.Binary(Operation.Add, one, step), calculator.Binary(Operation.Add, ten, step))));
        return calculator.Binary(
            Operation.Add, average,
            calculator.Binary(Operation.Multiply, calculator.Binary(Operation.Subtract, updated, average), share));
    }

    private Value DirectionBeforeTrust(ElementStep element, Value direction)
    {
        var calculator = element.Calculator;
        if (Attribute("Cautious") is not null)
        {
            Note(calculator, IsRescaled ? "Cautious Rescale" : "Cautious");
            direction = Calculator.Join(Agrees(element, direction), direction, Value.Constant(ValueKind.Real, 0));
            if (IsRescaled)
            {
                var share = calculator.Binary(Operation.Divide, element.Uniform("kept"), element.Uniform("count"));
                direction = calculator.Binary(
                    Operation.Divide, direction, calculator.Binary(Operation.Max, share, Value.Constant(ValueKind.Real, 1e-3)));
            }
        }

        if (Decay == WeightDecayKind.InDirection)
        {
            Note(calculator, "WeightDecay InDirection");
            direction = Cautiously(element, direction, calculator.Binary(Operation.Add, direction, DecayOf(element)), direction);
        }

        return direction;
    }

    /// <summary>What decays, where the direction and the parameter agree in sign if the decay is cautious.</summary>
    private Value Cautiously(ElementStep element, Value direction, Value decayed, Value kept)
    {
        if (!DecaysCautiously)
            return decayed;
        Note(element.Calculator, "WeightDecay Cautious");
        var product = element.Calculator.Binary(Operation.Multiply, direction, element.Parameter);
        return Calculator.Join(
            element.Calculator.Compare(Comparison.GreaterOrEqual, product, Value.Constant(ValueKind.Real, 0)), decayed, kept);
    }

    /// <summary>λθ; 0 where λ is 0, for an infinite θ too.</summary>
    private static Value DecayOf(ElementStep element)
    {
        var decay = element.Uniform("WeightDecay");
        var parameter = decay.Number == 0 ? Value.Constant(ValueKind.Real, 0) : element.Parameter;
        return element.Calculator.Binary(Operation.Multiply, parameter, decay);
    }

    private Value? DecayShare(ElementStep element)
    {
        if (Decay is not (WeightDecayKind.Decoupled or WeightDecayKind.Independent or WeightDecayKind.Corrected))
            return null;
        Note(element.Calculator, $"WeightDecay {Decay}");
        var (coefficient, rate) = (element.Uniform("WeightDecay"), element.Uniform("LearningRate"));
        if (Decay == WeightDecayKind.Independent)
            return coefficient;
        if (Decay == WeightDecayKind.Corrected)
        {
            var relative = element.Calculator.Binary(Operation.Divide, rate, element.Uniform("PeakLearningRate"));
            rate = element.Calculator.Binary(Operation.Multiply, rate, relative);
        }

        return element.Calculator.Binary(Operation.Multiply, rate, coefficient);
    }

    private static Value Agrees(ElementStep element, Value direction) => element.Calculator.Compare(
        Comparison.Greater, element.Calculator.Binary(Operation.Multiply, direction, element.Gradient),
        Value.Constant(ValueKind.Real, 0));

    private Value Bound(string name, double unasked) =>
        Value.Constant(ValueKind.Real, Argument("TrustRatio", name) as double? ?? unasked);

    private static void Note(Calculator calculator, string modifier) => calculator.Note($"[{modifier}]", Variance.Constant);

    private AttributeData? Attribute(string name) => _attributes.GetValueOrDefault(name);

    private object? Argument(string attribute, string name) =>
        Attribute(attribute)?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;
}
