using System.Globalization;

namespace FusedOptim.Training;

/// <summary>Some numbers, each as likely: sizes of layers or batches, or the values of an enumeration.</summary>
public sealed record ChoiceDimension : SearchDimension
{
    private readonly double[] _values;

    /// <summary>A choice.</summary>
    /// <param name="name">The name of the hyperparameter.</param>
    /// <param name="values">The numbers; at least one, all finite and different.</param>
    /// <exception cref="ArgumentException">There is none, one is not finite, or two are the same.</exception>
    public ChoiceDimension(string name, params IEnumerable<double> values)
        : base(name)
    {
        _values = [.. values];
        if (_values.Length == 0 || _values.Distinct().Count() != _values.Length || !_values.All(double.IsFinite))
        {
            throw new ArgumentException(
                $"The values of '{name}' are [{Describe()}]; there must be at least one, and all finite and different.",
                nameof(values));
        }
    }

    /// <summary>The numbers.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override int? Count => _values.Length;

    /// <inheritdoc/>
    public override double GetValue(double place)
    {
        CheckPlace(place);
        return _values[(int)Math.Min(place * _values.Length, _values.Length - 1)];
    }

    /// <inheritdoc/>
    public override double GetPlace(double value)
    {
        var index = Array.IndexOf(_values, value);
        ArgumentRange.Check(index >= 0, value, $"one of the values of '{Name}': {Describe()}");
        return (index + 0.5) / _values.Length;
    }

    /// <inheritdoc/>
    public override SearchDimension Narrow(IReadOnlyCollection<double> values) =>
        new ChoiceDimension(Name, _values.Where(values.Contains));

    private string Describe() =>
        string.Join(", ", _values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
