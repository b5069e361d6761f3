using System.CommandLine;
using System.Globalization;
using FusedOptim;
using FusedOptim.Execution;
using FusedOptim.Rules;
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
var rule = new Option<string>("--rule")
{
    Description = "The optimizer, as its class is called, such as Lion.",
    HelpName = "name",
    DefaultValueFactory = _ => nameof(AdamW),
};
rule.Validators.Add(result =>
{
    try
    {
        UpdateRules.Create(result.GetValueOrDefault<string>());
    }
    catch (ArgumentException exception)
    {
        result.AddError($"--rule: {exception.Message}");
    }
});

var rate = new Option<double?>("--rate")
{
    Description = "Its greatest learning rate: 0.002 by default for AdamW, the default of the rule for others.",
};
rate.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double?>() is { } value && !(value > 0 && double.IsFinite(value)))
        result.AddError($"--rate is {value}; it must be greater than 0 and finite.");
});

var validation = new Option<int>("--validation")
{
    Description = "How many training images to keep aside, and to read after each epoch: 0 for none.",
};
validation.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is var count and < 0)
        result.AddError($"--validation is {count}; it must be at least 0.");
});

var seed = new Option<long>("--seed")
{
    Description = "Draws the weights and the order of examples.",
    DefaultValueFactory = _ => 1,
};

var command = new RootCommand("Trains a network of 784, 128 and 10 values to read the handwritten digits of MNIST.")
{
    data, rule, rate, epochs, batchSize, threads, seed, validation,
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
var convolutionalEpochs = Whole("--epochs", "How many times to go through the training data, in each training.", 10, int.MaxValue);
var convolutionalBatchSize = Whole("--batch-size", "The number of examples of a step.", 32, int.MaxValue);
var validate = new Option<bool>("--validate")
{
    Description = "Holds out a sixth of the training images, and evaluates on them in place of the test data.",
};
var convolutions = new Command("convolutions", "Trains two convolutions and a dense layer on images that change in each epoch.")
{
    data, convolutionalEpochs, convolutionalBatchSize, threads, seed, seeds, validate,
};
convolutions.SetAction(result => ConvolutionsCommand.Run(
    result.GetValue(data)!,
    result.GetValue(convolutionalEpochs),
    result.GetValue(convolutionalBatchSize),
    result.GetValue(threads),
    result.GetValue(seed),
    result.GetValue(seeds),
    result.GetValue(validate),
    cancellation.Token));
command.Subcommands.Add(convolutions);
command.SetAction(result => MnistCommand.Run(
    result.GetValue(data)!,
    CreateRule(result.GetValue(rule)!, result.GetValue(rate)),
    result.GetValue(epochs),
    result.GetValue(batchSize),
    result.GetValue(threads),
    result.GetValue(seed),
    result.GetValue(validation),
    cancellation.Token));
return command.Parse(args).Invoke();

// The rate is every rule's first hyperparameter.
static IUpdateRule CreateRule(string name, double? rate)
{
    var created = UpdateRules.Create(name);
    double? usual = created is AdamW ? 2e-3 : null;
    if ((rate ?? usual) is { } value)
        created.SetHyperparameter(0, value);
    return created;
}

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
