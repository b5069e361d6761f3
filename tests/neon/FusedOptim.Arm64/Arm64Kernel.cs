namespace FusedOptim.Arm64;

/// <summary>The loop of a generated kernel in a compiled image.</summary>
/// <param name="Rule">The name of its rule.</param>
/// <param name="ClassName">Its target, phase and variant.</param>
/// <param name="Precision">float or double.</param>
/// <param name="ZeroesGradients">Whether it writes zeros where it read gradients.</param>
/// <param name="Address">Where its code begins, from the start of the image.</param>
/// <param name="ByteCount">The length of its code.</param>
internal sealed record Arm64Kernel(
    string Rule, string ClassName, string Precision, bool ZeroesGradients, int Address, int ByteCount)
{
    /// <summary>The kernel among those of its rule.</summary>
    public string Name => NameOf(ClassName, Precision, ZeroesGradients);

    /// <summary>The number of elements that an iteration takes.</summary>
    public int LaneCount => ClassName.StartsWith("Scalar", StringComparison.Ordinal) ? 1 : Precision == "float" ? 4 : 2;

    public static string NameOf(string className, string precision, bool zeroesGradients) =>
        $"{className} {precision}{(zeroesGradients ? " zeroing" : "")}";
}
