using System.Text;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Architecture.Tests;

/// <summary>
/// The folders of each project name one another along the arrows stated here, and no others; the arrows have no cycle. Who needs
/// a new arrow states it, where the test then shows it to the reader of the change.
/// </summary>
public sealed class ArrowTests
{
    public static TheoryData<string> Projects => [.. AllowedArrows.Projects.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void FoldersNameOneAnotherAsStated(string project)
    {
        var allowed = AllowedArrows.Projects[project];
        var read = FolderArrows.Of(Repository.PathOf(project));
        var faults = new StringBuilder();
        foreach (var ((from, to), places) in read.Arrows)
        {
            if (!allowed.TryGetValue(from, out var targets) || !targets.Contains(to))
                faults.AppendLine($"{from} names {to}, which is not stated: {string.Join(", ", places.Take(6))}");
        }

        foreach (var (from, targets) in allowed)
        {
            foreach (var to in targets.Where(to => !read.Arrows.ContainsKey((from, to))))
                faults.AppendLine($"{from} → {to} is stated, and nothing needs it.");
        }

        Assert.True(faults.Length == 0, faults.ToString());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void NoFolderIsReachedFromItself(string project)
    {
        var allowed = AllowedArrows.Projects[project];
        foreach (var folder in allowed.Keys)
        {
            var path = PathBack(allowed, folder, folder, []);
            Assert.True(path is null, $"A cycle: {path}");
        }
    }

    private static string? PathBack(
        IReadOnlyDictionary<string, string[]> allowed, string folder, string goal, HashSet<string> visited)
    {
        foreach (var next in allowed.GetValueOrDefault(folder) ?? [])
        {
            if (next == goal)
                return $"{folder} → {next}";
            if (visited.Add(next) && PathBack(allowed, next, goal, visited) is { } rest)
                return $"{folder} → {rest}";
        }

        return null;
    }
}
