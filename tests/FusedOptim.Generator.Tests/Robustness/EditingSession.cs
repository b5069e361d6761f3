using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>One file being typed: the generator runs after every change, as it does in an editor.</summary>
internal sealed class EditingSession
{
    private GeneratorDriver _driver = GeneratorHarness.CreateDriver();
    private CSharpCompilation _compilation;
    private SyntaxTree _tree;

    public EditingSession(string source)
    {
        _compilation = TestCompilation.Create(source);
        _tree = _compilation.SyntaxTrees.Last();
    }

    /// <summary>Replaces the text of the file and runs the generator, which must not throw, whatever the text is.</summary>
    public void Replace(string text)
    {
        var tree = TestCompilation.Parse(text, _tree.FilePath);
        _compilation = _compilation.ReplaceSyntaxTree(_tree, tree);
        _tree = tree;
        _driver = _driver.RunGenerators(_compilation);
        var exception = _driver.GetRunResult().Results.Select(result => result.Exception).FirstOrDefault(thrown => thrown is not null);
        Assert.True(exception is null, $"The generator threw.{Environment.NewLine}{exception}{Environment.NewLine}{text}");
    }
}
