using FusedOptim.Formats;
using FusedOptim.Numerics;

namespace FusedOptim;

/// <summary>The parameters of a set whose gradients count: they are not frozen, and have a gradient.</summary>
/// <param name="storage">The memory of the set.</param>
internal sealed class TrainableParameters(ParameterStorage storage)
{
    private readonly ExternalOverlap _overlap = new(storage);
    private Parameter[] _inOrderOfSet = [];
    private Parameter[] _inOrderOfMemory = [];
    private int _version = -1;

    /// <summary>Their tensors, in the order in which they were added to the set, in blocks that sums are made of.</summary>
    public SegmentList Tensors { get; } = new(BlockReduction.Length);

    /// <summary>Their places in memory, padding included: adjacent parameters are one.</summary>
    public SegmentList Places { get; } = new(StorageFormat.BlockLength);

    /// <summary>Begins an operation on their gradients.</summary>
    /// <exception cref="InvalidOperationException">Memory of the caller overlaps, or has no values.</exception>
    public void Begin()
    {
        // Lays the set out, so that no parameter comes later.
        storage.Resolve(storage.Parameters);
        storage.OrderRows(storage.Parameters);
        if (_version == storage.SegmentVersion && !storage.HasExternal && !storage.HasRows)
            return;
        if (_inOrderOfSet.Length == 0)
        {
            _inOrderOfSet = [.. storage.Parameters];
            _inOrderOfMemory = [.. _inOrderOfSet.OrderBy(parameter => parameter.Offset)];
        }

        if (storage.HasExternal)
            _overlap.Check(_inOrderOfSet);
        Tensors.Clear();
        Places.Clear();
        foreach (var parameter in _inOrderOfSet)
        {
            if (Has(parameter))
                Tensors.AddGradients(parameter);
        }

        foreach (var parameter in _inOrderOfMemory)
        {
            if (Has(parameter) && parameter.GradientCount > 0)
                Places.Append(new Segment(parameter, parameter.GradientCount), storage.ElementSize);
        }

        _version = storage.SegmentVersion;
    }

    /// <summary>Empties the lists of rows that have a gradient.</summary>
    public void ClearRows()
    {
        if (!storage.HasRows)
            return;
        foreach (var parameter in _inOrderOfSet)
        {
            if (Has(parameter))
                parameter.Rows?.Clear();
        }
    }

    /// <summary>Whether a parameter of a set that is resolved is one of them.</summary>
    public static bool Has(Parameter parameter) =>
        !parameter.IsFrozen && parameter.HasGradient && parameter.GradientAddress != 0;
}
