namespace FusedOptim.Training.Landscapes;

/// <summary>Moves the weights of a network along directions, and puts them back when it is disposed, bit for bit.</summary>
internal readonly ref struct DisplacedWeights : IDisposable
{
    private readonly Parameter<float>[] _parameters;
    private readonly float[][] _values;
    private readonly double[][][] _directions;

    public DisplacedWeights(Network<float> network, params ReadOnlySpan<WeightDirection> directions)
    {
        _parameters = [.. network.Parameters, .. network.Parameters.Buffers];
        _values = [.. _parameters.Select(parameter => parameter.Values.ToArray())];
        _directions = new double[directions.Length][][];
        for (var i = 0; i < directions.Length; i++)
            _directions[i] = directions[i].GetComponents(network);
    }

    /// <summary>Moves the weights from where they were at first.</summary>
    /// <param name="places">How far along each direction.</param>
    public void MoveTo(params ReadOnlySpan<double> places)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            var values = _parameters[i].Values;
            var start = _values[i];
            for (var j = 0; j < values.Length; j++)
            {
                var value = (double)start[j];
                for (var direction = 0; direction < places.Length; direction++)
                    value += places[direction] * _directions[direction][i][j];
                values[j] = (float)value;
            }
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < _parameters.Length; i++)
            _values[i].CopyTo(_parameters[i].Values);
    }
}
