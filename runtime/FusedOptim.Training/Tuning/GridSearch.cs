using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>Every combination of some values of each hyperparameter. Combinations that differ only where they mean nothing
/// (<see cref="SearchDimension.Condition"/>) are tried once.</summary>
public sealed record GridSearch : HyperparameterSearch
{
    /// <summary>A grid.</summary>
    /// <param name="points">How many values of a range of real numbers are tried, its ends among them; a single one is its
    /// middle. Of a choice all are. At least 1.</param>
    /// <param name="budget">What each trial may spend, such as epochs; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public GridSearch(int points, int budget = 1) =>
        (Points, Budget) = (Guard.AtLeast(1, points), Guard.AtLeast(1, budget));

    /// <summary>How many values of a range are tried.</summary>
    public int Points { get; }

    /// <summary>What each trial may spend.</summary>
    public int Budget { get; }

    /// <inheritdoc/>
    protected override void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint)
    {
        var dimensions = space.Dimensions;
        var indices = new int[dimensions.Count];
        var places = new double[dimensions.Count];
        var tried = new HashSet<SearchPoint>();
        while (true)
        {
            for (var i = 0; i < places.Length; i++)
                places[i] = GetPlace(indices[i], dimensions[i]);
            // Kept only where combinations can be equal.
            var point = space.GetPoint(places);
            if ((!space.HasConditions || tried.Add(point)) && tryPoint(point, Budget) is null)
                return;

            // Counts like an odometer, the last dimension fastest.
            var wheel = indices.Length - 1;
            while (wheel >= 0 && ++indices[wheel] == (dimensions[wheel].Count ?? Points))
                indices[wheel--] = 0;
            if (wheel < 0)
                return;
        }
    }

    private double GetPlace(int index, SearchDimension dimension) =>
        dimension.Count is { } count ? (index + 0.5) / count : Points == 1 ? 0.5 : (double)index / (Points - 1);
}
