using FusedOptim.Groups;
using FusedOptim.Kernels;

namespace FusedOptim.Stepping;

/// <summary>Segments that are stepped, with what kernel calls need of their owners.</summary>
/// <param name="rules">The rules, to which some may be added.</param>
/// <param name="blockLength">The number of elements of a block that threads share.</param>
internal sealed class PlacedSegments(List<SteppedRule> rules, int blockLength)
{
    private SegmentPlace[] _places = [];
    private int _placedCount;

    /// <summary>The segments.</summary>
    public SegmentList Segments { get; } = new(blockLength);

    /// <summary>The segments, with what kernel calls need of their owners.</summary>
    public ReadOnlySpan<SegmentPlace> Places => _places.AsSpan(0, Segments.Count);

    /// <summary>Looks the owners up, once the segments are listed.</summary>
    public void Place()
    {
        if (_places.Length < Segments.Count)
            (_places, _placedCount) = (new SegmentPlace[Segments.Count], 0);
        for (var i = 0; i < Segments.Count; i++)
        {
            ref readonly var segment = ref Segments[i];
            _places[i] = new SegmentPlace(segment, rules[Membership.Of(segment).Group.RuleIndex]);
        }

        // What is gone must not be kept alive.
        if (Segments.Count < _placedCount)
            Array.Clear(_places, Segments.Count, _placedCount - Segments.Count);
        _placedCount = Segments.Count;
    }
}
