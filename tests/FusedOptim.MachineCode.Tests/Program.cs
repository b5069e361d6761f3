using FusedOptim.Execution;
using FusedOptim.MachineCode.Tests;

// Started by the tests, under the settings of an instruction set: compiles the kernels of a target, which the just-in-time
// compiler lists where DOTNET_JitStdOutFile says, and prints their names in the same order.
var target = Enum.Parse<KernelTarget>(args.Single());
if (!KernelTargets.IsSupported(target))
{
    Console.Error.WriteLine($"This process does not run {target} natively.");
    return 1;
}

foreach (var kernel in ShippedKernel.All(target))
{
    kernel.Compile();
    Console.WriteLine(kernel.Name);
}

return 0;
