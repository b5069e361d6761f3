using FusedOptim;
using FusedOptim.Arm64;

if (args is not [var directory])
{
    Console.Error.WriteLine("usage: FusedOptim.Arm64 DIRECTORY\nWrites DIRECTORY/cases.bin: the kernels of all shipped rules, compiled for arm64, and what they must compute.");
    return 2;
}

var image = Crossgen2.Compile(typeof(UpdateRules).Assembly.Location, directory);
using var cases = new CaseWriter(File.Create(Path.Combine(directory, "cases.bin")), image);
foreach (var description in UpdateRules.Shipped)
{
    RuleRecorder.Record<float>(cases, description.Create());
    RuleRecorder.Record<double>(cases, description.Create());
}

cases.EndCases();
SumRecorder.Record(cases);

return 0;
