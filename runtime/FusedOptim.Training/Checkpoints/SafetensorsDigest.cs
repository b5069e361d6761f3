using System.Security.Cryptography;

namespace FusedOptim.Training;

/// <summary>The SHA-256 of all data of a safetensors file, as its metadata has it.</summary>
internal sealed class SafetensorsDigest : IDisposable
{
    /// <summary>The key of the digest in the metadata.</summary>
    public const string Key = "sha256";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Goes on with the bytes that follow.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
