namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// A tolerance, 10⁻¹² by default, of the greatest magnitude that an element has had: one that passes through zero keeps the
/// roundings of where it
/// was.
/// </summary>
internal sealed class GrowingBound(double[][] start, double tolerance = 1e-12)
{
    private readonly double[][] _greatest = [.. start.Select(tensor => tensor.Select(Math.Abs).ToArray())];

    public void Check(string what, int tensor, ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (var index = 0; index < expected.Length; index++)
        {
            ref var greatest = ref _greatest[tensor][index];
            greatest = Math.Max(greatest, Math.Abs(expected[index]));
            var distance = Math.Abs(actual[index] - expected[index]);
            Assert.True(
                distance <= tolerance * greatest,
                $"{what}[{index}] is {actual[index]:R}, must be {expected[index]:R}; they are {distance / greatest:E2} " +
                "of the greatest magnitude apart");
        }
    }
}
