using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>A test digit that a network takes for another.</summary>
/// <param name="Row">Its row in the test data.</param>
/// <param name="Label">What it is.</param>
/// <param name="Prediction">What the network takes it for.</param>
internal sealed record Mistake(int Row, int Label, int Prediction)
{
    /// <summary>All mistakes, by the weights that the trainer evaluates with.</summary>
    public static IReadOnlyList<Mistake> Find(Trainer trainer, Dataset test)
    {
        var predictions = new int[test.Count];
        trainer.Classify(test.Features, predictions);
        return
        [
            .. Enumerable.Range(0, test.Count)
                .Where(row => predictions[row] != test.Labels[row])
                .Select(row => new Mistake(row, test.Labels[row], predictions[row])),
        ];
    }
}
