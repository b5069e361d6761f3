using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests;

/// <summary>
/// A rule written by hand with a state of each kind. m ← m + g; θ ← θ − η·m. The states of rows and columns stay as they are.
/// </summary>
/// <typeparam name="TStates">Gives the states.</typeparam>
internal sealed record VectorRule<TStates>(double LearningRate = 0.25, double Floor = 2) : IUpdateRule
    where TStates : IVectorStates
{
    public static RuleSchema Schema { get; } = new(
        "VectorRule", FloatMode.Deterministic,
        [new("VectorRule", nameof(LearningRate), 0.25), new("VectorRule", nameof(Floor), 2)], TStates.States,
        [new(PhaseKind.Update, StepConstantCount: 2, Reads: 3, Writes: 2) { StatesRead = [0], StatesWritten = [0] }]);

    public double LearningRate { get; set; } = LearningRate;

    public double Floor { get; set; } = Floor;

    RuleSchema IUpdateRule.Schema => Schema;

    public IUpdateRule Copy() => this with { };

    public double GetHyperparameter(int index) => index == 0 ? LearningRate : Floor;

    public void SetHyperparameter(int index, double value) => (LearningRate, Floor) = index == 0 ? (value, Floor) : (LearningRate, value);

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants) =>
        (constants[0], constants[1]) = (LearningRate, context.GradientScale);

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment) => Run<float>(segment);

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) => Run<double>(segment);

    public void RunWithStates<TAccess>(int phase, KernelTarget target, in KernelSegment<float> segment)
        where TAccess : struct, IStateAccess => Run<float>(segment);

    private static void Run<T>(in KernelSegment<T> segment)
        where T : unmanaged, INumber<T>
    {
        for (nint i = 0; i < segment.Count; i++)
        {
            ref var m = ref Unsafe.Add(ref segment.State(0), i);
            m += T.CreateChecked(segment.StepConstants[1]) * Unsafe.Add(ref segment.Gradient, i);
            Unsafe.Add(ref segment.Parameter, i) -= T.CreateChecked(segment.StepConstants[0]) * m;
        }
    }
}

/// <summary>The states of a <see cref="VectorRule{TStates}"/>; the first is of elements.</summary>
internal interface IVectorStates
{
    static abstract IReadOnlyList<StateSchema> States { get; }
}

/// <summary>One state each of elements, rows and columns.</summary>
internal sealed class RowsAndColumns : IVectorStates
{
    public static IReadOnlyList<StateSchema> States =>
    [
        new("m", "m"),
        new("r", "row_sum", StateInitial.Hyperparameter, InitialHyperparameter: 1) { Over = Over.Row },
        new("c", "column_sum", StateInitial.Constant) { Over = Over.Column, Value = 0.5 },
    ];
}
