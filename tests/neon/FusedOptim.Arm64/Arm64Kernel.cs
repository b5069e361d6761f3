namespace FusedOptim.Arm64;

/// <summary>A generated kernel in a compiled image.</summary>
/// <param name="Rule">The full name of its rule.</param>
/// <param name="ClassName">The name of its class, which tells target, phase and variant.</param>
/// <param name="Precision">float or double.</param>
/// <param name="ZeroesGradients">Whether it writes zeros where it read gradients.</param>
/// <param name="Address">Where its code begins, from the start of the image.</param>
/// <param name="ByteCount">The length of its code.</param>
internal sealed record Arm64Kernel(
    string Rule, string ClassName, string Precision, bool ZeroesGradients, int Address, int ByteCount)
{
    /// <summary>The kernel among those of its rule.</summary>
    public string Name => $"{ClassName} {Precision}{(ZeroesGradients ? " zeroing" : "")}";
}
