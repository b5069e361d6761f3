namespace FusedOptim.Training.Tuning;

/// <summary>
/// A distribution of functions on the unit cube, given some of their values: mean 0, Matérn covariance with ν = 5/2, whose
/// length is the likeliest of a few (Rasmussen and Williams, "Gaussian processes for machine learning", 2006, algorithm 2.1).
/// </summary>
internal sealed class GaussianProcess
{
    // Scores are noisy, and equal points would make the matrix singular.
    private const double NoiseVariance = 1e-3;

    private static readonly double[] Lengths = [0.1, 0.2, 0.4, 0.8, 1.6];

    private readonly double[][] _points;
    private readonly double _length;
    private readonly double[,] _factor;
    private readonly double[] _weights;

    private GaussianProcess(double[][] points, double[] values, double length)
    {
        _points = points;
        _length = length;
        _factor = Factorize();
        _weights = SolveTransposed(Solve(values));
        LogLikelihood = -0.5 * Dot(values, _weights);
        for (var i = 0; i < points.Length; i++)
            LogLikelihood -= Elementwise.Log(_factor[i, i]);
    }

    private double LogLikelihood { get; }

    /// <summary>The process that explains values best.</summary>
    public static GaussianProcess Fit(double[][] points, double[] values) =>
        Lengths.Select(length => new GaussianProcess(points, values, length)).MaxBy(process => process.LogLikelihood)!;

    /// <summary>The mean and the standard deviation of the value at a point.</summary>
    public (double Mean, double Deviation) At(double[] point)
    {
        double[] covariances = [.. _points.Select(other => Covariance(point, other))];
        var solved = Solve(covariances);
        return (Dot(covariances, _weights), Math.Sqrt(Math.Max(0, 1 - Dot(solved, solved))));
    }

    private double Covariance(double[] a, double[] b)
    {
        var squares = 0.0;
        for (var i = 0; i < a.Length; i++)
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        var distance = Math.Sqrt(5 * squares) / _length;
        return (1 + distance + distance * distance / 3) * Elementwise.Exp(-distance);
    }

    // The lower triangle whose product with its transpose is the matrix of covariances (Cholesky).
    private double[,] Factorize()
    {
        var factor = new double[_points.Length, _points.Length];
        for (var i = 0; i < _points.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = Covariance(_points[i], _points[j]) + (i == j ? NoiseVariance : 0);
                for (var k = 0; k < j; k++)
                    sum -= factor[i, k] * factor[j, k];
                factor[i, j] = i == j ? Math.Sqrt(sum) : sum / factor[j, j];
            }
        }

        return factor;
    }

    private double[] Solve(double[] values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var sum = values[i];
            for (var k = 0; k < i; k++)
                sum -= _factor[i, k] * result[k];
            result[i] = sum / _factor[i, i];
        }

        return result;
    }

    private double[] SolveTransposed(double[] values)
    {
        var result = new double[values.Length];
        for (var i = result.Length - 1; i >= 0; i--)
        {
            var sum = values[i];
            for (var k = i + 1; k < result.Length; k++)
                sum -= _factor[k, i] * result[k];
            result[i] = sum / _factor[i, i];
        }

        return result;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
