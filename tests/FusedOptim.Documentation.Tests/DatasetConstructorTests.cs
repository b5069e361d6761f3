using FusedOptim.Training;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>Calls of a data set's constructors that a reader writes.</summary>
[Trait("Kind", "Documented")]
public class DatasetConstructorTests
{
    [Theory]
    [InlineData("new Dataset(x, [.. labels], 2)")]
    [InlineData("new Dataset(x, [0, 1], 2)")]
    [InlineData("new Dataset(x, [.. labels], classCount: 2)")]
    [InlineData("new Dataset(x, [.. labels])")]
    [InlineData("new Dataset(x, [.. targets], 2)")]
    [InlineData("new Dataset(x, [0.5f, 1], 2)")]
    [InlineData("new Dataset(x, targets: [0, 1], count: 2)")]
    public void ACallWithACollectionExpressionCompiles(string call)
    {
        var source =
            $"""
            using FusedOptim.Training;
            public static class Use
            {"{"}
                public static object Make(float[] x, IEnumerable<int> labels, IEnumerable<float> targets) => {call};
            {"}"}
            """;
        var project = TestCompilation.Create(source)
            .AddReferences(MetadataReference.CreateFromFile(typeof(Trainer).Assembly.Location));
        Assert.Empty(project.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }
}
