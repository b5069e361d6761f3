namespace FusedOptim.Schema;

/// <summary>
/// A scalar of a rule: one double for each tensor, or for the model, kept from step to step. One of the model belongs to
/// a parameter group: groups with other hyperparameters have their own.
/// </summary>
/// <param name="Name">The name by which phases bind it.</param>
/// <param name="Key">The key in checkpoints.</param>
/// <param name="Over">Whether each tensor has its own, or the model one.</param>
/// <param name="Initial">What it holds before the first step, where it starts from no hyperparameter.</param>
/// <param name="InitialHyperparameter">The index of the hyperparameter that it starts from, where it does; otherwise −1.
/// </param>
public sealed record ScalarSchema(
    string Name, string Key, Over Over, double Initial = 0, int InitialHyperparameter = -1);
