namespace FusedOptim.Training;

/// <summary>Copies columns of B so that a tile finds them side by side, padded with zeros to the width of a panel.</summary>
internal static unsafe class PanelPacking<T>
    where T : unmanaged
{
    /// <summary>Packs columns [column, column + count) of B as depth rows of <paramref name="width"/> elements.</summary>
    public static void Pack(in ProductOperands<T> operands, int column, int count, int width, T* packed)
    {
        var source = operands.B + column * operands.BColumnStride;
        for (var k = 0; k < operands.Depth; k++)
        {
            for (var j = 0; j < count; j++)
                packed[j] = source[j * operands.BColumnStride];
            for (var j = count; j < width; j++)
                packed[j] = default;
            source += operands.BDepthStride;
            packed += width;
        }
    }
}
