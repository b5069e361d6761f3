using FusedOptim.CompilerServices;

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
        new("gradients", ReductionKind.Sum, ReductionScope.Tensor),
        new("gradients of all", ReductionKind.Sum, ReductionScope.Model),
        new("largest", ReductionKind.Maximum, ReductionScope.Tensor),
        new("largest of all", ReductionKind.Maximum, ReductionScope.Model));

    public static IReadOnlyList<ScalarSchema> Scalars => [];
}

/// <summary>A sum over the model and a scalar of the model: nothing is a tensor's own.</summary>
internal sealed class ModelOnly : IProbeSchema
{
    public static IReadOnlyList<PhaseSchema> Phases { get; } =
        ProbePhases.Of(new ReductionSchema("gradients of all", ReductionKind.Sum, ReductionScope.Model));

    public static IReadOnlyList<ScalarSchema> Scalars { get; } =
        [new ScalarSchema("d", "distance", ReductionScope.Model, InitialHyperparameter: 0)];
}

/// <summary>A scalar of the tensor between two of the model, and a sum of the tensor.</summary>
internal sealed class MixedScalars : IProbeSchema
{
    public static IReadOnlyList<PhaseSchema> Phases { get; } =
        ProbePhases.Of(new ReductionSchema("gradients", ReductionKind.Sum, ReductionScope.Tensor));

    public static IReadOnlyList<ScalarSchema> Scalars { get; } =
    [
        new ScalarSchema("a", "first", ReductionScope.Model, Initial: 10),
        new ScalarSchema("b", "own", ReductionScope.Tensor, Initial: -2.5),
        new ScalarSchema("c", "second", ReductionScope.Model, InitialHyperparameter: 0),
    ];
}

/// <summary>The phases of probes.</summary>
internal static class ProbePhases
{
    public static IReadOnlyList<PhaseSchema> Of(params ReductionSchema[] reductions) =>
    [
        new PhaseSchema(PhaseKind.Measure, UniformCount: 1, Reads: 3, Writes: 1) { Reductions = reductions },
        new PhaseSchema(PhaseKind.Update, UniformCount: 2, Reads: 3, Writes: 2),
        new PhaseSchema(PhaseKind.Evaluate, UniformCount: 1, Reads: 2, Writes: 0),
    ];
}
