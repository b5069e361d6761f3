using System.CommandLine;
using System.Globalization;
using FusedOptim.Samples.Trajectories;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// What textbooks call the heavy ball.
const string Momentum = "momentum";

var rule = new Option<string[]>("--rule")
{
    // Some lines: the help does not break what does not go to a terminal.
    Description = "The optimizers, one or more of momentum (heavyball),\n" +
        string.Join(",\n", PathRule.All.Select(entry => entry.Name).Chunk(4).Select(names => string.Join(", ", names))) + ".\n",
    HelpName = "name",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. PathRule.DefaultNames],
};
rule.AcceptOnlyFromAmong([.. PathRule.All.Select(entry => entry.Name), Momentum]);

var steps = new Option<int>("--steps")
{
    Description = "How many steps each takes, from 1 to 10000.",
    DefaultValueFactory = _ => 300,
};
steps.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is var count and (< 1 or > 10_000))
        result.AddError($"--steps is {count}; it must be from 1 to 10000.");
});

var rate = new Option<double?>("--rate")
{
    Description = "The learning rate of all rules. By default the best of each on each surface.",
};
rate.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double?>() is { } value && !(value > 0 && double.IsFinite(value)))
        result.AddError($"--rate is {value}; it must be greater than 0 and finite.");
});

var apart = new Option<bool>("--apart")
{
    Description = "Also writes NAME-apart.svg for each surface: one rule beside another.",
};

var output = new Option<DirectoryInfo>("--output")
{
    Description = "The folder of the pictures and of the page.",
    DefaultValueFactory = _ => new DirectoryInfo("trajectories"),
};

var command = new RootCommand("Draws the paths of optimizers over five surfaces, as SVG and as one HTML page.")
{
    rule, steps, rate, apart, output,
};
command.SetAction(result => TrajectoriesCommand.Run(
    [.. result.GetValue(rule)!.Select(name => name == Momentum ? "heavyball" : name).Distinct()
        .Select(name => PathRule.All.First(entry => entry.Name == name))],
    result.GetValue(steps),
    result.GetValue(rate),
    result.GetValue(apart),
    result.GetValue(output)!));
return command.Parse(args).Invoke();
