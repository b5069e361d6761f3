using FusedOptim.Generator.Collections;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Models;

namespace FusedOptim.Generator.Passes;

/// <summary>The variants of a rule or function that its structural hyperparameters choose between.</summary>
internal sealed class Variants
{
    /// <summary>More than these kernels of each width would be more code than a declaration is worth.</summary>
    public const int Most = 16;

    private const int MostCombinations = 256;

    private Variants(
        IReadOnlyList<HyperparameterModel> structural, IReadOnlyList<Variant> all, IReadOnlyList<Combination> combinations)
    {
        Structural = structural;
        All = all;
        Combinations = combinations;
    }

    /// <summary>The hyperparameters that kernels are compiled for each value of: those that any graph mentions.</summary>
    public IReadOnlyList<HyperparameterModel> Structural { get; }

    /// <summary>The distinct variants; one without a suffix where nothing is structural.</summary>
    public IReadOnlyList<Variant> All { get; }

    /// <summary>Every combination of values, with the index of its variant.</summary>
    public IReadOnlyList<Combination> Combinations { get; }

    /// <summary>The variants of graphs; null where there are more combinations than are looked at.</summary>
    public static Variants? Of(IReadOnlyList<HyperparameterModel> hyperparameters, IReadOnlyList<Graph> graphs)
    {
        var mentioned = new HashSet<int>(graphs.SelectMany(static graph => graph.Nodes)
            .Where(static node => node.Op == Op.Hyperparameter).Select(static node => node.Integer));
        var structural = Enumerable.Range(0, hyperparameters.Count)
            .Where(index => hyperparameters[index].IsStructural && mentioned.Contains(index)).ToList();
        var combinations = new List<IReadOnlyList<ChoiceModel>> { new List<ChoiceModel>() };
        foreach (var index in structural)
        {
            combinations = [.. combinations.SelectMany(
                _ => hyperparameters[index].Choices, (first, choice) => (IReadOnlyList<ChoiceModel>)[.. first, choice])];
            if (combinations.Count > MostCombinations)
                return null;
        }

        var all = new List<Variant>();
        var mapped = new List<Combination>();
        foreach (var combination in combinations)
        {
            var values = structural.Zip(combination, static (index, choice) => (index, choice.Value))
                .ToDictionary(static pair => pair.index, static pair => pair.Value);
            var specialized = graphs
                .Select(graph => DeadCode.Run(new Specialization(graph, values).Run()))
                .ToEquatableArray();
            var variant = all.FindIndex(other => other.Graphs.Equals(specialized));
            if (variant < 0)
            {
                variant = all.Count;
                all.Add(new(string.Concat(combination.Select(static choice => choice.Name)), specialized));
            }

            mapped.Add(new(combination, variant));
        }

        return new([.. structural.Select(index => hyperparameters[index])], all, mapped);
    }
}

/// <summary>One variant of a rule or function.</summary>
/// <param name="Suffix">What its kernels are called after.</param>
/// <param name="Graphs">Its graphs, specialized.</param>
internal sealed record Variant(string Suffix, EquatableArray<Graph> Graphs);

/// <summary>A value for each of the structural hyperparameters, in their order.</summary>
/// <param name="Choices">The values.</param>
/// <param name="Variant">The index of the variant.</param>
internal sealed record Combination(IReadOnlyList<ChoiceModel> Choices, int Variant);
