namespace FusedOptim.Samples.Rules;

/// <summary>A rule of this folder, with where it comes from and a learning rate for the problem.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Paper">The authors and the year.</param>
internal sealed record DeclaredRule(IUpdateRule Rule, string Paper)
{
    /// <summary>All rules of the folder.</summary>
    public static IReadOnlyList<DeclaredRule> All { get; } =
    [
        new(new Ranger { LearningRate = 0.02 }, "Wright and Demeure 2021"),
        new(new Adai { LearningRate = 0.2 }, "Xie et al. 2022"),
        new(new Madgrad { LearningRate = 0.02 }, "Defazio and Jelassi 2022"),
        new(new AdaNorm { LearningRate = 0.02 }, "Dubey et al. 2023"),
        new(new AdamAtan2 { LearningRate = 0.02 }, "Everett et al. 2024"),
        new(new StableSpam { LearningRate = 0.02 }, "Huang et al. 2025"),
        new(new DoG(), "Ivgi et al. 2023"),
    ];

    /// <summary>The name of the rule.</summary>
    public string Name => Rule.Schema.Name;

    /// <summary>The number of values that the rule keeps for each weight.</summary>
    public int StateCount => Rule.Schema.States.Count(state => state.Over == Over.Element);
}
