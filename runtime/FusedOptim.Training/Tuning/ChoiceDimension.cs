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

    /// <summary>A choice among things that have names, such as activations: its values are 0, 1 and so on.</summary>
    /// <param name="name">The name of the hyperparameter.</param>
    /// <param name="labels">What the values stand for, in the text of points; at least one, all different.</param>
    /// <exception cref="ArgumentException">There is none, or two are the same.</exception>
    public static ChoiceDimension OfLabels(string name, params IEnumerable<string> labels)
    {
        var list = new ValueList<string>(labels);
        if (list.Distinct(StringComparer.Ordinal).Count() != list.Count)
            throw new ArgumentException($"The labels of '{name}' are {list}; they must differ.", nameof(labels));
        return new ChoiceDimension(name, Enumerable.Range(0, list.Count).Select(index => (double)index)) { Labels = list };
    }

    /// <summary>The texts that the values stand for; empty where they are numbers.</summary>
    public IReadOnlyList<string> Labels { get; private init; } = ValueList<string>.Empty;

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
        var index = IndexOf(value);
        Guard.Check(index < _values.Count, value, $"one of the values of '{Name}': {Describe()}");
        return (index + 0.5) / _values.Count;
    }

    /// <inheritdoc/>
    public override SearchDimension Narrow(IReadOnlyCollection<double> values) =>
        new ChoiceDimension(Name, _values.Where(values.Contains))
        {
            Labels = Labels.Count == 0 ? Labels : new ValueList<string>(Labels.Where((_, index) => values.Contains(_values[index]))),
        };

    /// <inheritdoc/>
    internal override string GetText(double value) => Labels.Count == 0 ? base.GetText(value) : Labels[IndexOf(value)];

    private int IndexOf(double value) => _values.TakeWhile(other => other != value).Count();

    private string Describe() =>
        string.Join(", ", _values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
