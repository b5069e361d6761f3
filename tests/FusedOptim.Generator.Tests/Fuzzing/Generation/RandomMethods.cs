using System.Text;

namespace FusedOptim.Generator.Tests.Fuzzing.Generation;

/// <summary>A random rule with methods: its hyperparameters, helpers and phases.</summary>
internal sealed partial class RandomMethods
{
    private static readonly string[] s_states = ["m", "v"];

    private readonly int _seed;
    private readonly Random _random;
    private readonly RandomExpressions _expressions;
    private readonly RandomStatements _statements;
    private readonly RandomAttributes _attributes;
    private readonly StringBuilder _members = new();
    private readonly List<string> _sums = [];
    private readonly List<string> _maxima = [];
    private readonly List<string> _scalars = [];
    private readonly List<string> _outputs = [];
    private readonly List<string> _own = ["A", "B", "LearningRate", "N", "s_third", "Derived"];
    private readonly List<(string Name, string Declaration)> _elementwiseInputs = [];
    private readonly List<(string Name, string Declaration)> _otherInputs = [];
    private readonly bool _seesRows;
    private readonly bool _hasFlag;
    private readonly bool _hasEnumeration;
    private readonly bool _hasOccasion;
    private readonly int _size;

    public RandomMethods(int seed, Random random, bool seesRows)
    {
        (_seed, _random, _seesRows) = (seed, random, seesRows);
        _expressions = new RandomExpressions(random);
        _statements = new RandomStatements(_expressions);
        _attributes = new RandomAttributes(_expressions, seesRows);
        _size = 1 + random.Next(3);
        _hasFlag = _expressions.Chance(15);
        _hasEnumeration = _expressions.Chance(12);
        _hasOccasion = _expressions.Chance(12);
        Inputs(new Random(~seed));
    }

    public string Source()
    {
        Helpers();
        var isUpdate = _expressions.Chance(30);
        var (measures, prepares, evaluates) = (_expressions.Chance(25), _expressions.Chance(30), _expressions.Chance(15));
        if (_seesRows)
            Phases();
        else if (measures)
            Measure();
        if (prepares)
            Prepare();
        Update(isUpdate);
        if (evaluates)
            Evaluate();
        var modifiers = _attributes.Modifiers(!isUpdate, canMeasure: !prepares && !_hasOccasion, !evaluates, canDeclare: true, canLookAhead: !evaluates && !_hasOccasion);
        string[] parameters =
        [
            $"double LearningRate = {_expressions.Pick(["0.1", "1e-3", "1"])}",
            $"double A = {_expressions.Pick(["0.9", "0.25", "-1.5"])}",
            $"double B = {_expressions.Pick(["2.5", "1e-7", "0.3"])}",
            $"{(_hasOccasion ? "[Positive] " : "")}int N = {_expressions.Pick(["3", "2", "5"])}",
            .. _hasFlag ? [$"bool Flag = {_expressions.Pick(["true", "false"])}"] : (string[])[],
            .. _hasEnumeration ? [$"Choice{_seed} Choice = Choice{_seed}.Second"] : (string[])[],
            .. _attributes.Coefficients,
        ];
        return $$"""
            using FusedOptim;

            namespace UserProject;

            public enum Choice{{_seed}} { First, Second, Third = 7 }

            [{{RandomRule.Shuffled(_random, [RandomRule.Rule(_expressions), .. modifiers])}}]
            public sealed partial record Rule{{_seed}}({{string.Join(", ", parameters)}})
            {
                private static readonly double s_third = 1.0 / 3;

                private double Derived => A * B;

            {{_members}}}

            """;
    }

    // Drawn apart, so that rules without inputs stay as they are.
    private void Inputs(Random random)
    {
        if (random.Next(5) != 0)
            return;
        var count = 1 + random.Next(2);
        for (var index = 0; index < count; index++)
        {
            var name = index == 0 ? "hessian" : "second";
            _elementwiseInputs.Add((name, $"[Input{(random.Next(3) == 0 ? "(Kept = true)" : "")}] double {name}"));
        }

        if (random.Next(2) == 0)
            _otherInputs.Add(("loss", $"[Input(Over.Model{(random.Next(3) == 0 ? ", Kept = true" : "")})] double loss"));
        if (random.Next(3) == 0)
            _otherInputs.Add(("weight", "[Input(Over.Tensor)] double weight"));
    }

