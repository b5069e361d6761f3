using System.Text.RegularExpressions;
using FusedOptim.Training;
using FusedOptim.Training.Plots;

namespace FusedOptim.Documentation.Tests;

/// <summary>docs/course.md names classes, tests, sections and samples that exist.</summary>
public sealed partial class CoursePageTests
{
    private const string Page = "docs/course.md";

    // The classes that a user can write, by their names without type parameters.
    private static readonly ILookup<string, Type> s_types = typeof(Optimizer).Assembly.GetExportedTypes()
        .Concat(typeof(Trainer).Assembly.GetExportedTypes()).Concat(typeof(Figure).Assembly.GetExportedTypes()).ToLookup(type => type.Name.Split('`')[0]);

    private static readonly HashSet<string> s_tests =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Where(path => TestClass().IsMatch(File.ReadAllText(path)))
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    private static readonly string[][] s_rows =
    [
        .. File.ReadLines(Repository.PathOf(Page)).Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|')).Skip(1).Where(row => !row[0].Contains("**", StringComparison.Ordinal)),
    ];

    [Fact]
    public void EachTopicHasClassesTestsAndAPlaceToSee()
    {
        Assert.InRange(s_rows.Length, 60, int.MaxValue);
        Assert.All(s_rows, row =>
        {
            Assert.Equal(4, row.Length);
            Assert.NotEmpty(Names(row[1]));
            Assert.All(Names(row[1]), name => Assert.True(IsPublic(name), $"{name} is no public type or member."));
            Assert.NotEmpty(Names(row[2]));
            Assert.All(Names(row[2]), name => Assert.Contains(name, s_tests));
            Assert.NotEmpty(PageLinks.Targets(row[3]));
            Assert.Empty(PageLinks.Broken(Page, row[3]));
        });
    }

    [Theory]
    [InlineData("docs/training.md")]
    [InlineData("docs/course.md")]
    [InlineData("docs/generated-code.md")]
    [InlineData("docs/installation.md")]
    [InlineData("docs/stepping.md")]
    public void LinksLeadSomewhere(string page) =>
        Assert.Empty(PageLinks.Broken(page, File.ReadAllText(Repository.PathOf(page))));

    private static bool IsPublic(string name)
    {
        var parts = TypeParameters().Replace(name, "").Split('.');
        return s_types[parts[0]].Any(type => parts.Length == 1 || type.GetMember(parts[1]).Length > 0);
    }

    private static IEnumerable<string> Names(string cell) => Code().Matches(cell).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("<.*?>")]
    private static partial Regex TypeParameters();

    [GeneratedRegex(@"public (sealed )?(partial )?class \w+Tests\b")]
    private static partial Regex TestClass();
}
