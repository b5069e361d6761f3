using System.CommandLine;
using System.Globalization;
using FusedOptim.Samples.TorchSharpTraining;
using FusedOptim.TorchSharpWorker;
using TorchSharp;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
LibtorchLog.OnlyErrors();
OldLibstdcxx.Accept(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));

var task = new Argument<string>("task") { Description = "What is learned: 'digits' or 'text'.", DefaultValueFactory = _ => "text" };
task.AcceptOnlyFromAmong("digits", "text");
var data = new Option<DirectoryInfo>("--data")
{
    Description = "The folder of the IDX files of MNIST, which samples/Mnist/get-data.sh fetches.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("samples", "Mnist", "data")),
};
var steps = Whole("--steps", "The number of steps.", 100, int.MaxValue);
var threads = Whole("--threads", "The number of threads of TorchSharp.", Environment.ProcessorCount, 1024);
var isDouble = new Option<bool>("--double")
{
    Description = "Computes in double precision, in which the losses of both AdamW stay together.",
};
var command = new RootCommand("Trains a TorchSharp model with TorchSharp's AdamW, FusedOptim's AdamW, a rule of this program, and Muon with AdamW, side by side.")
{
    task, data, steps, threads, isDouble,
};
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The race ends after the step; pressed once more, the program ends at once.
    pressed.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};
command.SetAction(result =>
{
    torch.set_num_threads(result.GetValue(threads));
    torch.set_default_dtype(result.GetValue(isDouble) ? torch.float64 : torch.float32);
    var folder = result.GetValue(data)!;
    if (result.GetValue(task) == "digits" && !folder.Exists)
    {
        Console.Error.WriteLine($"There is no folder {folder}. Fetch MNIST with: bash samples/Mnist/get-data.sh");
        return 1;
    }

    Race.Run(result.GetValue(task) == "digits" ? new DigitsTask(folder.FullName) : new TextTask(), result.GetValue(steps), cancellation.Token);
    return 0;
});
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
