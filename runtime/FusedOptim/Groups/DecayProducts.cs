using FusedOptim.Formats;
using FusedOptim.Memory;
using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>
/// The weight decay of the steps that rows of a compact gradient have missed. The product of what steps leave of a weight, 1 − share, is kept over
/// all steps of the table, and for each row as it was after the row's last step: their quotient is what the row has missed, whatever schedules did.
/// </summary>
internal sealed unsafe class DecayProducts : IDisposable
{
    /// <summary>The key in checkpoints.</summary>
    public const string Key = "decay_product";

    // Below it, all products are multiplied by its inverse: quotients stay.
    private static readonly double s_least = Math.ScaleB(1, -512);

    private readonly Slab _slab;
    private readonly int _rowCount;
    private double _factor = 1;
    private double _before = 1;

    /// <summary>Products of no steps.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="stream">The stream of the slab.</param>
    public DecayProducts(int rowCount, int stream)
    {
        _rowCount = rowCount;
        _slab = new Slab((nint)(rowCount + 1L) * sizeof(double), stream);
        Products.Fill(1);
    }

    /// <summary>The elements: those of the rows, and then that of the table.</summary>
    public StoredElements Stored => new(_slab, 0, Length, sizeof(double), format: null, scales: 0);

    /// <summary>The dimensions of the elements.</summary>
    public TensorShape Shape => new(Length);

    /// <summary>The number of bytes.</summary>
    public long ByteCount => (long)Length * sizeof(double);

    private int Length => _rowCount + 1;

    private Span<double> Products => new((double*)_slab.Address, Length);

    private double* Product => (double*)_slab.Address + _rowCount;

    /// <summary>Takes over what the next step leaves of a weight.</summary>
    /// <exception cref="InvalidOperationException">Nothing is left of it, or its sign changes.</exception>
    public void Prepare(Parameter parameter, DecaySchema decay, IUpdateRule rule)
    {
        _factor = 1 - Share(decay, rule);
        if (!(_factor > 0))
        {
            throw new InvalidOperationException(
                Invariant($"The weight decay of {rule.Schema.Name} leaves the factor {_factor} of the weights of '{parameter.Name}' at this step. Rows catch ") +
                "up by factors above 0: lower the learning rate or the coefficient.");
        }
    }

    /// <summary>Begins the step that was prepared.</summary>
    public void Begin()
    {
        _before = *Product;
        *Product *= _factor;
        if (*Product >= s_least)
            return;
        _before /= s_least;
        foreach (ref var product in Products)
            product /= s_least;
    }

    /// <summary>Applies the decay of the missed steps to rows, before a step of theirs.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    public void CatchUp(Parameter parameter, int first, int count)
    {
        var columns = parameter.Rows!.Columns;
        for (var row = first; row < first + count; row++)
        {
            var product = (double*)_slab.Address + row;
            var missed = _before / *product;
            *product = *Product;
            if (missed == 1)
                continue;
            var start = (nint)row * columns;
            if (parameter.Storage.Format is not null)
                Multiply(new Span<float>((float*)parameter.States!.MasterAddress + start, columns), missed);
            else if (parameter.Storage.ElementSize == sizeof(float))
                Multiply(new Span<float>((float*)parameter.ValueAddress + start, columns), missed);
            else
                Multiply(new Span<double>((double*)parameter.ValueAddress + start, columns), missed);
        }
    }

    /// <summary>Applies the decay of the missed steps to all rows, between two steps.</summary>
    public void CatchUp(Parameter parameter)
    {
        _before = *Product;
        CatchUp(parameter, 0, _rowCount);
        if (parameter.Storage.Format is not null)
            parameter.States!.StoreMaster(parameter);
    }

    /// <summary>Forgets the missed steps: values were set.</summary>
    public void Forget() => Products.Fill(*Product);

    public void Dispose() => _slab.Dispose();

    private static void Multiply(Span<float> values, double factor)
    {
        foreach (ref var value in values)
            value = (float)(value * factor);
    }

    private static void Multiply(Span<double> values, double factor)
    {
        foreach (ref var value in values)
            value *= factor;
    }

    // By the current hyperparameters.
    private static double Share(DecaySchema decay, IUpdateRule rule)
    {
        var coefficient = rule.GetHyperparameter(decay.Coefficient);
        if (decay.LearningRate < 0)
            return coefficient;
        var rate = rule.GetHyperparameter(decay.LearningRate);
        return decay.PeakLearningRate < 0
            ? rate * coefficient
            : rate * (rate / rule.GetHyperparameter(decay.PeakLearningRate)) * coefficient;
    }
}
