namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>Views of small tensors: vectors, narrow matrices with more rows or columns than a vector has lanes, batches.</summary>
internal static class RandomViews
{
    public static MatrixView Draw(Random random)
    {
        var (batch, rows, columns) = random.Next(6) switch
        {
            0 => (1, 1, 1 + random.Next(67)),
            1 => (1, 1 + random.Next(67), 1),
            2 => (1, 17 + random.Next(20), 1 + random.Next(3)),
            3 => (1, 1 + random.Next(3), 17 + random.Next(20)),
            4 => (2 + random.Next(3), 1 + random.Next(5), 1 + random.Next(5)),
            _ => (1, 1 + random.Next(9), 1 + random.Next(9)),
        };
        var view = new MatrixView(batch, rows, columns);
        return random.Next(3) == 0 ? view.Transpose() : view;
    }
}
