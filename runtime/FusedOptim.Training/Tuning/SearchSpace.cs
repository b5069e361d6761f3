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
    /// <exception cref="ArgumentException">There is none, or two have one name.</exception>
    public SearchSpace(params IEnumerable<SearchDimension> dimensions)
    {
        _dimensions = [.. dimensions];
        if (_dimensions.Length == 0)
            throw new ArgumentException("The space has no dimensions; it must have at least one.", nameof(dimensions));
        if (_dimensions.GroupBy(dimension => dimension.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"'{twice.Key}' is there twice; names must differ.", nameof(dimensions));
    }

    /// <summary>The dimensions, in the order in which they were given.</summary>
    public IReadOnlyList<SearchDimension> Dimensions => _dimensions;

    /// <summary>The values at a place of each dimension.</summary>
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
            values.Add(_dimensions[i].Name, _dimensions[i].GetValue(places[i]));
        return new SearchPoint(values);
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
        return new(_dimensions.Select(dimension => dimension.Narrow([.. best.Select(point => point[dimension.Name])])));
    }
}
