namespace FusedOptim;

/// <summary>The part of the model that a sum, a maximum, a scalar, a state, an input or a phase of a rule belongs to.</summary>
/// <remarks>Rows, columns and matrices are those of the view of the parameter (<see cref="Parameter.View"/>).</remarks>
public enum Over
{
    /// <summary>Each tensor.</summary>
    Tensor,

    /// <summary>All tensors that the optimizer steps together.</summary>
    Model,

    /// <summary>Each row of a matrix.</summary>
    Row,

    /// <summary>Each column of a matrix.</summary>
    Column,

    /// <summary>Each matrix of the batch.</summary>
    Matrix,

    /// <summary>Each element.</summary>
    Element,
}
