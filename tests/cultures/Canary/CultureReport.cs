using System.Globalization;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Cultures;

/// <summary>
/// Writes the culture of the compiler, and a number as this culture has it, into a generated file: what the generator of rules must never
/// do. It shows that the compiler ran in the culture that it was asked to.
/// </summary>
[Generator]
public sealed class CultureReport : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(
        static output => output.AddSource("Culture.g.cs", $"// {CultureInfo.CurrentCulture.Name} {-1.5}\n"));
}
