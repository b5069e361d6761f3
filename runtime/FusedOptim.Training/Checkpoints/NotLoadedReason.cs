namespace FusedOptim.Training.Checkpoints;

/// <summary>The reason why <see cref="Checkpoint.LoadMatching(string, CancellationToken)"/> left something out.</summary>
public enum NotLoadedReason
{
    /// <summary>The file does not have it.</summary>
    MissingInFile,

    /// <summary>The file has it, and nothing that was added to the checkpoint takes it.</summary>
    MissingHere,

    /// <summary>Its dimensions are others.</summary>
    OtherShape,

    /// <summary>Its elements are of another type.</summary>
    OtherType,

    /// <summary>It belongs to a rule with another full name.</summary>
    OtherRule,

    /// <summary>It belongs to a rule of the same name that computes something else
    /// (<see cref="ParameterGroup.RuleFingerprint"/>).</summary>
    OtherFormulas,

    /// <summary>The states are stored in another format.</summary>
    OtherFormat,

    /// <summary>It belongs to a group, and the group has other parameters.</summary>
    OtherGroup,

    /// <summary>A number is not allowed.</summary>
    OutOfRange,

    /// <summary>The rule sees rows or columns, and the parameter has another view (<see cref="Parameter.View"/>).</summary>
    OtherView,
}
