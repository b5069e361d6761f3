using System.Diagnostics;
using System.Reflection;
using BenchmarkDotNet.Running;
using FusedOptim.Benchmarks;
using FusedOptim.Execution;

const string Help = """
    Benchmarks of FusedOptim. Always with -c Release.

      -- --ratios [GROUP] [--json FILE]   candidates in turn, medians and ratios, each group under a minute;
                                          FILE receives the rows for tools
      -- --filter PATTERN ...             BenchmarkDotNet suites, with all its options ('*' runs everything)
      -- --help                           this text

    Groups:
    """;

var unoptimized = new[] { Assembly.GetExecutingAssembly(), typeof(KernelTargets).Assembly }
    .Where(assembly => assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true })
    .Select(assembly => assembly.GetName().Name)
    .ToArray();

switch (args)
{
    case [] or ["--help" or "-h" or "-?"]:
        Console.WriteLine(Help);
        foreach (var group in RatioCommand.Groups)
            Console.WriteLine($"  {group.Name,-14} {group.Description}");
        return 0;
    case var _ when unoptimized.Length > 0:
        Console.Error.WriteLine(
            $"{string.Join(" and ", unoptimized)}: built without optimization (Debug), where a kernel is many times " +
            "slower; figures would mean nothing. Run with -c Release.");
        return 1;
    case [RatioCommand.Name, .. var rest]:
        return RatioCommand.Run(rest);
    default:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args);
        return 0;
}
