namespace FusedOptim.Training.Files;

/// <summary>Checks and names of streams that callers pass.</summary>
internal static class StreamArgument
{
    /// <summary>Gets the name of a stream in messages: the path of a file.</summary>
    public static string NameOf(Stream stream) => stream is FileStream { Name: var name } ? name : "<stream>";

    /// <summary>Throws unless a stream can be read.</summary>
    public static void CheckReadable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
            throw new ArgumentException("The stream cannot be read; pass one that can.", nameof(stream));
    }

    /// <summary>Throws unless a stream can be written to.</summary>
    public static void CheckWritable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
            throw new ArgumentException("The stream cannot be written to; pass one that can.", nameof(stream));
    }
}
