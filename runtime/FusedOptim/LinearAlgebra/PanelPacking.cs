namespace FusedOptim.LinearAlgebra;

/// <summary>
/// Copies columns of B so that a tile finds them side by side, padded with zeros to the width of a panel.
/// </summary>
internal static unsafe class PanelPacking<T>
    where T : unmanaged
{
    /// <summary>
    /// Packs columns [column, column + count) of B as depth rows of <paramref name="width"/> elements.
    /// </summary>
    public static void Pack(in ProductOperands<T> operands, int column, int count, int width, T* packed)
    {
        var source = operands.B + column * operands.BColumnStride;
        var (depth, depthStride, columnStride) = (operands.Depth, operands.BDepthStride, operands.BColumnStride);
        if (columnStride == 1)
        {
            for (var k = 0; k < depth; k++)
            {
                var to = new Span<T>(packed + (nint)k * width, width);
                new ReadOnlySpan<T>(source + k * depthStride, count).CopyTo(to);
                to[count..].Clear();
            }

            return;
        }

        // Where columns lie along the depth, whole squares are transposed in registers.
        var (wholeDepth, wholeCount) = (0, 0);
        if (depthStride == 1 && SquareTransposition.IsSupported)
        {
            var side = SquareTransposition.Side<T>();
            (wholeDepth, wholeCount) = (depth / side * side, count / side * side);
            for (var k = 0; k < wholeDepth; k += side)
            {
                var to = packed + (nint)k * width;
                for (var j = 0; j < wholeCount; j += side)
                    SquareTransposition.Run(source + j * columnStride + k, columnStride, to + j, width);
            }
        }

        for (var k = 0; k < depth; k++)
        {
            var from = source + k * depthStride;
            var to = packed + (nint)k * width;
            for (var j = k < wholeDepth ? wholeCount : 0; j < count; j++)
                to[j] = from[j * columnStride];
            for (var j = count; j < width; j++)
                to[j] = default;
        }
    }
}
