using FusedOptim.Generator.Tests.Semantics;

namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>A mistake in a rule: where the diagnostic must stand is marked by <c>[|</c> and <c>|]</c>.</summary>
/// <param name="Id">The diagnostic.</param>
/// <param name="Name">What is wrong, in words.</param>
/// <param name="Marked">The source.</param>
internal sealed record RefusalCase(string Id, string Name, string Marked)
{
    private const string Usings =
        """
        using System.ComponentModel.DataAnnotations;
        using FusedOptim;


        """;

    /// <summary>A mistake in the members of a rule.</summary>
    public static RefusalCase Members(string id, string name, string members, string hyperparameters = "double LearningRate = 0.1") =>
        new(id, name, Meaning.Rule(members, hyperparameters));

    /// <summary>A mistake in a method, given as an expression over <c>gradient</c>, <c>parameter</c>, <c>m</c> and <c>step</c>.</summary>
    public static RefusalCase Expression(string id, string name, string expression) => Members(id, name,
        $"    private double Direction(double gradient, double parameter, [State] ref double m, int step) => {expression};");

    /// <summary>A mistake in a method, given as statements before <c>return gradient;</c>.</summary>
    public static RefusalCase Statements(string id, string name, string statements) => Members(id, name,
        $$"""
            private double Direction(double gradient, double parameter, [State] ref double m, int step)
            {
                {{statements}}
                return gradient;
            }
        """);

    /// <summary>A mistake in the declaration of the record.</summary>
    public static RefusalCase Declaration(string id, string name, string declaration) => new(id, name, Usings + declaration);

    public override string ToString() => $"{Id} {Name}";
}
