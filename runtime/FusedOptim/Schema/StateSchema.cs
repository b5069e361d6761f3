namespace FusedOptim.Schema;

/// <summary>One state of a rule: a value for every element, or for every row or column, or a square matrix for every matrix, kept from step to
/// step.</summary>
/// <param name="Name">The name of the method's parameter.</param>
/// <param name="Key">The key in checkpoints.</param>
/// <param name="Initial">What it starts from.</param>
/// <param name="InitialHyperparameter">The index of the hyperparameter it starts from, where it does; otherwise −1.</param>
public sealed record StateSchema(
    string Name, string Key, StateInitial Initial = StateInitial.Zero, int InitialHyperparameter = -1)
{
    /// <summary>The constant that the state starts from, where it does; otherwise 0.</summary>
    public double Value { get; init; }

    /// <summary>Whether the state is stored as kernels take it, whatever format the others have.</summary>
    public bool IsExact { get; init; }

    /// <summary>The unit that has a value of its own: each element, each row or each column.</summary>
    public Over Over { get; init; } = Over.Element;

    /// <summary>The unit of the columns of a state that is a square matrix, the same as <see cref="Over"/>; <see langword="null"/> for one value a
    /// row or column.</summary>
    public Over? Across { get; init; }

    /// <summary>Whether the state has values for each row or column of the parameter's view (<see cref="Parameter.View"/>), not for
    /// each element.</summary>
    public bool IsVector => Over is Over.Row or Over.Column;

    /// <summary>Whether the state is a square matrix for each matrix of the view.</summary>
    public bool IsMatrix => Across is not null;
}

/// <summary>The contents of a state before the first step.</summary>
public enum StateInitial
{
    /// <summary>Zero.</summary>
    Zero,

    /// <summary>The value of a hyperparameter.</summary>
    Hyperparameter,

    /// <summary>The value of the parameter.</summary>
    Parameter,

    /// <summary>A constant of the declaration.</summary>
    Constant,
}
