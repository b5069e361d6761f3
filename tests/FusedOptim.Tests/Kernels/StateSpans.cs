namespace FusedOptim.Tests.Kernels;

/// <summary>The spans of a rule's states, two at most; those that it does not have are empty.</summary>
internal readonly ref struct StateSpans<T>(Span<T> first, Span<T> second)
{
    public Span<T> First { get; } = first;

    public Span<T> Second { get; } = second;
}
