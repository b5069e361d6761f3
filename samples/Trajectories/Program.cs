using System.CommandLine;
using System.Globalization;
using FusedOptim.Samples.Trajectories;

// The same output in every culture.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var rule = new Option<string[]>("--rule")
{
    // Some lines: the help does not break what does not go to a terminal.
    Description = "The optimizers, one or more of\n" +
        string.Join(",\n", PathRule.All.Select(entry => entry.Name).Chunk(4).Select(names => string.Join(", ", names))),
    HelpName = "name",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [.. PathRule.DefaultNames],
};
rule.AcceptOnlyFromAmong([.. PathRule.All.Select(entry => entry.Name)]);

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

var output = new Option<DirectoryInfo>("--output")
{
    Description = "The folder that receives the pictures and the page with all of them.",
    DefaultValueFactory = _ => new DirectoryInfo("trajectories"),
};

var command = new RootCommand("Draws the paths of optimizers over four surfaces, as SVG and as one HTML page.")
{
    rule, steps, output,
};
command.SetAction(result => TrajectoriesCommand.Run(
    [.. result.GetValue(rule)!.Distinct().Select(name => PathRule.All.First(entry => entry.Name == name))],
    result.GetValue(steps),
    result.GetValue(output)!));
return command.Parse(args).Invoke();
