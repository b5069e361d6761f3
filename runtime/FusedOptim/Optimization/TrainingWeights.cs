using System.Runtime.InteropServices;

namespace FusedOptim;

/// <summary>A copy of the values that an optimizer steps, while its weights to evaluate with stand in their
/// place.</summary>
/// <param name="storage">The memory of the set.</param>
/// <param name="stream">The stream of the copy (see <see cref="Slab"/>).</param>
internal sealed unsafe class TrainingWeights(ParameterStorage storage, int stream) : IDisposable
{
    private readonly Slab _slab = new(checked(storage.SteppedCount * storage.ElementSize), stream);

    /// <summary>The copy, laid out as the values are.</summary>
    public Slab Slab => _slab;

    /// <summary>Copies the values of some groups.</summary>
    public void Save(IReadOnlyList<ParameterGroup> groups) => Copy(groups, storage.Values, _slab.Address);

    /// <summary>Puts the values of some groups back.</summary>
    public void Restore(IReadOnlyList<ParameterGroup> groups) => Copy(groups, _slab.Address, storage.Values);

    public void Dispose() => _slab.Dispose();

    private void Copy(IReadOnlyList<ParameterGroup> groups, nint source, nint destination)
    {
        foreach (var group in groups)
        {
            foreach (var range in group.Ranges)
            {
                var start = range.Start * storage.ElementSize;
                NativeMemory.Copy(
                    (void*)(source + start), (void*)(destination + start), (nuint)(range.Count * storage.ElementSize));
            }
        }
    }
}
