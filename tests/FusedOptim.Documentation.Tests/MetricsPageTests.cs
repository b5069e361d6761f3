using System.Diagnostics.Metrics;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Documentation.Tests;

/// <summary>The tables of docs/metrics.md list the instruments that the meters have.</summary>
public sealed class MetricsPageTests
{
    [Theory]
    [InlineData("FusedOptim")]
    [InlineData("FusedOptim.Training")]
    public void TheTableHasTheInstrumentsOfTheMeter(string meter)
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == meter)
                    instruments.Add(instrument);
            },
        };
        CreateInstruments();
        listener.Start();

        var page = File.ReadAllLines(Repository.PathOf("docs", "metrics.md"));
        var table = page.SkipWhile(line => !line.StartsWith($"The meter `{meter}` ", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith("| `", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith("| `", StringComparison.Ordinal));
        Assert.NotEmpty(instruments);
        Assert.Equal(instruments.Select(Row).Order(), table.Order());
    }

    private static string Row(Instrument instrument) =>
        $"| `{instrument.Name}` | {instrument.GetType().Name.Split('`')[0].ToLowerInvariant()} |" +
        $"{(instrument.Unit is null ? "" : $" {instrument.Unit}")} | {instrument.Description} |";

    // A meter appears when it is first needed.
    private static void CreateInstruments()
    {
        using var trainer = Trainer.Create(new Sequential(new Dense(1, 2)), new Sgd(), new SoftmaxCrossEntropy(), seed: 1);
        trainer.Fit(new Dataset([1, 2], [0, 1]), epochs: 1);
    }
}
