namespace FusedOptim.Generator.Declarations;

/// <summary>A rule in the list of its assembly.</summary>
/// <param name="FullName">Its full name, by which the list is ordered.</param>
/// <param name="Description">The expression that describes it.</param>
internal sealed record DescribedRule(string FullName, string Description);
