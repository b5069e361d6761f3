using FusedOptim.Arm64;
using FusedOptim.Execution;
using Xunit.Abstractions;

namespace FusedOptim.MachineCode.Tests;

/// <summary>The loops of all shipped kernels cost what is committed: speed, without the noise of a clock.</summary>
public sealed class BudgetTests(ITestOutputHelper output)
{
    private const string AcceptVariable = "FUSEDOPTIM_ACCEPT_SNAPSHOTS";

    private static readonly string Runtime = $".NET {Environment.Version}";
    private static readonly string AheadOfTime = $"crossgen2 {Crossgen2.Version}";

    /// <summary>What compiles each target's kernels here.</summary>
    internal static IReadOnlyList<(string Target, string Compiler)> Compilers =>
    [
        (nameof(KernelTarget.Vector512), Runtime),
        (nameof(KernelTarget.Vector256), Runtime),
        (nameof(KernelTarget.Vector128), Runtime),
        .. Crossgen2.IsAvailable ? [(nameof(Arm64), AheadOfTime)] : Array.Empty<(string, string)>(),
    ];

    // Asks for 512 bits where .NET prefers 256, because wide vectors would slow the clock of the processor.
    [WidthFact(KernelTarget.Vector512)]
    public void Vector512() => CheckListed(KernelTarget.Vector512, ("DOTNET_PreferredVectorBitWidth", "512"));

    [WidthFact(KernelTarget.Vector256)]
    public void Vector256() => CheckListed(KernelTarget.Vector256, ("DOTNET_EnableAVX512", "0"));

    // Takes fused multiply-adds away, too: their emulation is what is counted.
    [WidthFact(KernelTarget.Vector128)]
    public void Vector128() => CheckListed(KernelTarget.Vector128, ("DOTNET_EnableAVX2", "0"));

    [ArmFact]
    public void Arm64()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var image = Crossgen2.Compile(typeof(UpdateRuleAttribute).Assembly.Location, directory.FullName);
            Check(nameof(Arm64), AheadOfTime, image.Kernels.ToDictionary(
                kernel => $"{kernel.Rule}.{kernel.Name}",
                kernel => LoopCost.Of(Arm64Code.Read(image.CodeOf(kernel)))));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [SameCompilerFact]
    public void BudgetsAreOfThisCompiler() => Assert.NotEmpty(Compilers);

    /// <summary>Only the emulation of fused multiply-adds, for processors without them, may call and use the stack freely.</summary>
    [Theory]
    [InlineData("Vector512", false)]
    [InlineData("Vector256", true)]
    [InlineData("Arm64", false)]
    public void BudgetsHaveNoCalls(string target, bool hasFewRegisters) =>
        Assert.All(Budget.Load(target).Costs, pair =>
        {
            Assert.Equal(0, pair.Value.Calls);
            // One in a hundred is nothing: the constants of long polynomials may outnumber the registers.
            // Where kernels find codes of many states, their addresses outnumber the registers that there are for addresses.
            if (!hasFewRegisters)
                Assert.InRange(pair.Value.StackAccesses, 0, pair.Value.Instructions / (ListedKernel.IsCoded(pair.Key) ? 20 : 100));
        });

    private void CheckListed(KernelTarget target, (string Variable, string Value) setting) =>
        Check(target.ToString(), Runtime, ListedKernels.Count(target, setting));

    private void Check(string target, string compiler, IReadOnlyDictionary<string, LoopCost> counted)
    {
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            new Budget(compiler, counted).Save(target);
            return;
        }

        var budget = Budget.Load(target);
        var differences = budget.Compare(counted);
        if (differences.Count == 0)
            return;
        var table = $"{target}, in one iteration of the loop:\n{"kernel",-60} {"what",-15} budget  now\n{string.Join('\n', differences)}\n";
        if (budget.Compiler == compiler)
            Assert.Fail($"{table}Where that is meant, {AcceptVariable}=1 makes what is counted now the budget.");
        output.WriteLine($"Reported, not judged: the budget was counted with {budget.Compiler}, this is {compiler}.\n{table}");
    }
}
