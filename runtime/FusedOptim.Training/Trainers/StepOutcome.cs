namespace FusedOptim.Training;

/// <summary>The outcome of a batch.</summary>
internal enum StepOutcome
{
    /// <summary>Training stopped before its step; the batch comes again.</summary>
    Stopped,

    /// <summary>Its step was skipped.</summary>
    Skipped,

    /// <summary>Its step was taken.</summary>
    Taken,
}