    private IEnumerable<string> InputDeclarations => _elementwiseInputs.Concat(_otherInputs).Select(static input => input.Declaration);

    private IEnumerable<(string Name, bool IsWritable)> ElementwiseInputs => _elementwiseInputs.Select(static input => (input.Name, false));

    private IEnumerable<string> OtherInputs => _otherInputs.Select(static input => input.Name);

    // Static ones come first: they cannot call the others.
    private void Helpers()
    {
        if (_expressions.Chance(30))
        {
            Begin([("x", true), ("y", false)], ["s_third"]);
            _members.Append($"    private static double Arrow(double x, double y) => {_expressions.Value(_size)};\n\n");
            _expressions.Helpers.Add("Arrow({0}, {1})");
        }

        if (_expressions.Chance(30))
        {
            Begin([("x", false), ("y", true)], ["s_third"]);
            Add("private static double Split(double x, out double y)", 1, isVoid: false, "y = x;");
            _statements.Helpers.Add("{0} = Split({1}, out var {2})");
        }

        if (_expressions.Chance(40))
        {
            Begin([("x", true), ("y", false)], [.. _own, "step"]);
            Add("private double Blend(double x, double y, int step = 2)", _expressions.Below(3), isVoid: false);
            _expressions.Helpers.AddRange(["Blend({0}, {1})", "Blend(y: {0}, x: {1})", "Blend({0}, {1}, 3)"]);
        }

        if (_expressions.Chance(30))
        {
            Begin([("x", true), ("y", false)], [.. _own]);
            Add("private void Change(ref double x, double y)", 1 + _expressions.Below(3), isVoid: true);
            _statements.Helpers.Add("Change(ref {0}, {1})");
        }
    }

    private void Measure()
    {
        _sums.AddRange(new[] { "total", "squares" }[..(1 + _expressions.Below(2))]);
        if (_expressions.Chance(50))
            _maxima.Add("largest");
        Begin([("gradient", false), ("parameter", false), ("m", true), .. ElementwiseInputs], [.. _own, "step", .. OtherInputs]);
        _statements.Sums.AddRange(_sums);
        _statements.Maxima.AddRange(_maxima);
        var norms = _expressions.Chance(30) ? ["size"] : (string[])[];
        string[] parameters =
        [
            "double gradient", "double parameter", State("m"), "int step", .. InputDeclarations,
            .. _sums.Select(sum => $"[Sum{Scope()}] ref double {sum}"), .. _maxima.Select(largest => $"[Max{Scope()}] ref double {largest}"),
            .. norms.Select(norm => $"[Norm{Scope()}] ref double {norm}"),
        ];
        Add($"private void Measure({string.Join(", ", parameters)})", 1 + _expressions.Below(2), isVoid: true, last: () =>
            $"{_sums[0]} += gradient * {_expressions.Value(1)};\n        {_statements.Accumulation(_size)}{_statements.Entries(norms, _size)}");
        _statements.Sums.Clear();
        _statements.Maxima.Clear();
        _sums.AddRange(norms);
    }

    private void Prepare()
    {
        _scalars.AddRange(new[] { "drift", "pace" }[.._expressions.Below(3)]);
        _outputs.AddRange(new[] { "scale", "shift" }[..(_scalars.Count == 0 ? 1 : _expressions.Below(3))]);
        var reductions = _sums.Concat(_maxima).ToList();
        _expressions.AreAllUniform = true;
        Begin([.. _scalars.Concat(_outputs).Select(name => (name, true))], [.. _own, "step", .. reductions, "(double)count", .. Sizes, .. OtherInputs]);
        string[] parameters =
        [
            "int step", "long count", .. SizeDeclarations, .. reductions.Select(name => $"double {name}"), .. _otherInputs.Select(static input => input.Declaration),
            .. _scalars.Select(Scalar),
            .. _outputs.Select(name => $"out double {name}"), .. Occasion(),
        ];
        var first = string.Join("\n        ", _outputs.Select((name, index) =>
            $"{name} = {(reductions.Count > index ? $"1 / (1 + {reductions[index]} * {reductions[index]})" : "0.5")};"));
        Add($"private void Prepare({string.Join(", ", parameters)})", 1 + _expressions.Below(3), isVoid: true, first, () =>
            string.Join("\n        ", _scalars.Select(name => $"{name} += {_expressions.Uniform(1)};")));
        _expressions.AreAllUniform = false;
    }

