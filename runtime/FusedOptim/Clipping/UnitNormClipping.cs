using System.Buffers;
using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Numerics;

namespace FusedOptim.Clipping;

/// <summary>
/// Clips the gradients of each unit of a set by the norm of the unit's values, in place. A unit is done by one thread in one
/// go: both norms, then the multiplication of what is clipped, while it is in the cache.
/// </summary>
internal sealed unsafe class UnitNormClipping : BlockWork
{
    private readonly ParameterStorage _storage;
    private readonly int[] _unitLengths;
    private readonly bool[] _isSelected;
    private double _ratio;
    private double _minimumNorm;
    private double _gradientScale;
    private long _elementCount;
    private long _clippedCount;

    /// <summary>The units of a set that is laid out.</summary>
    public UnitNormClipping(ParameterStorage storage)
    {
        _storage = storage;
        _unitLengths = [.. storage.Parameters.Select(parameter => parameter.Rows?.Columns ?? UnitLength(parameter.Shape))];
        _isSelected = new bool[_unitLengths.Length];
    }

    /// <summary>Says whether the units of a parameter are clipped.</summary>
    /// <param name="index">The index of the parameter.</param>
    /// <param name="isSelected">Whether they are.</param>
    public void Select(int index, bool isSelected) => _isSelected[index] = isSelected;

    /// <summary>Clips the units of the selected parameters.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="ratio">The greatest norm of gradients to that of values.</param>
    /// <param name="minimumNorm">What the norm of values is taken for where it is less.</param>
    /// <param name="gradientScale">What gradients are multiplied by later.</param>
    /// <returns>How many units were clipped.</returns>
    public long Run(WorkerTeam team, double ratio, double minimumNorm, double gradientScale)
    {
        (_ratio, _minimumNorm, _gradientScale) = (ratio, minimumNorm, gradientScale);
        _elementCount = 0;
        for (var i = 0; i < _isSelected.Length; i++)
            _elementCount += CountOf(i);
        _clippedCount = 0;
        team.Run(this, _elementCount, _elementCount);

        return _clippedCount;
    }

    /// <inheritdoc/>
    public override void Run(long first, long end, int worker)
    {
        // Blocks are elements. Whoever has the first element of a unit does the unit.
        var clippedCount = 0L;
        var start = 0L;
        for (var i = 0; i < _isSelected.Length && start < end; i++)
        {
            var count = CountOf(i);
            var length = _unitLengths[i];
            var firstUnit = (Math.Clamp(first - start, 0, count) + length - 1) / length;
            var endUnit = (Math.Clamp(end - start, 0, count) + length - 1) / length;
            for (var unit = firstUnit; unit < endUnit; unit++)
            {
                if (Clip(_storage.Parameters[i], (nint)unit * length, length))
                    clippedCount++;
            }

            start += count;
        }

        Interlocked.Add(ref _clippedCount, clippedCount);
    }

    // As the authors' code has it: a tensor with one dimension above 1 at most is one unit.
    private static int UnitLength(TensorShape shape)
    {
        var longDimensions = 0;
        foreach (var dimension in shape.Dimensions)
        {
            if (dimension > 1)
                longDimensions++;
        }

        return (int)(longDimensions <= 1 ? shape.Count : shape.Count / shape[0]);
    }

    private long CountOf(int index) => !_isSelected[index] ? 0 : _storage.Parameters[index] is var parameter && parameter.Rows is { } rows
        ? rows.ElementCount
        : parameter.Count;

    private bool Clip(Parameter parameter, nint offset, int length)
    {
        if (parameter.Rows is not { } rows)
            return Clip(parameter, offset, offset, length);
        var (row, place) = rows.Ordered((int)(offset / length));
        return Clip(parameter, (nint)row * length, (nint)place * length, length);
    }

    private bool Clip(Parameter parameter, nint first, nint firstGradient, int length) => _storage.Format switch
    {
        HalfElementFormat => ClipNarrow(
            Values<Half>(parameter, first, length), Gradients<Half>(parameter, firstGradient, length),
            static value => (float)value, static value => (Half)value),
        BFloat16Format => ClipNarrow(
            Values<BFloat16>(parameter, first, length), Gradients<BFloat16>(parameter, firstGradient, length),
            static value => value, static value => (BFloat16)value),
        _ when _storage.ElementSize == sizeof(float) =>
            Clip(Values<float>(parameter, first, length), Gradients<float>(parameter, firstGradient, length)),
        _ => Clip(Values<double>(parameter, first, length), Gradients<double>(parameter, firstGradient, length)),
    };

    private bool Clip<T>(ReadOnlySpan<T> values, Span<T> gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var squares = SquareSum.Of<T>(gradients);
        // What is not finite stays as it is, for the step to find.
        if (!squares.IsFinite)
            return false;
        var valueNorm = SquareSum.Of(values).Norm(factor: 1);
        var maximum = Magnitude.Of(_ratio) * Magnitude.Max(valueNorm, Magnitude.Of(_minimumNorm));
        var factor = NormClipping.Factor(maximum, squares.Norm(_gradientScale));
        if (!factor.IsBelowOne)
            return false;
        NormClipping.Multiply(gradients, factor);
        return true;
    }

    // A unit begins anywhere in a block of the format, and ends anywhere.
    private bool ClipNarrow<T>(ReadOnlySpan<T> narrowValues, Span<T> narrowGradients, Func<T, float> widen, Func<float, T> narrow)
        where T : unmanaged
    {
        var length = narrowValues.Length;
        var memory = ArrayPool<float>.Shared.Rent(checked(2 * length));
        var values = memory.AsSpan(0, length);
        var gradients = memory.AsSpan(length, length);
        for (var i = 0; i < length; i++)
            (values[i], gradients[i]) = (widen(narrowValues[i]), widen(narrowGradients[i]));
        var isClipped = Clip<float>(values, gradients);
        for (var i = 0; i < length && isClipped; i++)
            narrowGradients[i] = narrow(gradients[i]);
        ArrayPool<float>.Shared.Return(memory);
        return isClipped;
    }

    private static ReadOnlySpan<T> Values<T>(Parameter parameter, nint offset, int length)
        where T : unmanaged => new((T*)parameter.ValueAddress + offset, length);

    private static Span<T> Gradients<T>(Parameter parameter, nint offset, int length)
        where T : unmanaged => new((T*)parameter.GradientAddress + offset, length);
}
