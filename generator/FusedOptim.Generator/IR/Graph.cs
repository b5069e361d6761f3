using FusedOptim.Generator.Helpers;

namespace FusedOptim.Generator.IR;

/// <summary>
/// A rule as one straight-line graph without cycles: a table of nodes, children first, and what is stored at its end. The
/// table is also a cache key of the pipeline, which is why it is flat: nested records would compare shared nodes again and
/// again.
/// </summary>
/// <param name="Nodes">The operations, children before parents.</param>
/// <param name="Stores">What is written to which operand.</param>
/// <param name="Names">The names of the user's locals, for generated code that reads like the method.</param>
/// <param name="Texts">Texts that nodes refer to: fields and functions.</param>
internal sealed record Graph(
    EquatableArray<Node> Nodes,
    EquatableArray<Store> Stores,
    EquatableArray<NodeName> Names,
    EquatableArray<string> Texts)
{
    /// <summary>The operand of a <see cref="Op.Load"/> and a <see cref="Store"/> that is the parameter.</summary>
    public const int Parameter = 0;

    /// <summary>The operand that is the gradient.</summary>
    public const int Gradient = 1;

    /// <summary>The operand that is the first state; the others follow.</summary>
    public const int FirstState = 2;

    public static readonly Graph Empty = new(
        EquatableArray<Node>.Empty, EquatableArray<Store>.Empty, EquatableArray<NodeName>.Empty, EquatableArray<string>.Empty);
}

/// <summary>A value written to an operand, after everything has been read.</summary>
internal readonly record struct Store(int Operand, int Node);

/// <summary>What the user called a value.</summary>
internal readonly record struct NodeName(int Node, string Name);
