using System.Globalization;
using FusedOptim.Guards;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Tuning;

/// <summary>Some numbers, each as likely: sizes of layers or batches, or the values of an enumeration.</summary>
public sealed record ChoiceDimension : SearchDimension
{
    private readonly ValueList<double> _values;

    /// <summary>A choice.</summary>
    /// <param name="name">The name of the hyperparameter.</param>
    /// <param name="values">The numbers; at least one, all finite and different.</param>
    /// <exception cref="ArgumentException">There is none, one is not finite, or two are the same.</exception>
    public ChoiceDimension(string name, params IEnumerable<double> values)
        : base(name)
    {
        _values = new ValueList<double>(values);
        if (_values.Count == 0 || _values.Distinct().Count() != _values.Count || !_values.All(double.IsFinite))
        {
            throw new ArgumentException(
                $"The values of '{name}' are [{Describe()}]; there must be at least one, and all finite and different.",
                nameof(values));
        }
    }

    /// <summary>The numbers.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <inheritdoc/>
    public override int? Count => _values.Count;

    /// <inheritdoc/>
    public override double GetValue(double place)
    {
        CheckPlace(place);
        return _values[(int)Math.Min(place * _values.Count, _values.Count - 1)];
    }

    /// <inheritdoc/>
    public override double GetPlace(double value)
    {
        var index = _values.TakeWhile(other => other != value).Count();
        Guard.Check(index < _values.Count, value, $"one of the values of '{Name}': {Describe()}");
        return (index + 0.5) / _values.Count;
    }

    /// <inheritdoc/>
    public override SearchDimension Narrow(IReadOnlyCollection<double> values) =>
        new ChoiceDimension(Name, _values.Where(values.Contains));

    private string Describe() =>
        string.Join(", ", _values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
