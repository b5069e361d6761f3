namespace FusedOptim.Training.Tests;

/// <summary>A path in a folder of its own, which goes with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("fusedoptim").FullName;

    public string Path => System.IO.Path.Combine(Folder, "model.safetensors");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
