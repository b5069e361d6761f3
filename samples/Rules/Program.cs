using System.Globalization;
using FusedOptim.Samples.Rules;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

int[] shown = [0, 10, 100, 1000];
Console.WriteLine("Rules that this folder declares, each on the same least squares. Loss after n steps:");
Console.WriteLine();
Console.WriteLine($"{"rule",-12}{"paper",-26}{"states",6}{string.Concat(shown.Select(step => $"{step,9}"))}");
foreach (var declared in DeclaredRule.All)
{
    using var problem = new LeastSquares(declared.Rule);
    Console.Write($"{declared.Name,-12}{declared.Paper,-26}{declared.StateCount,6}");
    for (var step = 0; step <= shown[^1]; step++)
    {
        var loss = problem.Step();
        if (shown.Contains(step))
            Console.Write($"{loss,9:0.00000}");
    }

    Console.WriteLine();
}
