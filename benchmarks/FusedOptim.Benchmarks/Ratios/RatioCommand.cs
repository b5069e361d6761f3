using System.Diagnostics;
using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary><c>--ratios [GROUP] [--json FILE]</c>.</summary>
internal static class RatioCommand
{
    public const string Name = "--ratios";
    private const string JsonOption = "--json";

    public static IReadOnlyList<RatioGroup> Groups { get; } =
    [
        AdamWGroup.Native,
        AdamWGroup.Avx2,
        RulesGroup.InCache,
        MemoryGroup.Group,
        RulesGroup.InMemory,
        SweepGroup.Group,
        FormatsGroup.Group,
        TensorsGroup.Group,
        MixedGroup.Group,
        EmbeddingGroup.Group,
        MatrixRulesGroup.Group,
        AllocationGroup.Group,
        TeamGroup.Group,
        AfterOtherWorkGroup.Group,
        MatrixProductGroup.Group,
        TrainingGroup.Group,
        TorchSharpGroup.AdamW,
        TorchSharpGroup.Rules,
        TorchSharpGroup.Factored,
        MuonGroup.Squares,
        MuonGroup.Long,
        TorchSharpGroup.Training,
        TorchSharpGroup.AfterBackward,
        GeneratorGroup.Group,
        StartupGroup.Group,
    ];

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What follows <see cref="Name"/>.</param>
    /// <returns>The exit code: 0, or 2 where the arguments make no sense, the file cannot be written or the
    /// process has a real-time priority. A bound that is
    /// missed is not a failure of the program: the table says so.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        string? groupName = null, jsonPath = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == JsonOption && i + 1 < arguments.Length && jsonPath is null)
                jsonPath = arguments[++i];
            else if (!arguments[i].StartsWith('-') && groupName is null)
                groupName = arguments[i];
            else
                return Refuse($"'{arguments[i]}' is not understood here; usage: {Name} [GROUP] [{JsonOption} FILE]");
        }

        var groups = Groups.Where(group => groupName is null || group.Name == groupName).ToArray();
        if (groups.Length == 0)
        {
            var names = string.Join(", ", Groups.Select(group => group.Name));
            return Refuse($"There is no group '{groupName}'; there are: {names}.");
        }

        if (RealTimePriority.IsSet)
        {
            return Refuse(
                $"{Name} does not measure at a real-time priority: threads that spin while they wait keep the processors from those that work. " +
                "Run it without chrt.");
        }

        // A file that cannot be written is known before the minutes of measuring.
        if (jsonPath is not null && !TryWrite(jsonPath, [], out var problem))
            return Refuse($"'{jsonPath}' cannot be written: {problem}");
        // What a child process prints stands below its parent's header.
        if (groups is not [{ Environment.Count: > 0, FitsThisProcess: true }])
            WriteHeader(Console.Out);

        var rows = new List<RatioRow>();
        foreach (var group in groups)
            rows.AddRange(group.FitsThisProcess ? RunHere(group) : RunInChild(group));
        if (jsonPath is not null && !TryWrite(jsonPath, rows, out problem))
            return Refuse($"'{jsonPath}' cannot be written: {problem}");
        return 0;
    }

    private static bool TryWrite(string path, IReadOnlyList<RatioRow> rows, out string problem)
    {
        problem = "";
        try
        {
            RatioJson.Write(path, rows);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return false;
        }
    }

    private static IReadOnlyList<RatioRow> RunHere(RatioGroup group)
    {
        var result = group.Run();
        RatioTable.Write(Console.Out, group, result);
        return result.Rows;
    }

    private static IReadOnlyList<RatioRow> RunInChild(RatioGroup group)
    {
        var path = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!);
            if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
                start.ArgumentList.Add(typeof(RatioCommand).Assembly.Location);
            foreach (var argument in (string[])[Name, group.Name, JsonOption, path])
                start.ArgumentList.Add(argument);
            foreach (var (variable, value) in group.Environment)
                start.Environment[variable] = value;
            using var child = Process.Start(start)!;
            child.WaitForExit();
            if (child.ExitCode != 0)
                throw new InvalidOperationException($"The process that measures '{group.Name}' ended with {child.ExitCode}.");
            return RatioJson.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void WriteHeader(TextWriter output)
    {
        output.WriteLine(
            $"{ProcessorName}, {Environment.ProcessorCount} logical processors, {KernelTargets.Selected}, " +
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        output.WriteLine("Candidates take turns; ratios are medians of the quotients of neighbouring samples.");
        output.WriteLine();
    }

    private static string ProcessorName =>
        OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name"))?.Split(':')[1].Trim()
                ?? RuntimeInformation.ProcessArchitecture.ToString()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
