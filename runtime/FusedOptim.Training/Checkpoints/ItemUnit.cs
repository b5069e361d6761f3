using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Checkpoints;

/// <summary>Items of a checkpoint that mean something together only: where a file is loaded as far as it fits, all of them are loaded
/// or none.</summary>
internal abstract class ItemUnit
{
    /// <summary>Returns why the items are not loaded, whatever each of them is; <see langword="null"/> where they may be.</summary>
    /// <param name="file">The file.</param>
    /// <param name="saved">The groups of the file, by the names of their parameters.</param>
    /// <param name="notLoaded">What of the items without a unit, such as weights, is not loaded, by name.</param>
    public abstract NotLoaded? Compare(
        SafetensorsFile file, IReadOnlyDictionary<string, SavedGroup> saved, IReadOnlyDictionary<string, NotLoaded> notLoaded);
}
