using System.Numerics;

namespace FusedOptim;

/// <summary>
/// Checks that memory of the caller does not overlap: values and gradients of parameters, and the memory of the set itself.
/// </summary>
/// <remarks>
/// Addresses that differ from step to step are mostly those of before in another order. So the addresses that were sorted last are kept in a
/// table, each with the distance to the next one: where all addresses of a step are in the table, each once, and nothing is longer
/// than that distance, nothing overlaps. Otherwise they are sorted again.
/// </remarks>
/// <param name="storage">The memory of the set.</param>
internal sealed class ExternalOverlap(ParameterStorage storage)
{
    // Sorted addresses, and the ranges they begin.
    private nint[] _starts = [];
    private int[] _ranges = [];
    // The table, by open addressing: an address, how far it is to the next one, and the last check that met it.
    private Entry[] _entries = [];
    private uint _check;
    // Of each parameter of the set, the last gradients that it had: the next ones are probably there.
    private readonly nint[] _lastGradients = new nint[storage.Parameters.Count];

    /// <summary>Throws if memory of parameters overlaps.</summary>
    /// <param name="parameters">Parameters of the set, which is resolved.</param>
    /// <exception cref="InvalidOperationException">Two of them overlap; the message names them.</exception>
    public void Check(Parameter[] parameters)
    {
        _check++;
        foreach (var parameter in parameters)
        {
            if (parameter.External is null)
                continue;
            if (Fits(parameter.ValueAddress, (nint)parameter.Count * storage.ElementSize) &&
                (parameter.GradientAddress == 0 || Fits(parameter.GradientAddress, parameter.GradientCount * storage.ElementSize)))
            {
                continue;
            }

            Sort(parameters);
            return;
        }
    }

    private bool Fits(nint address, nint length)
    {
        if (_entries.Length == 0)
            return false;
        for (var slot = SlotOf(address); _entries[slot].Start != 0; slot = slot + 1 & _entries.Length - 1)
        {
            ref var entry = ref _entries[slot];
            if (entry.Start != address)
                continue;
            if (entry.Check == _check)
                return false;
            entry.Check = _check;
            return length <= entry.Distance;
        }

        return false;
    }

    // Fibonacci hashing: the upper bits of the product.
    private int SlotOf(nint address) =>
        (int)((ulong)address * 0x9E3779B97F4A7C15 >> 64 - BitOperations.Log2((uint)_entries.Length));

    private void Sort(Parameter[] parameters)
    {
        var capacity = 2 * parameters.Length + 2;
        if (_starts.Length < capacity)
        {
            (_starts, _ranges) = (new nint[capacity], new int[capacity]);
            var tableLength = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * capacity));
            _entries = new Entry[tableLength];
        }

        var count = 0;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].External is null)
                continue;
            ref var lastGradients = ref _lastGradients[parameters[i].Index];
            if (parameters[i].GradientAddress != 0)
                lastGradients = parameters[i].GradientAddress;
            (_starts[count], _ranges[count++]) = (parameters[i].ValueAddress, 2 * i);
            if (lastGradients != 0)
                (_starts[count], _ranges[count++]) = (lastGradients, 2 * i + 1);
        }

        var ofSet = 2 * parameters.Length;
        (_starts[count], _ranges[count++]) = (storage.Values, ofSet);
        (_starts[count], _ranges[count++]) = (storage.Gradients, ofSet + 1);
        Array.Sort(_starts, _ranges, 0, count);
        Array.Clear(_entries);
        CheckOrder(parameters, count);
        Fill(count);
    }

    private void CheckOrder(Parameter[] parameters, int count)
    {
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            var length = LengthOf(parameters, _ranges[i]);
            // Gradients that are missing now take no place.
            if (length == 0)
                continue;
            if (last >= 0 && _starts[last] + LengthOf(parameters, _ranges[last]) > _starts[i])
            {
                throw new InvalidOperationException(
                    $"The {Describe(parameters, _ranges[last])} and the {Describe(parameters, _ranges[i])} overlap in memory. Values and " +
                    "gradients of parameters must be apart.");
            }

            last = i;
        }
    }

    private void Fill(int count)
    {
        Array.Clear(_entries);
        var end = nint.MaxValue;
        for (var i = count - 1; i >= 0; i--)
        {
            if (i + 1 < count && _starts[i] == _starts[i + 1])
                continue;
            var slot = SlotOf(_starts[i]);
            while (_entries[slot].Start != 0)
                slot = slot + 1 & _entries.Length - 1;
            _entries[slot] = new Entry { Start = _starts[i], Distance = end - _starts[i] };
            end = _starts[i];
        }
    }

    private nint LengthOf(Parameter[] parameters, int range) => range / 2 == parameters.Length
        ? range % 2 == 0 ? storage.ValueByteCount : storage.GradientByteCount
        : range % 2 == 1 && parameters[range / 2].GradientAddress == 0 ? 0
        : (range % 2 == 0 ? (nint)parameters[range / 2].Count : parameters[range / 2].GradientCount) * storage.ElementSize;

    private static string Describe(Parameter[] parameters, int range)
    {
        var what = range % 2 == 0 ? "values" : "gradients";
        return range / 2 == parameters.Length
            ? $"{what} that the set itself holds"
            : $"{what} of '{parameters[range / 2].Name}'";
    }

    private struct Entry
    {
        public nint Start;
        public nint Distance;
        public uint Check;
    }
}
