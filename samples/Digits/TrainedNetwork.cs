using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>What a run came to.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Test">Loss and accuracy on the test data.</param>
/// <param name="Elapsed">The time of training.</param>
/// <param name="Digest">The SHA-256 of its weights.</param>
/// <param name="Mistakes">The test digits that it takes for others.</param>
internal sealed record TrainedNetwork(
    long Seed, Evaluation Test, TimeSpan Elapsed, string Digest, IReadOnlyList<Mistake> Mistakes);
