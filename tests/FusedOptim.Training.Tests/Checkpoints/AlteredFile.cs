using System.Runtime.InteropServices;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Tests;

/// <summary>Writes a safetensors file again with something altered, and with the digest of what it has then.</summary>
internal static class AlteredFile
{
    public static void SetNumber<T>(string path, string name, T value)
        where T : unmanaged => Write(path, tensors => tensors[name] = MemoryMarshal.AsBytes<T>([value]).ToArray(), _ => { });

    public static void SetMetadata(string path, string key, string? value) => Write(path, _ => { }, metadata =>
    {
        metadata.Remove(key);
        if (value is not null)
            metadata.Add(key, value);
    });

    private static void Write(string path, Action<Dictionary<string, byte[]>> alter, Action<Dictionary<string, string>> alterMetadata)
    {
        var writer = new SafetensorsWriter();
        using (var file = SafetensorsFile.Open(path))
        {
            var contents = new Dictionary<string, byte[]>();
            foreach (var tensor in file.Tensors)
            {
                var bytes = new byte[tensor.ByteCount];
                file.ReadBytes(tensor.Name, 0, bytes);
                contents.Add(tensor.Name, bytes);
            }

            alter(contents);
            foreach (var tensor in file.Tensors)
                writer.AddBytes(tensor.Name, tensor.Dtype, tensor.Shape, () => contents[tensor.Name]);
            var metadata = file.Metadata.ToDictionary();
            metadata.Remove("sha256");
            alterMetadata(metadata);
            foreach (var (key, value) in metadata)
                writer.AddMetadata(key, value);
        }

        writer.Save(path, addsDigest: true);
    }
}