    private void Update(bool isUpdate)
    {
        // What is bound by name may also be left out.
        var prepared = _sums.Concat(_maxima).Concat(_scalars).Concat(_outputs).Where(_ => _expressions.Chance(80)).ToList();
        var states = s_states.Where(_ => _expressions.Chance(80)).ToList();
        var places = Places(Over.Element);
        Begin(
            [
                ("gradient", false), ("gradient", false), ("parameter", isUpdate), .. states.Select(state => (state, true)), .. ElementwiseInputs,
                .. places.Select(place => (place.Name, false)),
            ],
            [.. _own, "step", .. prepared, .. prepared, .. Sizes, .. OtherInputs]);
        string[] parameters =
        [
            "double gradient", isUpdate ? "ref double parameter" : "double parameter", .. states.Select(State), "int step",
            .. prepared.Select(name => $"double {name}"), .. InputDeclarations, .. Occasion(), .. SizeDeclarations,
            .. places.Select(place => place.Declaration),
        ];
        var list = Shuffled(parameters);
        if (isUpdate)
        {
            Add($"private void Update({list})", 1 + _expressions.Below(4), isVoid: true,
                last: () => $"parameter -= LearningRate * {_expressions.Value(_size)};");
        }
        else
        {
            Add($"private double Direction({list})", 1 + _expressions.Below(4), isVoid: false);
        }
    }

    private void Evaluate()
    {
        Begin([("parameter", false), ("m", false), .. Vectors.Select(vector => (vector.Name, false))], [.. _own, "step", .. Sizes, .. _scalars]);
        string[] parameters = ["double parameter", "[State] double m", "int step", .. SizeDeclarations, .. Vectors.Select(vector => vector.Declaration), .. _scalars.Select(name => $"double {name}")];
        Add($"private double Evaluate({Shuffled(parameters)})", _expressions.Below(2), isVoid: false);
    }

    private void Begin((string Name, bool IsWritable)[] variables, string[] constants)
    {
        _expressions.Variables.Clear();
        _expressions.Variables.AddRange(variables);
        _expressions.StepConstants.Clear();
        _expressions.StepConstants.AddRange(constants);
        _expressions.Choices.Clear();
        _statements.Enumeration = null;
        if (!constants.Contains("A"))
            return;
        if (_hasFlag)
            _expressions.Choices.AddRange(["Flag", "!Flag"]);
        if (_hasEnumeration)
        {
            _expressions.Choices.AddRange([$"(Choice == Choice{_seed}.First)", $"(Choice is Choice{_seed}.Second)"]);
            _statements.Enumeration = ("Choice", [$"Choice{_seed}.First", $"Choice{_seed}.Third", $"Choice{_seed}.Second"]);
        }
    }

    private void Add(string signature, int count, bool isVoid, string first = "", Func<string>? last = null)
    {
        var body = _statements.Statements(count, _size, isVoid);
        var end = last?.Invoke() ?? (isVoid ? "" : $"return {_expressions.Value(_size)};");
        _members.Append($"    {signature}\n    {{\n");
        if (first.Length > 0)
            _members.Append($"        {first}\n");
        _members.Append(body);
        if (end.Length > 0)
            _members.Append($"        {end}\n");
        _members.Append("    }\n\n");
    }

    private string[] Occasion()
    {
        if (!_hasOccasion)
            return [];
        _expressions.Choices.AddRange(["due", "due", "!due"]);
        return ["[Every(nameof(N))] bool due"];
    }

    private string State(string name)
    {
        // The initial value is given where a state is first declared; m is, in Measure, before Update.
        var isFirst = !_members.ToString().Contains($"ref double {name}", StringComparison.Ordinal);
        var initial = isFirst ? _expressions.Pick(["", "", "(Initial = nameof(A))", "(Initial = \"parameter\")", "(Value = -0.75)", "(\"key_of_" + name + "\")"]) : "";
        return $"[State{initial}] ref double {name}";
    }

    private string Scalar(string name) =>
        $"[Scalar({_expressions.Pick(["", "Over.Model, "])}{_expressions.Pick(["Value = 0.5", "Initial = nameof(B)", $"Key = \"of_{name}\""])})] ref double {name}";

    private string Scope() => _expressions.Pick(["", "(Over.Tensor)", "(Over.Model)"]);

    private string Shuffled(string[] parameters)
    {
        _random.Shuffle(parameters);
        return string.Join(", ", parameters);
    }
}
