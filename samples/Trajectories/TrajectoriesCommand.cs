using System.Globalization;

namespace FusedOptim.Samples.Trajectories;

/// <summary>The command: steps the rules over all surfaces and writes the pictures.</summary>
internal static class TrajectoriesCommand
{
    private const string PageName = "trajectories.html";

    /// <summary>Writes a picture for each surface, and the page with all of them.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="rate">The learning rate of all rules; <see langword="null"/> to choose it for each.</param>
    /// <param name="isApart">Whether each surface also gets a file with a picture for each rule.</param>
    /// <param name="folder">Where to; made where it is missing.</param>
    public static void Run(IReadOnlyList<PathRule> rules, int steps, double? rate, bool isApart, DirectoryInfo folder)
    {
        folder.Create();
        var width = rules.Max(rule => rule.Title.Length);
        PathMark[] marks = [.. rules.Select(rule => new PathMark(rule))];
        var all = new List<(Surface, IReadOnlyList<(PathMark, Trajectory)>)>();
        foreach (var surface in Surface.All)
        {
            (PathMark Mark, Trajectory Path)[] paths =
                [.. marks.Select(mark => (mark, mark.Rule.TraceBest(surface, steps, rate)))];
            all.Add((surface, paths));
            var file = Path.Combine(folder.FullName, surface.Name + ".svg");
            PictureFile.Write(file, surface, paths);
            if (isApart)
                PictureFile.WriteApart(Path.Combine(folder.FullName, surface.Name + "-apart.svg"), surface, paths);
            Console.WriteLine($"{surface.Title}: {file}");
            foreach (var (_, path) in paths)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {path.Rule.Title.PadRight(width)} rate {path.LearningRate,-8:G3} f = {path.Values[^1]:G4}"));
            }
        }

        var page = Path.Combine(folder.FullName, PageName);
        PageFile.Write(page, marks, all, steps, rate);
        Console.WriteLine($"All on one page: {page}");
    }
}
