using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Adafactor on one matrix, written by hand as three loops of 512 bits on one thread, with the sums of the rule in double: rows in registers,
/// columns in memory, and over the matrix in registers.
/// </summary>
internal sealed unsafe class FactoredLoop(MatrixCandidate operands, int rows, int columns) : ICandidate
{
    private const int Lanes = 16;
    private const int Half = 8;
    // Sums of columns are taken over so many rows, and added up.
    private const int UnitRows = 64;

    private readonly Adafactor _rule = new();
    private readonly float[] _parameter = [.. operands.Parameter.Values];
    private readonly float[] _gradient = [.. operands.Parameter.Gradients];
    private readonly double[] _rowSquares = new double[rows];
    private readonly double[] _columnSquares = new double[columns];
    private readonly double[] _unit = new double[columns];
    private readonly float[] _rowMeans = new float[rows];
    private readonly float[] _columnMeans = new float[columns];
    private readonly float[] _rowScales = new float[rows];
    private readonly float[] _columnScales = new float[columns];
    private int _step;

    public string Name => "three loops by hand";

    /// <summary>The parameter.</summary>
    public ReadOnlySpan<float> Parameter => _parameter;

    public void Step()
    {
        _step++;
        fixed (float* parameter = _parameter, gradient = _gradient, rowScales = _rowScales, columnScales = _columnScales)
        {
            var size = Math.Sqrt(Measure(parameter, gradient) / _parameter.Length);
            Scale();
            var update = Math.Sqrt(MeasureUpdate(gradient, rowScales, columnScales) / _parameter.Length);
            var rate = Math.Max(_rule.Epsilon2, size) * Math.Min(_rule.LearningRate, 1 / Math.Sqrt(_step)) /
                Math.Max(1, update / _rule.ClippingThreshold);
            Update(parameter, gradient, rowScales, columnScales, (float)rate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Measure(float* parameter, float* gradient)
    {
        Array.Clear(_columnSquares);
        double total = 0;
        fixed (double* unit = _unit, columnSquares = _columnSquares)
        {
            for (var row = 0; row < rows; row++)
            {
                if (row % UnitRows == 0)
                    Array.Clear(_unit);
                var (squares, otherSquares) = (Vector512<double>.Zero, Vector512<double>.Zero);
                var (values, otherValues) = (Vector512<double>.Zero, Vector512<double>.Zero);
                for (var i = 0; i < columns; i += Lanes)
                {
                    var g = Vector512.Load(gradient + i);
                    var (lower, upper) = Vector512.Widen(g);
                    var (square, otherSquare) = (lower * lower, upper * upper);
                    squares += square;
                    otherSquares += otherSquare;
                    (Vector512.Load(unit + i) + square).Store(unit + i);
                    (Vector512.Load(unit + i + Half) + otherSquare).Store(unit + i + Half);
                    var (x, y) = Vector512.Widen(Vector512.Load(parameter + i));
                    values = Vector512.FusedMultiplyAdd(x, x, values);
                    otherValues = Vector512.FusedMultiplyAdd(y, y, otherValues);
                }

                _rowSquares[row] = Vector512.Sum(squares + otherSquares);
                total += Vector512.Sum(values + otherValues);
                gradient += columns;
                parameter += columns;
                if ((row + 1) % UnitRows != 0)
                    continue;
                for (var i = 0; i < columns; i += Half)
                    (Vector512.Load(columnSquares + i) + Vector512.Load(unit + i)).Store(columnSquares + i);
            }
        }

        return total;
    }

    private void Scale()
    {
        var weight = Math.Pow(_step, -_rule.Decay);
        double total = 0;
        for (var row = 0; row < rows; row++)
        {
            _rowMeans[row] += (float)(weight * (_rowSquares[row] / columns - _rowMeans[row]));
            total += _rowMeans[row];
        }

        for (var row = 0; row < rows; row++)
            _rowScales[row] = (float)Math.Sqrt(Math.Max(total / rows, _rule.Epsilon1) / _rowMeans[row]);
        for (var column = 0; column < columns; column++)
        {
            _columnMeans[column] += (float)(weight * (_columnSquares[column] / rows - _columnMeans[column]));
            _columnScales[column] = (float)(1 / Math.Sqrt(_columnMeans[column]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double MeasureUpdate(float* gradient, float* rowScales, float* columnScales)
    {
        var most = Vector512.Create(1 / _rule.Epsilon1);
        double total = 0;
        for (var row = 0; row < rows; row++)
        {
            var rowScale = Vector512.Create((double)rowScales[row]);
            var (sum, otherSum) = (Vector512<double>.Zero, Vector512<double>.Zero);
            for (var i = 0; i < columns; i += Lanes)
            {
                var (g, h) = Vector512.Widen(Vector512.Load(gradient + i));
                var (s, t) = Vector512.Widen(Vector512.Load(columnScales + i));
                var (u, v) = (g * Vector512.Min(rowScale * s, most), h * Vector512.Min(rowScale * t, most));
                sum += u * u;
                otherSum += v * v;
            }

            total += Vector512.Sum(sum + otherSum);
            gradient += columns;
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(float* parameter, float* gradient, float* rowScales, float* columnScales, float rate)
    {
        var most = Vector512.Create((float)(1 / _rule.Epsilon1));
        var negativeRate = Vector512.Create(-rate);
        var decay = Vector512.Create((float)(1 - _rule.LearningRate * _rule.WeightDecay));
        for (var row = 0; row < rows; row++)
        {
            var rowScale = Vector512.Create(rowScales[row]);
            for (var i = 0; i < columns; i += Lanes)
            {
                var scaled = Vector512.Load(gradient + i) * Vector512.Min(rowScale * Vector512.Load(columnScales + i), most);
                Vector512.FusedMultiplyAdd(scaled, negativeRate, Vector512.Load(parameter + i) * decay).Store(parameter + i);
            }

            gradient += columns;
            parameter += columns;
        }
    }
}
