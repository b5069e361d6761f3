using FusedOptim.Guards;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <summary>
/// Where and when a trainer saves: "last.safetensors", from which a run that was stopped at any moment goes on, and
/// "best.safetensors", as the training was after the best epoch by <see cref="Trainer.Metric"/>.
/// </summary>
/// <remarks>Both files hold the training weights, and averages as states. For the weights that were evaluated, load a file into
/// a trainer (<see cref="Trainer.Load(string, CancellationToken)"/>) and save them by
/// <see cref="Trainer.SaveNetwork(string, Preprocessing?, TargetScaling?)"/>.</remarks>
public sealed record CheckpointFiles
{
    /// <summary>Files in a folder.</summary>
    /// <param name="folder">The folder; it is made if there is none. A relative path starts from the current directory at the
    /// time of this call.</param>
    /// <param name="everySteps">Save after so many steps too; 0 for after each epoch alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public CheckpointFiles(string folder, int everySteps = 0)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Guard.AtLeast(0, everySteps);

        (Folder, EverySteps) = (Path.GetFullPath(folder), everySteps);
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>After how many steps the last state is saved; 0 for after each epoch alone.</summary>
    public int EverySteps { get; }

    /// <summary>The file with the last state.</summary>
    public string Last => Path.Combine(Folder, "last.safetensors");

    /// <summary>The file with the state after the best epoch.</summary>
    public string Best => Path.Combine(Folder, "best.safetensors");
}
