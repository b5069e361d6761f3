using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>A test digit that a network takes for another.</summary>
/// <param name="Row">Its row in the test data.</param>
/// <param name="Label">What it is.</param>
/// <param name="Prediction">What the network takes it for.</param>
internal sealed record Mistake(int Row, int Label, int Prediction)
{
    /// <summary>All mistakes of a network.</summary>
    public static IReadOnlyList<Mistake> Find(Network<float> network, Dataset test)
    {
        var mistakes = new List<Mistake>();
        for (var row = 0; row < test.Count; row++)
        {
            var outputs = network.Forward(test.Row(row));
            var prediction = 0;
            for (var i = 1; i < outputs.Length; i++)
            {
                if (outputs[i] > outputs[prediction])
                    prediction = i;
            }

            if (prediction != test.Labels[row])
                mistakes.Add(new Mistake(row, test.Labels[row], prediction));
        }

        return mistakes;
    }
}
