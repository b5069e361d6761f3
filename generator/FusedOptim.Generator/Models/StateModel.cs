namespace FusedOptim.Generator.Models;

/// <summary>A state: a value for every element, row or column, or a square matrix for every matrix, kept from step to step.</summary>
/// <param name="Name">The name of the method's parameter.</param>
/// <param name="Key">The key in checkpoints.</param>
/// <param name="Initial">What it starts from.</param>
/// <param name="InitialHyperparameter">The index of the hyperparameter that it starts from, or −1.</param>
/// <param name="IsExact">Whether it keeps the precision of kernels, whatever format the others are stored in.</param>
internal sealed record StateModel(
    string Name, string Key, StateInitial Initial, int InitialHyperparameter, bool IsExact = false)
{
    /// <summary>The constant that it starts from; otherwise 0.</summary>
    public double Value { get; init; }

    /// <summary>The unit that has a value of its own: an element, a row or a column.</summary>
    public Scope Over { get; init; } = Scope.Element;

    /// <summary>Whether it is a square matrix, of rows × rows or of columns × columns.</summary>
    public bool IsMatrix { get; init; }
}

internal enum StateInitial : byte
{
    Zero,
    Hyperparameter,
    Parameter,
    Constant,
}
