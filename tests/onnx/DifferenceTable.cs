using System.Globalization;
using FusedOptim.OnnxTests.Harness;

namespace FusedOptim.OnnxTests;

/// <summary>A program that prints the largest difference of each layer and activation, and of the digits' network.</summary>
internal static class DifferenceTable
{
    private static void Main()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Console.WriteLine("| exported | largest difference, to the largest output |");
        Console.WriteLine("|---|---|");
        foreach (var known in ExportCase.All)
            Write(known.Name, known.Difference());
        var (network, options, test) = ExportCase.Digits();
        using (network)
        {
            Write("the digits' network, with preprocessing and softmax", ExportCase.Difference(
                network, test.Features.ToArray(), options,
                _ => network.PredictProbabilities(options.Preprocessing!.Apply(test).Features)));
        }
    }

    private static void Write(string name, double difference) =>
        Console.WriteLine($"| {name} | {(difference == 0 ? "0" : $"{difference:0.0e-0}")} |");
}
