using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Architecture.Tests;

/// <summary>
/// The arrows between the folders of a project: one from A to B where code in A names a type that is declared in B.
/// </summary>
internal sealed class FolderArrows
{
    private static readonly string[] s_usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks",
        "static System.FormattableString",
    ];

    private readonly SortedDictionary<(string From, string To), SortedSet<string>> _arrows = [];
    private readonly string _project;

    private FolderArrows(string project) => _project = project;

    /// <summary>The arrows, each with the places that make it: "File → Type".</summary>
    public IReadOnlyDictionary<(string From, string To), SortedSet<string>> Arrows => _arrows;

    /// <summary>Reads a project's sources, without what is generated.</summary>
    /// <param name="project">The folder of the project.</param>
    public static FolderArrows Of(string project)
    {
        var arrows = new FolderArrows(project);
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.CSharp14);
        var files = Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(project, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(string.Concat(s_usings.Select(name => $"global using {name};\n")), options))
            .ToArray();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != Path.GetFileName(project))
            .Select(file => MetadataReference.CreateFromFile(file));
        var compilation = CSharpCompilation.Create(
            "Read", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        foreach (var tree in trees.Where(tree => tree.FilePath.Length > 0))
            arrows.Read(compilation.GetSemanticModel(tree), tree);
        return arrows;
    }

    private void Read(SemanticModel model, SyntaxTree tree)
    {
        var from = FolderOf(tree.FilePath);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var symbol = model.GetSymbolInfo(name).Symbol;
            // A member stands for the type that declares it: extension methods and inferred types count.
            var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
            type = type is { IsExtension: true } ? type.ContainingType : type;
            var declarations = type?.OriginalDefinition.DeclaringSyntaxReferences
                .Select(declaration => FolderOf(declaration.SyntaxTree.FilePath)).ToArray() ?? [];
            if (declarations.Contains(from))
                continue;
            foreach (var to in declarations)
            {
                if (!_arrows.TryGetValue((from, to), out var places))
                    _arrows.Add((from, to), places = []);
                places.Add($"{Path.GetFileNameWithoutExtension(tree.FilePath)} → {type!.Name}");
            }
        }
    }

    private string FolderOf(string file)
    {
        var relative = Path.GetRelativePath(_project, file).Replace(Path.DirectorySeparatorChar, '/');
        return Path.GetDirectoryName(relative)!;
    }
}
