namespace FusedOptim.Training.Data;

/// <summary>The kind of answers that the examples of a data set have.</summary>
internal enum AnswerKind
{
    /// <summary>There are features alone.</summary>
    None,

    /// <summary>Each example has a class.</summary>
    Labels,

    /// <summary>Each example has a row of target values.</summary>
    Targets,
}
