using System.Diagnostics.Metrics;
using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization;

/// <summary>The instruments of steps, with a listener and without.</summary>
public sealed class StepInstrumentsTests
{
    private const string Meter = "FusedOptim";

    [Fact]
    public void AStepRecordsItsDurationAndTheNormOfItsGradients()
    {
        using var measurements = new Measurements(Meter);
        using var set = OneParameter(out var parameter);
        using var optimizer = Optimizer.Create(set, new Sgd());

        parameter.Gradients.Fill(3);
        optimizer.Step(new StepOptions { MaximumNorm = 1, GradientScale = 0.5 });

        Assert.InRange(Assert.Single(measurements.Of("fusedoptim.step.duration")), 1e-3, 6e8);
        Assert.Equal([1.5 * Math.Sqrt(parameter.Count)], measurements.Of("fusedoptim.gradient.norm"));
        Assert.Empty(measurements.Of("fusedoptim.step.skipped"));
    }

    [Fact]
    public void ANormThatTheStepDoesNotTakeIsNotRecorded()
    {
        using var measurements = new Measurements(Meter);
        using var set = OneParameter(out var parameter);
        using var optimizer = Optimizer.Create(set, new Sgd());

        parameter.Gradients.Fill(3);
        optimizer.Step();

        Assert.Single(measurements.Of("fusedoptim.step.duration"));
        Assert.Empty(measurements.Of("fusedoptim.gradient.norm"));
    }

    [Fact]
    public void ASkippedStepIsCountedAndHasADurationButNoNorm()
    {
        using var measurements = new Measurements(Meter);
        using var set = OneParameter(out var parameter);
        using var optimizer = Optimizer.Create(set, new Sgd());

        parameter.Gradients.Fill(float.NaN);
        optimizer.Step(new StepOptions { SkipNonFinite = true });

        Assert.Equal([1], measurements.Of("fusedoptim.step.skipped"));
        Assert.Single(measurements.Of("fusedoptim.step.duration"));
        Assert.Empty(measurements.Of("fusedoptim.gradient.norm"));
    }

    [Fact]
    public void ALossScalerRecordsTheScaleAfterEachStep()
    {
        using var measurements = new Measurements(Meter);
        var scaler = new LossScaler(initialScale: 64, growthInterval: 2);

        scaler.Update(new StepReport { IsSkipped = true });
        scaler.Update(new StepReport());
        scaler.Update(new StepReport());

        Assert.Equal([32, 32, 64], measurements.Of("fusedoptim.loss.scale"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsAllocateNothingWithAListenerOrWithout(bool listens)
    {
        using var measurements = listens ? new Measurements(Meter) : null;
        using var team = new WorkerTeam(1);
        using var set = OneParameter(out var parameter);
        using var optimizer = Optimizer.Create(set, new Sgd(), new OptimizerOptions { Team = team });
        var scaler = new LossScaler();

        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            measurements?.Clear();
            for (var i = 0; i < 20; i++)
            {
                parameter.Gradients.Fill(1);
                scaler.Update(optimizer.Step(scaler.Unscale(new StepOptions { MaximumNorm = 1 })));
            }
        }));
        Assert.Equal(listens ? 20 : 0, measurements?.Of("fusedoptim.step.duration").Count() ?? 0);
    }

    [Fact]
    public void TheDurationsOfStepsHaveBucketsFromAMicrosecondOn()
    {
        Histogram<double>? duration = null;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Name == "fusedoptim.step.duration")
                    duration = (Histogram<double>)instrument;
            },
        };
        using var set = OneParameter(out _);
        using var optimizer = Optimizer.Create(set, new Sgd());
        optimizer.Step();
        listener.Start();

        var boundaries = duration!.Advice!.HistogramBucketBoundaries!;
        Assert.Equal(boundaries.Order(), boundaries);
        Assert.Equal((1, 1e7), (boundaries[0], boundaries[^1]));
    }

    private static ParameterSet<float> OneParameter(out Parameter<float> parameter)
    {
        var set = new ParameterSet<float>();
        parameter = set.Add("weight", ParameterKind.Weight, 16, 16);
        return set;
    }
}
