using System.Reflection;
using FusedOptim;
using FusedOptim.Arm64;

if (args is not [var directory])
{
    Console.Error.WriteLine("usage: FusedOptim.Arm64 DIRECTORY\nWrites DIRECTORY/cases.bin: the kernels of all shipped rules, compiled for arm64, and what they must compute.");
    return 2;
}

var assembly = typeof(UpdateRuleAttribute).Assembly;
var image = Crossgen2.Compile(assembly.Location, directory);
using var cases = new CaseWriter(File.Create(Path.Combine(directory, "cases.bin")), image);
foreach (var rule in assembly.GetExportedTypes().Where(type => type.GetCustomAttribute<UpdateRuleAttribute>() is not null))
{
    foreach (var precision in (Type[])[typeof(float), typeof(double)])
        ((IRuleRecorder)Activator.CreateInstance(typeof(RuleRecorder<,>).MakeGenericType(rule, precision))!).Record(cases);
}

cases.EndCases();
SumRecorder.Record(cases);

return 0;
