using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator;

/// <summary>Compiles records with [ElementwiseFunction] into vectorized kernels of values and derivatives.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ElementwiseFunctionGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => DeclarationPipeline<FunctionModel>.Register(
        context, AttributeNames.ElementwiseFunction, FunctionReader.Read, FunctionEmitter.Emit);
}
