using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The files of kernels: step constants with the choice of a target, and one file a width. They live in a namespace of their own, where
/// no name of the user's project can hide the framework's.
/// </summary>
/// <param name="declaration">What the kernels are compiled from.</param>
/// <param name="method">The method that they are compiled from.</param>
/// <param name="occasion">What step constants are computed once for.</param>
internal sealed class KernelFiles(DeclarationModel declaration, string method, string occasion)
{
    /// <summary>The namespace of the kernels of a declaration.</summary>
    public static string NamespaceOf(DeclarationModel declaration) =>
        "FusedOptim.Generated." + Names.EscapeAll(declaration.FullName);

    /// <summary>Writes the namespace of a declaration's kernels with what is in it.</summary>
    public static void WriteNamespace(IndentedTextWriter writer, DeclarationModel declaration, Action<IndentedTextWriter> content)
    {
        using (writer.Open($"namespace {NamespaceOf(declaration)}"))
        {
            var start = writer.Length;
            content(writer);
            writer.Insert(start, KernelTypes.WriteUsings);
        }
    }

    public IEnumerable<GeneratedSource> Emit(IReadOnlyList<KernelPair> kernels)
    {
        yield return new("StepConstants", File(kernels, (writer, pair) =>
        {
            StepConstantsWriter.WriteStruct(writer, pair.Plan, $"What the kernels take, the same for all elements of a {occasion}.");
            if (pair.Strict != pair.Plan)
            {
                writer.Blank();
                StepConstantsWriter.WriteStruct(
                    writer, pair.Strict, $"What the strict kernel takes, the same for all elements of a {occasion}.");
            }

            writer.Blank();
            DispatchWriter.Write(writer, pair.Plan, pair.Strict);
        }));
        foreach (var target in Target.All)
        {
            yield return new(target.Name, File(kernels, (writer, pair) =>
            {
                WriteKernel(writer, pair.Plan, target, target.Description, Element.All);
                if (target == Target.Scalar && pair.Strict != pair.Plan)
                {
                    writer.Blank();
                    WriteKernel(
                        writer, pair.Strict, target, "the operations of the method, each rounded once", [Element.Double]);
                }
            }));
        }
    }

    private static void WriteKernel(
        IndentedTextWriter writer, KernelPlan plan, Target target, string description, IReadOnlyList<Element> elements)
    {
        var variant = plan.Suffix.Length == 0 ? "" : $" ({plan.Suffix})";
        writer.Line($"/// <summary>{plan.Declaration.Name}{variant}, {description}.</summary>");
        using (writer.Open($"internal static class {plan.KernelName(target)}"))
        {
            foreach (var element in elements)
            {
                writer.Blank();
                new LoopWriter(writer, plan, target, element).Write();
            }
        }
    }

    private string File(IReadOnlyList<KernelPair> kernels, Action<IndentedTextWriter, KernelPair> content)
    {
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteShort(writer, declaration, method);
        WriteNamespace(writer, declaration, inside =>
        {
            foreach (var pair in kernels)
            {
                inside.Blank();
                content(inside, pair);
            }
        });
        return writer.ToString();
    }
}
