using System.Globalization;
using FusedOptim.Samples.Course;
using FusedOptim.Training.Plots;

// The experiments of the course on one page: all of them, or those that are named.
//
//   dotnet run -c Release --project samples/Course -- [EXPERIMENT…] [--small] [--output course.html]
//
// With --small, each is cut down to a few seconds and shows less.

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var output = "course.html";
var isSmall = false;
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--small")
        isSmall = true;
    else if (args[i] != "--output")
        names.Add(args[i]);
    else if (++i < args.Length)
        output = args[i];
    else
        return Refuse("--output needs a path, such as course.html.");
}

var experiments = new OrderedDictionary<string, Action<HtmlReport>>
{
    ["optimizers"] = page => (isSmall ? new ExperimentOptimizers(Epochs: 2) : new()).AddTo(page),
    ["activations"] = page => (isSmall ? new ExperimentActivations(ExampleCount: 100) : new()).AddTo(page),
    ["initialization"] = page => (isSmall ? new ExperimentInitialization(Epochs: 2) : new()).AddTo(page),
    ["normalization"] = page => (isSmall ? new ExperimentNormalization(Epochs: 2, Scales: 2) : new()).AddTo(page),
    ["overfitting"] = page => (isSmall ? new ExperimentOverfitting(Epochs: 3) : new()).AddTo(page),
    ["minima"] = page => (isSmall ? new ExperimentMinima(Epochs: 2, Places: 5) : new()).AddTo(page),
    ["recurrent"] = page =>
    {
        var findings = (isSmall ? ExperimentRecurrent.Small : new ExperimentRecurrent()).Run();
        findings.Print(Console.Out);
        findings.AddTo(page);
    },
    ["convolution"] = page => (isSmall ? new ExperimentConvolution(Epochs: 2, ImageCount: 100) : new()).AddTo(page),
    ["search"] = page => (isSmall ? new ExperimentSearch(Trials: 4, Epochs: 1) : new()).AddTo(page),
    ["architectures"] = page => (isSmall ? new ExperimentArchitectures(Trials: 6, Epochs: 1) : new()).AddTo(page),
    ["gain"] = page => (isSmall ? new ExperimentArchitectureGain(Trainings: 5, Epochs: 1, Splits: 2) : new()).AddTo(page),
};
if (names.Find(name => !experiments.ContainsKey(name)) is { } unknown)
    return Refuse($"There is no experiment '{unknown}'; there are {string.Join(", ", experiments.Keys)}.");

var course = new HtmlReport("Training neural networks: the experiments of the course");
foreach (var name in names.Count > 0 ? names : [.. experiments.Keys])
{
    Console.WriteLine(name);
    experiments[name](course);
}

course.Save(output);
Console.WriteLine($"The page is {Path.GetFullPath(output)}.");
return 0;

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}
