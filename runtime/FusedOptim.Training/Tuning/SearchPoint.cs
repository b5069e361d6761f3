using FusedOptim.Generator.Frontend;

namespace FusedOptim.Training.Tuning;

/// <summary>A value for each hyperparameter that is searched.</summary>
public sealed class SearchPoint : IEquatable<SearchPoint>
{
    private readonly OrderedDictionary<string, double> _values;
    private readonly IReadOnlyList<SearchDimension> _dimensions;

    internal SearchPoint(OrderedDictionary<string, double> values, IReadOnlyList<SearchDimension> dimensions) =>
        (_values, _dimensions) = (values, dimensions);

    /// <summary>The values by their names, in the order of the space.</summary>
    public IReadOnlyDictionary<string, double> Values => _values;

    /// <summary>The value of a hyperparameter.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">It is not searched.</exception>
    public double this[string name] => _values.TryGetValue(name, out var value) ? value
        : throw new KeyNotFoundException(
            $"'{name}' is not searched; {string.Join(", ", _values.Keys)} are." +
            (NearestName.Find(name, _values.Keys) is { } nearest ? $" Did you mean '{nearest}'?" : ""));

    /// <summary>A copy of a rule with those of its hyperparameters that are searched.</summary>
    /// <param name="rule">The rule.</param>
    /// <exception cref="ArgumentException">A dimension has the name of a hyperparameter in other letter case.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of the range of its hyperparameter.</exception>
    public TRule Apply<TRule>(TRule rule)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(rule);
        var copy = (TRule)rule.Copy();
        for (var i = 0; i < rule.Schema.Hyperparameters.Count; i++)
        {
            var name = rule.Schema.Hyperparameters[i].Name;
            if (_values.TryGetValue(name, out var value))
                copy.SetHyperparameter(i, value);
            else if (_values.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other)
                throw new ArgumentException($"'{other}' is searched, but {rule.Schema.Name} calls it '{name}'. Name the dimension so.", nameof(rule));
        }

        return copy;
    }

    /// <summary>Whether names and values are the same, in the same order.</summary>
    /// <param name="other">Another point.</param>
    public bool Equals(SearchPoint? other) => other is not null && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SearchPoint);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var pair in _values)
            hash.Add(pair);
        return hash.ToHashCode();
    }

    /// <summary>The names and values, such as "LearningRate = 0.001, hidden = 64".</summary>
    public override string ToString() => string.Join(", ", _dimensions.Select(
        dimension => $"{dimension.Name} = {dimension.GetText(_values[dimension.Name])}"));
}
