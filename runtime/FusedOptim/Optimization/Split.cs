using System.Collections.Immutable;

namespace FusedOptim;

/// <summary>
/// The rule of each parameter by what the parameter is: matrices get one rule, all other parameters another. The <c>Create</c> methods
/// of optimizers and trainers take it in the place of a rule.
/// </summary>
/// <remarks>
/// <code>
/// var split = Split.ByRank(new Muon(0.02), new AdamW(3e-4), except: ["tokens", "head.weight"]);
/// using var optimizer = Optimizer.Create(parameters, split);
/// </code>
/// </remarks>
public sealed class Split
{
    private readonly IUpdateRule _matrices;
    private readonly IUpdateRule _others;
    private readonly ImmutableArray<string> _except;

    private Split(IUpdateRule matrices, IUpdateRule others, ImmutableArray<string> except) =>
        (_matrices, _others, _except) = (matrices, others, except);

    /// <summary>
    /// Gives matrices one rule and all other parameters another. Matrices are the parameters with at least two dimensions, except for
    /// those of the kinds <see cref="ParameterKind.Bias"/>, <see cref="ParameterKind.Scale"/> and <see cref="ParameterKind.Embedding"/>,
    /// and those that are named.
    /// </summary>
    /// <remarks>Authors of rules for matrices recommend another rule for embeddings and for the layer that computes the output.</remarks>
    /// <param name="matrices">The rule of matrices.</param>
    /// <param name="others">The rule of all other parameters.</param>
    /// <param name="except">The names of matrices that get <paramref name="others"/> all the same. A name is that of a parameter, such as
    /// "head.weight", or that of a layer, such as "head", for all of its parameters.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static Split ByRank(IUpdateRule matrices, IUpdateRule others, params ReadOnlySpan<string> except)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        ArgumentNullException.ThrowIfNull(others);
        foreach (var name in except)
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(except));
        return new Split(matrices, others, [.. except]);
    }

    /// <summary>Gets the rule of a parameter.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="kind">What the parameter is for.</param>
    /// <param name="rank">The number of its dimensions.</param>
    public IUpdateRule GetRule(string name, ParameterKind kind, int rank)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isMatrix = rank >= 2 && kind is not (ParameterKind.Bias or ParameterKind.Scale or ParameterKind.Embedding);
        return isMatrix && !_except.Any(excepted => Names(excepted, name)) ? _matrices : _others;
    }

    /// <summary>Checks that each exception is the name of a parameter or of a layer. The <c>Create</c> methods do this.</summary>
    /// <param name="names">The names of all parameters.</param>
    /// <exception cref="ArgumentException">An exception names nothing.</exception>
    public void CheckExceptions(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        foreach (var excepted in _except)
        {
            if (!names.Any(name => Names(excepted, name)))
            {
                throw new ArgumentException(
                    $"Split.ByRank excepts '{excepted}', but there is no parameter or layer of that name. " +
                    (names.Count == 0 ? "The set has no parameters." : $"The parameters are {string.Join(", ", names)}."));
            }
        }
    }

    private static bool Names(string excepted, string name) =>
        name.StartsWith(excepted, StringComparison.Ordinal) && (name.Length == excepted.Length || name[excepted.Length] == '.');
}
