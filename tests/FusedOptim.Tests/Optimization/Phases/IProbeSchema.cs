using FusedOptim.Schema;

namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>What a <see cref="ProbeRule{TSchema}"/> reduces to and keeps.</summary>
internal interface IProbeSchema
{
    static abstract IReadOnlyList<PhaseSchema> Phases { get; }

    static abstract IReadOnlyList<ScalarSchema> Scalars { get; }
}

/// <summary>Sums and maxima of each tensor and of the model, in turns, without scalars.</summary>
internal sealed class MixedReductions : IProbeSchema
{
    public static IReadOnlyList<PhaseSchema> Phases { get; } = ProbePhases.Of(
        new("gradients", ReductionKind.Sum, Over.Tensor),
        new("gradients of all", ReductionKind.Sum, Over.Model),
        new("largest", ReductionKind.Maximum, Over.Tensor),
        new("largest of all", ReductionKind.Maximum, Over.Model));

    public static IReadOnlyList<ScalarSchema> Scalars => [];
}

/// <summary>A sum over the model and a scalar of the model: nothing is a tensor's own.</summary>
internal sealed class ModelOnly : IProbeSchema
{
    public static IReadOnlyList<PhaseSchema> Phases { get; } =
        ProbePhases.Of(new ReductionSchema("gradients of all", ReductionKind.Sum, Over.Model));

    public static IReadOnlyList<ScalarSchema> Scalars { get; } =
        [new ScalarSchema("d", "distance", Over.Model, InitialHyperparameter: 0)];
}

/// <summary>A scalar of the tensor between two of the model, and a sum of the tensor.</summary>
internal sealed class MixedScalars : IProbeSchema
{
    public static IReadOnlyList<PhaseSchema> Phases { get; } =
        ProbePhases.Of(new ReductionSchema("gradients", ReductionKind.Sum, Over.Tensor));

    public static IReadOnlyList<ScalarSchema> Scalars { get; } =
    [
        new ScalarSchema("a", "first", Over.Model, Initial: 10),
        new ScalarSchema("b", "own", Over.Tensor, Initial: -2.5),
        new ScalarSchema("c", "second", Over.Model, InitialHyperparameter: 0),
    ];
}

/// <summary>The phases of probes.</summary>
internal static class ProbePhases
{
    public static IReadOnlyList<PhaseSchema> Of(params ReductionSchema[] reductions) =>
    [
        new PhaseSchema(PhaseKind.Measure, StepConstantCount: 1, Reads: 3, Writes: 1) { Reductions = reductions },
        new PhaseSchema(PhaseKind.Update, StepConstantCount: 2, Reads: 3, Writes: 2),
        new PhaseSchema(PhaseKind.Evaluate, StepConstantCount: 1, Reads: 2, Writes: 0),
    ];
}
