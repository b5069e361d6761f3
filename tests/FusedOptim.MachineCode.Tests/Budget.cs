using System.Globalization;
using System.Reflection;
using System.Text;

namespace FusedOptim.MachineCode.Tests;

/// <summary>
/// What the loops of a target's kernels may cost: a committed file with one line a kernel, sorted. Counts have no noise,
/// but belong to one version of the compiler.
/// </summary>
/// <param name="Compiler">The compiler and its version.</param>
/// <param name="Costs">The cost of each kernel's loop, by the name of the kernel.</param>
internal sealed record Budget(string Compiler, IReadOnlyDictionary<string, LoopCost> Costs)
{
    private const string CompilerStart = "# counted with ";

    private static readonly string Directory = typeof(Budget).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Budgets").Value!;

    /// <summary>The committed budget of a target; one without kernels where there is none.</summary>
    public static Budget Load(string target) =>
        File.Exists(PathOf(target)) ? Parse(File.ReadLines(PathOf(target))) : new("", new Dictionary<string, LoopCost>());

    public static Budget Parse(IEnumerable<string> lines)
    {
        var compiler = "";
        var costs = new Dictionary<string, LoopCost>();
        foreach (var line in lines)
        {
            if (line.StartsWith(CompilerStart, StringComparison.Ordinal))
                compiler = line[CompilerStart.Length..];
            if (line.StartsWith('#'))
                continue;
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var counts = parts[^3..].Select(count => int.Parse(count, CultureInfo.InvariantCulture)).ToList();
            costs.Add(string.Join(' ', parts[..^3]), new(counts[0], counts[1], counts[2]));
        }

        return new(compiler, costs);
    }

    public void Save(string target) => File.WriteAllText(PathOf(target), ToString());

    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("# What one iteration of each kernel's loop costs: instructions, those that read or write the stack, calls.\n");
        text.Append(CompilerStart).Append(Compiler).Append('\n');
        foreach (var (kernel, cost) in Costs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{kernel,-60} {cost.Instructions,4} {cost.StackAccesses,3} {cost.Calls,3}\n");
        }

        return text.ToString();
    }

    /// <summary>The differences to what was counted, as lines of a table; none where all is as budgeted.</summary>
    public IReadOnlyList<string> Compare(IReadOnlyDictionary<string, LoopCost> counted)
    {
        var rows = new List<string>();
        foreach (var kernel in Costs.Keys.Union(counted.Keys).Order(StringComparer.Ordinal))
        {
            if (!Costs.TryGetValue(kernel, out var budget))
                rows.Add($"{kernel,-60} has no budget");
            else if (!counted.TryGetValue(kernel, out var now))
                rows.Add($"{kernel,-60} is budgeted, and does not exist");
            else
                rows.AddRange(Compare(kernel, budget, now));
        }

        return rows;
    }

    private static IEnumerable<string> Compare(string kernel, LoopCost budget, LoopCost now)
    {
        foreach (var (what, allowed, count) in ((string What, int Allowed, int Count)[])
            [
                ("instructions", budget.Instructions, now.Instructions),
                ("stack accesses", budget.StackAccesses, now.StackAccesses),
                ("calls", budget.Calls, now.Calls),
            ])
        {
            if (count != allowed)
                yield return $"{kernel,-60} {what,-15} {allowed,6} {count,4}{(count > allowed ? "  over the budget" : "")}";
        }
    }

    private static string PathOf(string target) => Path.Combine(Directory, target + ".txt");
}
