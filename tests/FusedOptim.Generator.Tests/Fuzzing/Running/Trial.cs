using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Fuzzing.Interpretation;
using FusedOptim.Generator.Tests.Harness;
using FusedOptim.Schema;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>
/// One rule on every target of this machine against its interpretation. Strict kernels, and in double the strict scalar kernel
/// and the reference of every rule, have its bits; the others have the same bits on all targets, and are as close to it as
/// <see cref="ErrorBounds"/> allows, wherever these are finite.
/// </summary>
internal sealed class Trial(IUpdateRule rule, RuleInterpreter interpreter, Func<TensorArithmetic, Calculator> calculate)
{
    private const int Parameter = 0;
    private const int Gradient = 1;
    private const int FirstState = 2;

    private readonly Dictionary<string, double[]> _memory = [];

    public Coverage Coverage { get; } = new();

    /// <summary>How many results had to have the bits of the interpretation.</summary>
    public long ExactCount { get; private set; }

    /// <summary>How many results of deterministic kernels had to be close, and how many could have been.</summary>
    public (long Bounded, long All) CloseCount { get; private set; }

    /// <summary>Whether something was left open that the documents leave open.</summary>
    public bool IsDoubted { get; private set; }

    private RuleSchema Schema => rule.Schema;

    private int FirstInput => FirstState + Schema.States.Count;

    private List<string> ElementwiseInputs { get; } =
        [.. rule.Schema.Inputs.Where(input => input.Over == Over.Element).Select(input => input.Name)];

    private int FirstValue => FirstInput + ElementwiseInputs.Count;

    private int EvaluationWeight => FirstValue + Schema.Values.Count;

    /// <summary>The first difference, or null.</summary>
    public string? FindDifference(Scenario scenario)
    {
        _memory.Clear();
        var expected = Interpret(scenario);
        KernelResult? first = null;
        foreach (var (target, sumsInRegisters) in Runs())
        {
            var isExact = expected.IsExact && (interpreter.IsStrict || target is KernelTarget.StrictScalar or KernelTarget.Reference);
            // In single precision the reference rounds what it stores alone, and only strict rules have a strict kernel.
            if (scenario.IsSingle && (target == KernelTarget.Reference || (target == KernelTarget.StrictScalar && !interpreter.IsStrict)))
                continue;
            var actual = Run(scenario, target, sumsInRegisters);
            var difference = isExact ? expected.FindDifference(actual, isExact: true, this)
                : first is null ? expected.FindDifference(actual, isExact: false, this)
                : actual.FindDifference(first, expected);
            if (difference is not null)
                return $"{target}{(sumsInRegisters ? " with sums in registers" : "")} differs from {(isExact || first is null ? "the interpretation" : first.Target)}: {scenario}, {difference}";
            if (!isExact)
                first ??= actual;
        }

        return null;
    }

    public void CountExact() => ExactCount++;

    public void CountClose(bool isBounded) => CloseCount = (CloseCount.Bounded + (isBounded ? 1 : 0), CloseCount.All + 1);

    private Expectation Interpret(Scenario scenario)
    {
        var calculator = calculate(scenario.Tensor);
        var layout = scenario.Layout();
        var pool = Enumerable.Range(0, scenario.PoolSize)
            .Select(element => new EntryMemory(Value.Element(Operand(scenario, "parameter")[element]), StatesOf(scenario, Over.Element, element)))
            .ToList();
        var matrix = scenario.View is { } view
            ? new MatrixEntries(view, pool, (over, index) => new EntryMemory(default, StatesOf(scenario, over, index)))
            : null;
        var tensor = new InterpretedTensor(pool, layout, matrix);
        var scalars = interpreter.InitialScalars();
        var steps = new List<ExpectedStep>();
        for (var step = 1; step <= Scenario.StepCount; step++)
        {
            var gradients = Operand(scenario, $"gradient{step}");
            for (var element = 0; element < pool.Count; element++)
            {
                pool[element].Gradient = Value.Element(gradients[element]);
                foreach (var input in ElementwiseInputs)
                    pool[element].Inputs[input] = Value.Element(Operand(scenario, $"{input}{step}")[element]);
            }

            var others = Schema.Inputs.Where(input => input.Over != Over.Element)
                .Select(input => (input.Name, NumberOf(scenario, input.Name, step)));
            interpreter.Step(calculator, tensor, scalars, others, step, scenario.GradientScale, replacesSums: true);
            var operands = new Dictionary<string, Value[]> { ["parameter"] = [.. pool.Select(element => element.Parameter)] };
            foreach (var state in Schema.States)
                operands[state.Name] = [.. tensor.Entries(state.Over).Select(entry => entry.States[state.Name])];
            foreach (var value in Schema.Values)
                operands[value.Name] = [.. tensor.Entries(value.Over).Select(entry => entry.Values[value.Name])];
            if (pool[0].EvaluationWeight is not null)
                operands["weight to evaluate with"] = [.. pool.Select(element => element.EvaluationWeight!.Value)];
            steps.Add(new(operands, [.. Schema.Scalars.Select(scalar => (scalar.Name, scalars[scalar.Name]))], [.. pool.Select(element => element.IsUnspecified)]));
        }

        Coverage.AddRange(calculator.Coverage);
        IsDoubted |= calculator.IsDoubted;
        return new(layout, steps, calculator.IsDoubted, !calculator.IsDoubted && !calculator.IsInexact, element => Describe(scenario, layout[element]));
    }

