using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Spelling;

namespace FusedOptim.Generator.Emit;

/// <summary>
/// The file of kernels, with their step constants and what they are compiled from as data. They live in a namespace of their own, where no name of the user's project can hide
/// the framework's.
/// </summary>
/// <param name="declaration">What the kernels are compiled from.</param>
/// <param name="method">The method that they are compiled from.</param>
/// <param name="occasion">What step constants are computed once for.</param>
internal sealed class KernelFiles(DeclarationModel declaration, string method, string occasion)
{
    /// <summary>The namespace of the kernels of a declaration.</summary>
    public static string NamespaceOf(DeclarationModel declaration) =>
        "FusedOptim.Generated." + Names.EscapeAll(declaration.FullName);

    /// <summary>Writes the namespace of a declaration's kernels with what is in it, for the rest of a file.</summary>
    private static void WriteNamespace(IndentedTextWriter writer, DeclarationModel declaration, Action<IndentedTextWriter> content)
    {
        writer.Line($"namespace {NamespaceOf(declaration)};");
        writer.Blank();
        var start = writer.Length;
        content(writer);
        writer.Insert(start, KernelTypes.WriteUsings);
    }

    /// <summary>The kernels, each pair once, and the schema after them.</summary>
    public GeneratedSource Emit(IEnumerable<KernelPair> kernels, Action<IndentedTextWriter> writeSchema)
    {
        var writer = new IndentedTextWriter();
        HeaderWriter.WriteShort(writer, declaration, method);
        WriteNamespace(writer, declaration, inside =>
        {
            var owners = new HashSet<KernelPair>();
            foreach (var pair in kernels.Distinct())
            {
                if (owners.Add(pair.StepConstantsOwner))
                    StepConstantsWriter.WriteStruct(inside, pair.StepConstantsOwner, occasion);
                KernelWriter.Write(inside, pair);
            }

            inside.Blank();
            writeSchema(inside);
        });
        return new("Kernels", writer.ToString());
    }
}
