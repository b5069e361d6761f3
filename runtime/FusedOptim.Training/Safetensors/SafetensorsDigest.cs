using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FusedOptim.Training.Safetensors;

/// <summary>
/// The SHA-256 of a whole safetensors file, header included, as its metadata has it: 64 lower-case hexadecimal digits, which
/// count as zeros themselves.
/// </summary>
internal sealed class SafetensorsDigest : IDisposable
{
    /// <summary>The key of the digest in the metadata.</summary>
    public const string Key = "sha256";

    /// <summary>The number of digits.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The placeholder in a header until the digest is known.</summary>
    public static string Placeholder { get; } = new('0', Length);

    /// <summary>Finds the digits in a header.</summary>
    /// <param name="header">A valid header, without its length.</param>
    /// <returns>The index of the first digit; −1 where there are not 64 of them, written as they are.</returns>
    public static int PositionIn(ReadOnlySpan<byte> header)
    {
        var json = new Utf8JsonReader(header);
        while (json.Read())
        {
            // The metadata are an object in the outermost one.
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1 ||
                !json.ValueTextEquals(SafetensorsHeader.MetadataKey))
            {
                continue;
            }

            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isDigest = json.ValueTextEquals(Key);
                json.Read();
                if (isDigest)
                    return json.ValueSpan.Length == Length && !json.ValueIsEscaped ? (int)json.TokenStartIndex + 1 : -1;
            }
        }

        return -1;
    }

    /// <summary>Starts with a header, its own digits as zeros.</summary>
    /// <param name="prefix">The bytes of the header's length.</param>
    /// <param name="header">The header.</param>
    /// <param name="position">The index of the first digit.</param>
    public void AppendHeader(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> header, int position)
    {
        Append(prefix);
        Append(header[..position]);
        Append(Encoding.ASCII.GetBytes(Placeholder));
        Append(header[(position + Length)..]);
    }

    /// <summary>Continues with the bytes that follow.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
