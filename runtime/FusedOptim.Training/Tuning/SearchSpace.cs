using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tuning;

/// <summary>The hyperparameters that are searched, and their values.</summary>
public sealed class SearchSpace
{
    private readonly SearchDimension[] _dimensions;

    /// <summary>A space.</summary>
    /// <param name="dimensions">At least one; their names differ. Those of a rule's hyperparameters are set by
    /// <see cref="SearchPoint.Apply{TRule}"/>; others are for the objective to read.</param>
    /// <exception cref="ArgumentException">There is none, two have one name, or the condition of one is on a dimension that does not come
    /// before it.</exception>
    public SearchSpace(params IEnumerable<SearchDimension> dimensions)
    {
        _dimensions = [.. dimensions];
        if (_dimensions.Length == 0)
            throw new ArgumentException("The space has no dimensions; it must have at least one.", nameof(dimensions));
        if (_dimensions.GroupBy(dimension => dimension.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"'{twice.Key}' is there twice; names must differ.", nameof(dimensions));
        for (var i = 0; i < _dimensions.Length; i++)
        {
            if (_dimensions[i].Condition is { } condition && !_dimensions.Take(i).Any(other => other.Name == condition.Name))
            {
                throw new ArgumentException(
                    $"'{_dimensions[i].Name}' has a condition on '{condition.Name}', which does not come before it.", nameof(dimensions));
            }
        }
    }

    /// <summary>The dimensions, in the order in which they were given.</summary>
    public IReadOnlyList<SearchDimension> Dimensions => _dimensions;

    /// <summary>Gets the object that the dimensions were made from, where values alone do not say what they mean; <see langword="null"/>
    /// otherwise.</summary>
    internal object? Origin { get; init; }

    internal bool HasConditions => _dimensions.Any(dimension => dimension.Condition is not null);

    /// <summary>The values at a place of each dimension; of a dimension that means nothing (<see cref="SearchDimension.Condition"/>), the
    /// value at place 0.</summary>
    /// <param name="places">Numbers from 0 to 1, as many as there are dimensions.</param>
    /// <exception cref="ArgumentException">There are more or fewer places than dimensions, or one is not from 0 to
    /// 1.</exception>
    public SearchPoint GetPoint(ReadOnlySpan<double> places)
    {
        if (places.Length != _dimensions.Length)
        {
            throw new ArgumentException(
                $"There are {places.Length} places; there must be {_dimensions.Length}, one for each dimension.", nameof(places));
        }

        var values = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        for (var i = 0; i < _dimensions.Length; i++)
            values.Add(_dimensions[i].Name, _dimensions[i].GetValue(IsActive(i, values) ? places[i] : 0));
        return new SearchPoint(values, _dimensions);
    }

    /// <summary>A random point, each place as likely.</summary>
    /// <param name="seed">What the points are drawn from.</param>
    /// <param name="index">The number of the point: the same one gives the same point.</param>
    public SearchPoint GetRandomPoint(long seed, int index)
    {
        var random = RandomStreams.Search(seed, index);
        return GetPoint([.. Enumerable.Range(0, _dimensions.Length).Select(i => random.GetUniform(i))]);
    }

    /// <summary>The places of a point's values.</summary>
    public double[] GetPlaces(SearchPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return [.. _dimensions.Select(dimension => dimension.GetPlace(point[dimension.Name]))];
    }

    /// <summary>Whether a dimension means anything at a point.</summary>
    internal bool IsActive(int index, SearchPoint point) => IsActive(index, point.Values);

    /// <summary>The part of this space that the best trials lie in: where to search more closely.</summary>
    /// <param name="trials">Trials of this space.</param>
    /// <param name="share">Which share of those that have a finite score counts as the best: above 0 and at most 1; at least two are taken, if there
    /// are so many.</param>
    /// <exception cref="ArgumentException">No trial has a finite score, or the share is out of range.</exception>
    public SearchSpace Narrow(IReadOnlyList<SearchTrial> trials, double share = 0.25)
    {
        ArgumentNullException.ThrowIfNull(trials);
        SearchTrial[] scored = [.. trials.Where(trial => trial.HasFiniteScore)];
        if (scored.Length == 0)
        {
            throw new ArgumentException(
                $"None of the {trials.Count} trials has a finite score; the space can be narrowed to trials that have one.",
                nameof(trials));
        }

        Guard.Check(share is > 0 and <= 1, share, "greater than 0 and at most 1");

        var count = Math.Max(2, (int)Math.Ceiling(share * scored.Length));
        SearchPoint[] best = [.. scored.Order().Take(count).Select(trial => trial.Point)];
        return new(_dimensions.Select(Narrow));

        // By the points where it means anything; as it is where there are none.
        SearchDimension Narrow(SearchDimension dimension, int index)
        {
            double[] values = [.. best.Where(point => IsActive(index, point)).Select(point => point[dimension.Name])];
            return values.Length == 0 ? dimension : dimension.Narrow(values) with { Condition = dimension.Condition };
        }
    }

    private bool IsActive(int index, IReadOnlyDictionary<string, double> values) =>
        _dimensions[index].Condition is not { } condition || condition.Values.Contains(values[condition.Name]);
}
