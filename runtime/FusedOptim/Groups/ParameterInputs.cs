using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>What the caller has given of the inputs of a parameter's rule.</summary>
/// <param name="schemas">The inputs.</param>
internal sealed class ParameterInputs(IReadOnlyList<InputSchema> schemas)
{
    // The round of each input in which it was given last, counted from 1; 0 for never.
    private readonly long[] _rounds = new long[schemas.Count];

    /// <summary>The values of inputs that are not element-wise, by their index in the schema.</summary>
    public double[] Values { get; } = new double[schemas.Count];

    /// <summary>Whether an input is there for a step.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="round">The round of the step.</param>
    public bool IsGiven(int input, long round) => schemas[input].IsKept ? _rounds[input] > 0 : _rounds[input] == round;

    /// <summary>Notes that an input is given for a step.</summary>
    /// <param name="input">The index of the input.</param>
    /// <param name="round">The round of the step.</param>
    public void Give(int input, long round) => _rounds[input] = round;

    /// <summary>Notes that no input is given.</summary>
    public void Forget() => Array.Clear(_rounds);
}
