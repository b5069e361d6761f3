using System.Numerics;

namespace FusedOptim.Testing;

/// <summary>Draws the elements of a verified tensor.</summary>
internal static class InputValues
{
    public static void Fill<T>(Span<T> values, InputKind kind, ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (kind)
        {
            case InputKind.Finite:
                EdgeValues.FillFinite(values, ref generator);
                break;
            case InputKind.EdgeValues:
                EdgeValues.Fill(values, ref generator);
                break;
            default:
                BoundaryValues.Fill(values, ref generator);
                break;
        }
    }
}
