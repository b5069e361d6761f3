namespace FusedOptim.Training;

/// <content>Inputs of rules: the loss, which the trainer gives.</content>
public sealed partial class Trainer
{
    private const string LossInput = "loss";

    // Kept inputs may be given before Fit; the step says so where they are not.
    private void CheckInputs()
    {
        foreach (var group in Optimizer.Groups.Where(group => group.Parameters.Any(Optimizer.IsStepped)))
        {
            var rule = group.Rule.Schema;
            var names = Optimizer.GetInputNames(group.Parameters[0]).ToList();
            var missing = rule.Inputs.FirstOrDefault(input =>
                names.Contains(input.Name) && !input.IsKept && !(input.Name == LossInput && input.Over == Over.Model));
            if (missing is not null)
            {
                throw new InvalidOperationException(
                    $"{rule.Name} needs the input '{missing.Name}' for each step, which a trainer does not give; it gives the input " +
                    $"'{LossInput}' of the model alone. Write the loop by hand, and give '{missing.Name}' before each step.");
            }
        }
    }
}
