
namespace FusedOptim.Generator.Tests.Harness;

/// <summary>
/// The inputs that rules and functions of these tests are verified with: fewer than the defaults, because each test compiles its own
/// code and most of its time is that of compilers.
/// </summary>
internal static class Inputs
{
    /// <summary>From nothing to four of the widest vectors of floats and a remainder, and a length of more than one block.</summary>
    public static VerifyOptions AllLengths { get; } = OfLengths([.. Enumerable.Range(0, 68), 1031]);

    /// <summary>Tensors of some lengths.</summary>
    public static VerifyOptions OfLengths(params int[] lengths) =>
        new() { Lengths = lengths, LargestOffset = 0, Steps = [1, 2, 10], GradientScales = [1] };
}
