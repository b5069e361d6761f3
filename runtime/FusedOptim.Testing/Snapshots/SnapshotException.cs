namespace FusedOptim.Testing;

/// <summary>Generated texts are not those that were accepted, or could not be generated.</summary>
public sealed class SnapshotException : Exception
{
    internal SnapshotException(string message)
        : base(message)
    {
    }
}
