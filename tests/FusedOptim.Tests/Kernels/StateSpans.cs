namespace FusedOptim.Tests.Kernels;

/// <summary>The spans of a rule's states, four at most; those that it does not have are empty.</summary>
internal readonly ref struct StateSpans<T>(Span<T> first, Span<T> second, Span<T> third, Span<T> fourth)
{
    public Span<T> First { get; } = first;

    public Span<T> Second { get; } = second;

    public Span<T> Third { get; } = third;

    public Span<T> Fourth { get; } = fourth;
}
