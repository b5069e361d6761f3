using System.CommandLine;
using System.Globalization;
using FusedOptim.Execution;
using FusedOptim.Samples.Digits;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var rule = new Option<string[]>("--rule")
{
    Description = "The optimizers, as their classes are called but in small letters, such as 'lion'. Several are\n" +
        "compared, 'all' compares all.",
    HelpName = "name",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["adamw"],
};
rule.AcceptOnlyFromAmong([.. TrainableRule.All.Select(entry => entry.Name), "all"]);

var epochs = new Option<int>("--epochs")
{
    Description = "How many times to go through the training data.",
    DefaultValueFactory = _ => 30,
};
epochs.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
        result.AddError($"--epochs is {result.GetValueOrDefault<int>()}; it must be at least 1.");
});

var seed = new Option<long?>("--seed")
{
    Description = "Draws the weights and the order of examples. Without it: the median of seeds 1 to 5.",
};

var threads = new Option<int?>("--threads")
{
    Description = "The number of threads; by default one for each processor. The weights are the same with any.",
};
threads.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is { } count and (< 1 or > WorkerTeam.MaximumThreadCount))
        result.AddError($"--threads is {count}; it must be from 1 to {WorkerTeam.MaximumThreadCount}.");
});

var digest = new Option<bool>("--digest") { Description = "Prints the SHA-256 of the trained weights." };

var command = new RootCommand("Trains a small network on handwritten digits with optimizers that FusedOptim compiled.")
{
    rule, epochs, seed, threads, digest,
};
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // Training ends with what it has; pressed once more, the program ends at once.
    pressed.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
command.SetAction(result => DigitsCommand.Run(
    TrainableRule.Find(result.GetValue(rule)!),
    result.GetValue(epochs),
    result.GetValue(seed),
    result.GetValue(threads),
    result.GetValue(digest),
    cancellation.Token));
return command.Parse(args).Invoke();
