using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Formats;
using FusedOptim.Groups;

namespace FusedOptim.Stepping;

/// <summary>
/// The states that start from the values of their parameters, of parameters that have not taken a step. They follow values that
/// are set before the first step, such as loaded ones, unless they were written themselves.
/// </summary>
internal sealed class UnsteppedStates
{
    private readonly List<(Parameter Parameter, int State, ulong Hash)> _states = [];

    /// <summary>Adds the states of a parameter, which have their initial values.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="used">The indices of the states that its variant of the rule uses.</param>
    public void Add(Parameter parameter, IReadOnlyList<int> used)
    {
        foreach (var state in parameter.States!.StartingFromValues(used))
            _states.Add((parameter, state, Hash(parameter, state)));
    }

    /// <summary>Sets the states to the current values of their parameters.</summary>
    public void Follow()
    {
        foreach (ref var entry in CollectionsMarshal.AsSpan(_states))
        {
            var (parameter, state, hash) = entry;
            // A checkpoint restores the number of steps, and the state.
            if (HasStarted(parameter) || Hash(parameter, state) != hash)
                continue;
            // Memory of the caller may be elsewhere since the last operation.
            parameter.Storage.Resolve(parameter);
            parameter.States!.StartFromValues(parameter, state);
            entry.Hash = Hash(parameter, state);
        }
    }

    /// <summary>Forgets the states of parameters that have taken a step, or have none any more.</summary>
    public void RemoveStarted()
    {
        for (var i = _states.Count - 1; i >= 0; i--)
        {
            if (HasStarted(_states[i].Parameter))
                _states.RemoveAt(i);
        }
    }

    private static bool HasStarted(Parameter parameter) =>
        parameter.States is null || parameter.Membership!.Group.StepCountOf(parameter) > 0;

    private static ulong Hash(Parameter parameter, int state) => parameter.Storage.ComputeSize == sizeof(float)
        ? Hash<float>(parameter, state)
        : Hash<double>(parameter, state);

    private static ulong Hash<T>(Parameter parameter, int state)
        where T : unmanaged
    {
        const ulong prime = 0x9E3779B185EBCA87;
        Span<T> block = stackalloc T[StorageFormat.BlockLength];
        var range = parameter.States!.RangeOf(parameter, state);
        var hash = prime;
        foreach (var (index, _, _) in range.Blocks)
        {
            range.Elements.Read(index, block);
            foreach (var word in MemoryMarshal.Cast<T, ulong>(block))
                hash = BitOperations.RotateLeft((hash ^ word) * prime, 29);
        }

        return hash;
    }
}
