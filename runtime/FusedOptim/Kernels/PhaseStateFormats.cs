using FusedOptim.Formats;
using FusedOptim.Schema;

namespace FusedOptim.Kernels;

/// <summary>The states and element-wise inputs stored in a format that a phase touches, by their indices: inputs come after the states.</summary>
internal sealed class PhaseStateFormats
{
    /// <summary>Those of a phase.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="schemas">What the rule says of its states.</param>
    /// <param name="formats">How each state is stored, and then each input.</param>
    public PhaseStateFormats(PhaseSchema phase, IReadOnlyList<StateSchema> schemas, IReadOnlyList<StorageFormat?> formats)
    {
        int[] coded = [.. Enumerable.Range(0, formats.Count).Where(state => formats[state] is not null)];
        Read = [.. coded.Where(index => index < schemas.Count ? phase.ReadsState(index) : phase.InputsRead.Contains(index - schemas.Count))];
        Written = [.. coded.Where(index => index < schemas.Count && phase.WritesState(index))];
        Touched = [.. Read.Union(Written)];
        var accesses = Enumerable.Range(0, schemas.Count)
            .Where(state => phase.ReadsState(state) || phase.WritesState(state))
            .Where(state => !schemas[state].IsExact && !schemas[state].IsVector)
            .Select(state => formats[state]?.InRegisterCodec).Distinct().ToList();
        Access = accesses.Count == 1 ? accesses[0] : null;
    }

    /// <summary>The way in which kernels themselves decode and encode all states that may be coded; <see langword="null"/> where they
    /// cannot.</summary>
    public InRegisterCodec? Access { get; }

    /// <summary>Those that are read.</summary>
    public int[] Read { get; }

    /// <summary>Those that are written.</summary>
    public int[] Written { get; }

    /// <summary>Those that are read or written.</summary>
    public int[] Touched { get; }
}
