using FusedOptim.Execution;
using FusedOptim.MachineCode.Tests;

// Started by the tests, under the settings of an instruction set: compiles the kernels of a target, of the rules of a namespace. The
// just-in-time compiler lists them where DOTNET_JitStdOutFile says; their names are printed in the same order.
var target = Enum.Parse<KernelTarget>(args[0]);
if (!KernelTargets.IsSupported(target))
{
    Console.Error.WriteLine($"This process does not run {target} natively.");
    return 1;
}

foreach (var kernel in ListedKernel.All(target, args.Length > 1 ? args[1] : ListedKernel.ShippedRules))
{
    kernel.Compile();
    Console.WriteLine(kernel.Name);
}

return 0;
