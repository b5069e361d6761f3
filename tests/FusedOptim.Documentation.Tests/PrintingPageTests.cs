using System.Diagnostics;
using FusedOptim.Training;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>Pages whose examples are a program, which prints what the page says it prints.</summary>
public sealed class PrintingPageTests : IDisposable
{
    private const string Program = "UserProject";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("printing-page");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("docs/training.md", 25)]
    [InlineData("docs/predictions.md", 6)]
    [InlineData("docs/metrics.md", 1)]
    public void TheExamplesPrintWhatThePageSays(string path, int leastExamples)
    {
        var page = new PrintingPage(path);
        // An example whose fence is not understood would go unnoticed.
        Assert.Equal(page.Text.Split("```csharp\n").Length - 1, page.ExampleCount);
        Assert.InRange(page.ExampleCount, leastExamples, int.MaxValue);
        var run = GeneratorHarness.Run(Project(page));
        run.AssertClean();
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info);

        WriteData();
        var expected = page.WithOutput(Execute(run));
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(page.Path, expected);
        Assert.Equal(expected, new PrintingPage(path).Text);
    }

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Project(PrintingPage page)
    {
        var project = TestCompilation.Create(page.SourceFiles());
        return project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddReferences(MetadataReference.CreateFromFile(typeof(Trainer).Assembly.Location));
    }

    // The files that the examples read: the digits, target values, and images that MNIST's are like.
    private void WriteData()
    {
        var digits = _folder.CreateSubdirectory("samples/Digits/Data");
        File.Copy(
            Repository.PathOf("samples", "Digits", "Data", "digits.csv.gz"), Path.Combine(digits.FullName, "digits.csv.gz"));
        File.WriteAllText(Path.Combine(_folder.FullName, "houses.csv"), "90,3,250\n60,2,180\n");
        var mnist = _folder.CreateSubdirectory("samples/Mnist/data").FullName;
        foreach (var set in new[] { "train", "t10k" })
        {
            File.WriteAllBytes(
                Path.Combine(mnist, $"{set}-images-idx3-ubyte"),
                [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[2 * 28 * 28]]);
            File.WriteAllBytes(Path.Combine(mnist, $"{set}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 2, 0, 9]);
        }
    }

    // In a process of its own, whose current folder has the data.
    private string Execute(GeneratorRun run)
    {
        var program = Path.Combine(_folder.FullName, Program + ".dll");
        var emitted = run.Output.Emit(program);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        foreach (var library in new[] { "FusedOptim.dll", "FusedOptim.Training.dll", "MathNet.Numerics.dll", "Sep.dll", "csFastFloat.dll" })
            File.Copy(Path.Combine(AppContext.BaseDirectory, library), Path.Combine(_folder.FullName, library));
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "FusedOptim.Documentation.Tests.runtimeconfig.json"),
            Path.Combine(_folder.FullName, Program + ".runtimeconfig.json"));

        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // The same bits with any number; other tests need processors too.
        start.Environment["FUSEDOPTIM_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The examples did not end within {s_patience}.");
        }

        Assert.True(process.ExitCode == 0, output.Result + error.Result);
        return output.Result;
    }
}
