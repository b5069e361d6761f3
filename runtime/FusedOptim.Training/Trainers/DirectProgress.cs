namespace FusedOptim.Training;

/// <summary>Calls a method for each report, at once and on the thread that reports.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
