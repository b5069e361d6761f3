using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Frontend;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator;

/// <summary>Compiles records with [UpdateRule] into fused, vectorized kernels.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class UpdateRuleGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        DeclarationPipeline<RuleModel>.Register(context, AttributeNames.UpdateRule, RuleReader.Read, RuleEmitter.Emit);
}
