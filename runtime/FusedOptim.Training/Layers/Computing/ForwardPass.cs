namespace FusedOptim.Training.Layers;

/// <summary>What a layer must know of the pass that it computes in.</summary>
/// <param name="IsTraining">Whether the network learns from the batch: dropout drops, batch normalization takes the
/// statistics of the batch, and <see cref="NetworkLayer{T}.Backward"/> may follow.</param>
/// <param name="Number">The number of training passes that the network has made before: what masks are drawn from,
/// so that every pass has its own and a run that is resumed has the same ones.</param>
public readonly record struct ForwardPass(bool IsTraining, long Number)
{
    /// <summary>
    /// In a pass that only takes statistics of a batch (<see cref="BatchNormStatistics.UpdateBatchNorm"/>), the share that the batch has
    /// in them: r ← r + share·(statistic of the batch − r), with 1 for the first batch. <see langword="null"/> in other passes.
    /// A layer with running statistics computes as it does while the network learns; all others compute as they do when
    /// what was learned is used. No <see cref="NetworkLayer{T}.Backward"/> follows.
    /// </summary>
    public double? StatisticsShare { get; init; }

    /// <summary>
    /// In a pass that samples predictions (<see cref="Ensembles.MonteCarloDropout"/>), the seed of its random numbers. A layer that draws
    /// random numbers while the network learns draws them in this pass too: as a function of this seed, of <see cref="Number"/>, which
    /// counts the passes from 0, and of the example (<see cref="FirstExample"/>). All other layers compute as they do when what was
    /// learned is used. No <see cref="NetworkLayer{T}.Backward"/> follows. <see langword="null"/> in other passes.
    /// </summary>
    public long? SamplingSeed { get; init; }

    /// <summary>In a pass that samples predictions, the place of the first example of the batch among all examples.</summary>
    public int FirstExample { get; init; }
}