    private IEnumerable<(KernelTarget Target, bool SumsInRegisters)> Runs()
    {
        var operands = new RuleOperands(Schema, Schema.Variants[rule.Variant]);
        foreach (var target in KernelTargets.Supported)
        {
            yield return (target, false);
            if (operands.MaySumInRegisters(target))
                yield return (target, true);
        }
    }

    private KernelResult Run(Scenario scenario, KernelTarget target, bool sumsInRegisters)
    {
        using var run = KernelRun.Create(rule, scenario.IsSingle, target, scenario.Length, scenario.Offset, sumsInRegisters, scenario.View);
        var layout = scenario.Layout();
        run.Write(Parameter, InPlace(Operand(scenario, "parameter"), layout));
        for (var state = 0; state < Schema.States.Count; state++)
            run.Write(FirstState + state, InPlace(StateOf(scenario, Schema.States[state]), layout));
        var steps = new List<KernelStep>();
        for (var step = 1; step <= Scenario.StepCount; step++)
        {
            var gradients = InPlace(Operand(scenario, $"gradient{step}"), layout);
            run.Write(Gradient, gradients);
            double[][] inputs = [.. ElementwiseInputs.Select(input => InPlace(Operand(scenario, $"{input}{step}"), layout))];
            for (var input = 0; input < inputs.Length; input++)
                run.Write(FirstInput + input, inputs[input]);
            run.Give([.. Schema.Inputs.Select(input => NumberOf(scenario, input.Name, step))]);
            run.Step(step, scenario.GradientScale, scenario.ZeroesGradients, replacesSums: true);
            var left = run.Read(Gradient);
            var leaves = scenario.ZeroesGradients ? left.All(gradient => gradient == 0) : left.SequenceEqual(gradients);
            leaves &= inputs.Index().All(input => run.Read(FirstInput + input.Index).AsSpan().SequenceEqual(input.Item));
            var operands = new Dictionary<string, double[]> { ["parameter"] = run.Read(Parameter) };
            for (var state = 0; state < Schema.States.Count; state++)
                operands[Schema.States[state].Name] = run.Read(FirstState + state);
            for (var value = 0; value < Schema.Values.Count; value++)
                operands[Schema.Values[value].Name] = run.Read(FirstValue + value);
            if (Schema.Phases.Any(phase => phase.Kind == PhaseKind.Evaluate))
                operands["weight to evaluate with"] = run.Read(EvaluationWeight);
            steps.Add(new(operands, [.. run.Scalars], leaves && !run.WroteOutside));
        }

        return new(target, steps, scenario.IsSingle);
    }

    private Dictionary<string, Value> StatesOf(Scenario scenario, Over over, int entry) => Schema.States
        .Where(state => state.Over == over)
        .ToDictionary(state => state.Name, state => Value.Element(StateOf(scenario, state)[entry]));

    /// <summary>What a state starts from. There are more values than a state of rows takes.</summary>
    private double[] StateOf(Scenario scenario, StateSchema state)
    {
        if (scenario.HasEdges)
            return Operand(scenario, state.Name);
        var tensor = scenario.Tensor;
        return [.. Operand(scenario, "parameter").Select(parameter => tensor.Rounded(interpreter.InitialState(state.Name, parameter)))];
    }

    private double[] Operand(Scenario scenario, string name)
    {
        if (!_memory.TryGetValue(name, out var values))
            _memory[name] = values = scenario.Draw(name);
        return values;
    }

    private static double NumberOf(Scenario scenario, string name, int step) =>
        (scenario with { HasEdges = false }).Draw($"{name}{step}")[0];

    private static double[] InPlace(double[] pool, int[] layout) => [.. layout.Select(element => pool[element])];

    private string Describe(Scenario scenario, int element) => string.Join(", ",
        Schema.States.Select(state => (state.Name, Values: StateOf(scenario, state)))
            .Prepend(("parameter", Operand(scenario, "parameter")))
            .Append(("gradient of step 1", Operand(scenario, "gradient1"))).Append(("gradient of step 2", Operand(scenario, "gradient2")))
            .Select(item => $"{item.Item1} {Bits.Describe(item.Item2[element], scenario.IsSingle)}"));
}
