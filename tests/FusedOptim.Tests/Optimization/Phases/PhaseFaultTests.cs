using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Optimization.Phases;

public class PhaseFaultTests
{
    [Theory]
    [InlineData(ProbeRule<MixedScalars>.Measure, 0)]
    [InlineData(ProbeRule<MixedScalars>.Update, 1)]
    public void ExceptionOutOfAPreparationFaultsOnlyWhereStatesWereMeasured(int phase, float stateOfFirst)
    {
        using var set = DriftModel.CreateSet<float>(5000, 20);
        set[0].Gradients.Fill(1);
        set[0].Values.Fill(2);
        using var optimizer = Optimizer.Create(
            set, p => new ProbeRule<MixedScalars> { FailsToPrepare = p.Kind == ParameterKind.Bias ? phase : -1 });

        Assert.Throws<ArithmeticException>(() => optimizer.Step(new StepOptions { ZeroGradients = true }));

        Assert.All(set[0].Values.ToArray(), value => Assert.Equal(2, value));
        Assert.All(set[0].Gradients.ToArray(), gradient => Assert.Equal(1, gradient));
        Assert.All(optimizer.GetState(set[0], "m").ToArray(), m => Assert.Equal(stateOfFirst, m));
        Assert.Equal(0, optimizer.StepCount);
        if (phase == ProbeRule<MixedScalars>.Measure)
        {
            optimizer.Groups[1].GetRule<ProbeRule<MixedScalars>>().FailsToPrepare = -1;
            optimizer.Step();
            Assert.Equal(1, optimizer.StepCount);
            return;
        }

        var later = Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        Assert.Contains($"interrupted step 1. no constants for phase {phase}", later.Message);
        later = Assert.Throws<InvalidOperationException>(() => optimizer.UseEvaluationWeights());
        Assert.Contains("faulted", later.Message);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(20000)]
    public void ExceptionOutOfAMeasuringKernelFaults(int count)
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<float>(count);
        using var optimizer = Optimizer.Create(
            set, new ProbeRule<ModelOnly> { FailsToRun = ProbeRule<ModelOnly>.Measure },
            new OptimizerOptions { Team = team });

        Assert.Throws<ArithmeticException>(() => optimizer.Step());
        Assert.Contains("faulted", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
    }

    [Fact]
    public void ExceptionWhileEvaluatingPutsTheTrainingWeightsBackAndDoesNotFault()
    {
        using var set = DriftModel.CreateSet<float>(5000, 20);
        DriftModel.Fill(set, seed: 1);
        using var optimizer = Optimizer.Create(
            set, p => new ProbeRule<ModelOnly> { LearningRate = p.Kind == ParameterKind.Bias ? 0.1 : 0.2 });
        var values = set.Select(p => p.Values.ToArray()).ToArray();
        var rule = optimizer.Groups[1].GetRule<ProbeRule<ModelOnly>>();

        rule.FailsToPrepare = ProbeRule<ModelOnly>.Evaluate;
        Assert.Throws<ArithmeticException>(() => optimizer.UseEvaluationWeights());
        Assert.Equal(values, set.Select(p => p.Values.ToArray()));

        rule.FailsToPrepare = -1;
        rule.FailsToRun = ProbeRule<ModelOnly>.Evaluate;
        Assert.Throws<ArithmeticException>(() => optimizer.UseEvaluationWeights());
        Assert.Equal(values, set.Select(p => p.Values.ToArray()));

        rule.FailsToRun = -1;
        optimizer.UseEvaluationWeights().Dispose();
        optimizer.Step();
        Assert.Equal(1, optimizer.StepCount);
    }

    [Fact]
    public void PhasesThatAreNotKnownAreRefused()
    {
        Refuse<UnknownKind>("Probe has the phases Update, 17; this version runs Measures");
        Refuse<LateMeasure>("Update, Measure");
        Refuse<NothingButMeasure>("Measure; this version");
        Refuse<EarlyEvaluate>("Evaluate, Update");
        Refuse<ReducingUpdate>("reduces in another phase than Measure");
        Refuse<UnknownReduction>("reduces 'g' by 5 over Tensor; this version reduces by Sum or Maximum");

        static void Refuse<TSchema>(string message)
            where TSchema : IProbeSchema
        {
            using var set = DriftModel.CreateSet<float>(2);
            Assert.Contains(
                message,
                Assert.Throws<NotSupportedException>(() => Optimizer.Create(set, new ProbeRule<TSchema>())).Message);
        }
    }

    private static PhaseSchema Phase(PhaseKind kind) => new(kind, StepConstantCount: 0, Reads: 1, Writes: 1);

    private sealed class UnknownKind : IProbeSchema
    {
        public static IReadOnlyList<PhaseSchema> Phases => [Phase(PhaseKind.Update), Phase((PhaseKind)17)];

        public static IReadOnlyList<ScalarSchema> Scalars => [];
    }

    private sealed class LateMeasure : IProbeSchema
    {
        public static IReadOnlyList<PhaseSchema> Phases => [Phase(PhaseKind.Update), Phase(PhaseKind.Measure)];

        public static IReadOnlyList<ScalarSchema> Scalars => [];
    }

    private sealed class NothingButMeasure : IProbeSchema
    {
        public static IReadOnlyList<PhaseSchema> Phases => [Phase(PhaseKind.Measure)];

        public static IReadOnlyList<ScalarSchema> Scalars => [];
    }

    private sealed class EarlyEvaluate : IProbeSchema
    {
        public static IReadOnlyList<PhaseSchema> Phases => [Phase(PhaseKind.Evaluate), Phase(PhaseKind.Update)];

        public static IReadOnlyList<ScalarSchema> Scalars => [];
    }

    private sealed class ReducingUpdate : IProbeSchema
    {
        public static IReadOnlyList<PhaseSchema> Phases =>
            [Phase(PhaseKind.Update) with { Reductions = [new("g", ReductionKind.Sum, Over.Tensor)] }];

        public static IReadOnlyList<ScalarSchema> Scalars => [];
    }

    private sealed class UnknownReduction : IProbeSchema
    {
        public static IReadOnlyList<PhaseSchema> Phases =>
        [
            Phase(PhaseKind.Measure) with { Reductions = [new("g", (ReductionKind)5, Over.Tensor)] },
            Phase(PhaseKind.Update),
        ];

        public static IReadOnlyList<ScalarSchema> Scalars => [];
    }
}
