using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// The states of a rule for the parameters of a set: one slab each, laid out as the gradients are. What a parameter never
/// uses is never committed.
/// </summary>
internal sealed class RuleStates(IReadOnlyList<StateSchema> schemas, ParameterStorage storage) : IDisposable
{
    /// <summary>The stream of the first state; parameters and gradients come before.</summary>
    public const int FirstStream = 2;

    private readonly SlabArray _slabs = new(
        schemas.Count, checked(storage.SteppedCount * storage.ElementSize), FirstStream);

    /// <summary>The address of each state's slab.</summary>
    public ReadOnlySpan<nint> Addresses => _slabs.Addresses;

    /// <summary>Gives the states of a parameter their initial values.</summary>
    /// <param name="parameter">A parameter whose states are zero.</param>
    /// <param name="used">The indices of the states that its variant of the rule uses.</param>
    /// <param name="hyperparameter">The value of a hyperparameter, by its index.</param>
    public void Initialize(Parameter parameter, IReadOnlyList<int> used, Func<int, double> hyperparameter)
    {
        foreach (var i in used)
        {
            switch (schemas[i].Initial)
            {
                case StateInitial.Hyperparameter:
                    parameter.Fill(Addresses[i], hyperparameter(schemas[i].InitialHyperparameter));
                    break;
                case StateInitial.Parameter:
                    parameter.CopyValues(Addresses[i]);
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
            if (schemas[i].Key == key)
                return Addresses[i];
        }

        throw new ArgumentException(
            used.Count == 0
                ? $"The rule has no state '{key}'; it has none at all."
                : $"The rule has no state '{key}'; it has {string.Join(", ", used.Select(i => schemas[i].Key))}.",
            nameof(key));
    }

    public void Dispose() => _slabs.Dispose();
}
