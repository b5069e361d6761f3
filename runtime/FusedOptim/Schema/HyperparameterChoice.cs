namespace FusedOptim.Schema;

/// <summary>One value of a hyperparameter that chooses between variants of a rule.</summary>
/// <param name="Name">Its name in the source.</param>
/// <param name="Value">Its value as a number: 0 and 1 of a <see langword="bool"/>, that of the enumeration otherwise.</param>
public readonly record struct HyperparameterChoice(string Name, int Value);
