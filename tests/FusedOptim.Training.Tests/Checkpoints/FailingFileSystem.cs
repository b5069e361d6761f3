using FusedOptim.Training.Files;
using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training.Tests;

/// <summary>A file system whose operations are counted, and one of which fails.</summary>
/// <param name="failure">The index of the operation that fails; −1 for none.</param>
internal sealed class FailingFileSystem(int failure = -1) : FileSystem
{
    /// <summary>The operations so far.</summary>
    public List<string> Operations { get; } = [];

    /// <summary>Whether all operations after the failing one fail too, as those of a process that was killed.</summary>
    public bool IsKilled { get; init; }

    public override SafeFileHandle OpenToRead(string path)
    {
        Count("open");
        return base.OpenToRead(path);
    }

    public override long LengthOf(SafeFileHandle file)
    {
        Count("length");
        return base.LengthOf(file);
    }

    public override int Read(SafeFileHandle file, Span<byte> destination, long position)
    {
        Count("read");
        // Reads may give less than was wanted.
        return base.Read(file, destination[..Math.Min(destination.Length, 100)], position);
    }

    public override NewFile Create(string path, bool isPrivate)
    {
        Count("create");
        return base.Create(path, isPrivate);
    }

    public override void Write(NewFile file, ReadOnlySpan<byte> bytes, long position)
    {
        if (Operations.Count == failure)
            base.Write(file, bytes[..(bytes.Length / 2)], position);
        Count("write");
        base.Write(file, bytes, position);
    }

    public override void CopyAccess(string existing, NewFile file)
    {
        Count("access");
        base.CopyAccess(existing, file);
    }

    public override void Flush(NewFile file)
    {
        Count("flush");
        base.Flush(file);
    }

    public override void EndWriting(NewFile file)
    {
        Count("close");
        base.EndWriting(file);
    }

    public override void Rename(string from, string to)
    {
        Count("rename");
        base.Rename(from, to);
    }

    public override void Delete(string path)
    {
        Count("delete");
        base.Delete(path);
    }

    public override SafeFileHandle? OpenFolder(string path)
    {
        Count("open folder");
        return base.OpenFolder(path);
    }

    public override void FlushFolder(SafeFileHandle folder, string path)
    {
        Count("flush folder");
        base.FlushFolder(folder, path);
    }

    private void Count(string operation)
    {
        Operations.Add(operation);
        if (Operations.Count == failure + 1 || IsKilled && failure >= 0 && Operations.Count > failure)
            throw new IOException($"{operation} fails.");
    }
}
