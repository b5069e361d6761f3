using System.CommandLine;
using System.Globalization;
using FusedOptim.Execution;
using FusedOptim.Samples.Mnist;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var data = new Option<DirectoryInfo>("--data")
{
    Description = "The folder of the four IDX files: MNIST, Fashion-MNIST, or others of that form.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("samples", "Mnist", "data")),
};
var epochs = Whole("--epochs", "How many times to go through the training data.", 20, int.MaxValue);
var batchSize = Whole("--batch-size", "The number of examples of a step.", 64, int.MaxValue);
var threads = Whole(
    "--threads", "The number of threads. The weights are the same with any.",
    Math.Min(Environment.ProcessorCount, WorkerTeam.MaximumThreadCount), WorkerTeam.MaximumThreadCount);
var seed = new Option<long>("--seed")
{
    Description = "Draws the weights and the order of examples.",
    DefaultValueFactory = _ => 1,
};

var command = new RootCommand("Trains a network of 784, 128 and 10 values to read the handwritten digits of MNIST.")
{
    data, epochs, batchSize, threads, seed,
};
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // Training ends with what it has; pressed once more, the program ends at once.
    pressed.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
var comparedEpochs = Whole("--epochs", "How many times to go through the training data, in each run.", 8, int.MaxValue);
var comparedBatchSize = Whole("--batch-size", "The number of examples of a step.", 256, int.MaxValue);
var seeds = Whole("--seeds", "The number of new seeds.", 5, 1000);
var compare = new Command("compare", "Compares AdamW with Muon, on a network of 784, 512, 512 and 10 values.")
{
    data, comparedEpochs, comparedBatchSize, threads, seeds,
};
compare.SetAction(result => CompareCommand.Run(
    result.GetValue(data)!,
    result.GetValue(comparedEpochs),
    result.GetValue(comparedBatchSize),
    result.GetValue(threads),
    result.GetValue(seeds),
    cancellation.Token));
command.Subcommands.Add(compare);
command.SetAction(result => MnistCommand.Run(
    result.GetValue(data)!,
    result.GetValue(epochs),
    result.GetValue(batchSize),
    result.GetValue(threads),
    result.GetValue(seed),
    cancellation.Token));
return command.Parse(args).Invoke();

static Option<int> Whole(string name, string description, int usual, int largest)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var value && (value < 1 || value > largest))
            result.AddError($"{name} is {value}; it must be from 1 to {largest}.");
    });
    return option;
}
