using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Passes;

namespace FusedOptim.Generator.Emit;

/// <summary>The back end of element-wise functions: from a function to its generated files, the record's part first.</summary>
internal static class FunctionEmitter
{
    public static IEnumerable<GeneratedSource> Emit(FunctionModel function, bool isOptimized)
    {
        // The front end has counted them.
        var variants = Variants.Of(function.Hyperparameters, [function.Graph])!;
        var plans = FunctionPlan.Of(function, variants, isOptimized);
        yield return new("Function", new FunctionWriter(function, variants, plans).Write());
        var kernels = new KernelFiles(function, FunctionModel.Method, "run");
        yield return kernels.Emit(
            plans.SelectMany(static plan => new[] { plan.Apply, plan.Differentiate }),
            writer => FunctionSchemaWriter.Write(writer, function, plans));
    }
}
