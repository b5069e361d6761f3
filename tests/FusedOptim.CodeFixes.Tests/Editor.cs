using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.CodeFixes.Tests;

/// <summary>An editor with one file, and the cursor where the source has '$'.</summary>
internal static class Editor
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What the editor offers at the cursor: the title and the text after it; null for nothing.</summary>
    public static async Task<(string Title, string Text)?> OfferAsync(CodeRefactoringProvider provider, string source)
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "Rules", "Rules", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp14),
            metadataReferences: References));
        var document = workspace.AddDocument(project.Id, "Rule.cs", SourceText.From(source.Replace("$", "")));

        CodeAction? offered = null;
        await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(
            document, new TextSpan(source.IndexOf('$'), 0), action => offered = action, CancellationToken.None));
        if (offered is null)
            return null;
        var operation = Assert.Single((await offered.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>());
        var text = await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync();
        return (offered.Title, text.ToString().ReplaceLineEndings("\n"));
    }
}
