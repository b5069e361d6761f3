using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The states of a rule for the parameters of a set: one slab each, laid out as the gradients are. What a parameter never
/// uses is never committed.
/// </summary>
internal sealed class RuleStates : IDisposable
{
    private readonly IReadOnlyList<StateSchema> _schemas;
    private readonly Slab?[] _slabs;
    private readonly nint[] _addresses;

    public RuleStates(IReadOnlyList<StateSchema> schemas, ParameterStorage storage)
    {
        _schemas = schemas;
        _slabs = new Slab?[schemas.Count];
        _addresses = new nint[schemas.Count];
        try
        {
            for (var i = 0; i < _slabs.Length; i++)
            {
                var slab = new Slab(checked(storage.SteppedCount * storage.ElementSize), stream: 2 + i);
                (_slabs[i], _addresses[i]) = (slab, slab.Address);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The address of each state's slab.</summary>
    public ReadOnlySpan<nint> Addresses => _addresses;

    /// <summary>Gives the states of a parameter their initial values.</summary>
    /// <param name="parameter">A parameter whose states are zero.</param>
    /// <param name="used">The indices of the states that its variant of the rule uses.</param>
    /// <param name="hyperparameter">The value of a hyperparameter, by its index.</param>
    public void Initialize(Parameter parameter, IReadOnlyList<int> used, Func<int, double> hyperparameter)
    {
        foreach (var i in used)
        {
            switch (_schemas[i].Initial)
            {
                case StateInitial.Hyperparameter:
                    parameter.Fill(_addresses[i], hyperparameter(_schemas[i].InitialHyperparameter));
                    break;
                case StateInitial.Parameter:
                    parameter.CopyValues(_addresses[i]);
                    break;
            }
        }
    }

    /// <summary>The address of the slab of the state with the given key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="used">The indices of the states that a variant of the rule uses.</param>
    public nint AddressOf(string key, IReadOnlyList<int> used)
    {
        foreach (var i in used)
        {
            if (_schemas[i].Key == key)
                return _addresses[i];
        }

        throw new ArgumentException(
            used.Count == 0
                ? $"The rule has no state '{key}'; it has none at all."
                : $"The rule has no state '{key}'; it has {string.Join(", ", used.Select(i => _schemas[i].Key))}.",
            nameof(key));
    }

    public void Dispose()
    {
        // Some are missing where memory ran out.
        foreach (var slab in _slabs)
            slab?.Dispose();
    }
}
