using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.Generator;

/// <summary>Compiles records with [UpdateRule] into fused, vectorized kernels.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class UpdateRuleGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var rules = DeclarationPipeline<RuleModel>.Register(context, AttributeNames.UpdateRule, RuleReader.Read, RuleEmitter.Emit);

        var described = rules
            .Select(static (rule, _) => rule is { IsCreatable: true } ? new DescribedRule(rule.FullName, RegistryWriter.Describe(rule)) : null)
            .Collect()
            .Select(static (rules, _) => rules
                .OfType<DescribedRule>()
                .OrderBy(static rule => rule.FullName, StringComparer.Ordinal)
                .Select(static rule => rule.Description)
                .ToEquatableArray())
            .WithTrackingName(TrackingNames.Registry);
        context.RegisterSourceOutput(described, static (output, descriptions) =>
        {
            if (descriptions.Count > 0)
                output.AddSource(RegistryWriter.FileName, SourceText.From(RegistryWriter.Write(descriptions), DeclarationPipeline<RuleModel>.WithoutMark));
        });
    }
}
