
namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>Values as the numerics contract compares them, and as a report shows them.</summary>
internal static class Bits
{
    public static bool Same(double x, double y) => Element.Same(x, y);

    public static string Describe(double value, bool isSingle) =>
        isSingle ? Element.Describe((float)value) : Element.Describe(value);
}
