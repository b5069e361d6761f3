using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training.Files;

/// <summary>
/// The operations on files that saving and loading consist of. Each one either does what it says or throws. The members are
/// virtual so that a test can let any of them fail.
/// </summary>
internal partial class FileSystem
{
    /// <summary>The file system of the machine.</summary>
    public static FileSystem Default { get; } = new();

    /// <summary>Opens a file for reading. Another process can replace the file in the meantime; the handle keeps the old
    /// one.</summary>
    public virtual SafeFileHandle OpenToRead(string path) =>
        File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Gets the length of an open file in bytes.</summary>
    public virtual long LengthOf(SafeFileHandle file) => RandomAccess.GetLength(file);

    /// <summary>Reads some bytes.</summary>
    /// <returns>The number of bytes; 0 at the end of the file.</returns>
    public virtual int Read(SafeFileHandle file, Span<byte> destination, long position) =>
        RandomAccess.Read(file, destination, position);

    /// <summary>Creates a file that does not exist yet and marks it as in use until the result is disposed.</summary>
    /// <param name="path">The new file.</param>
    /// <param name="isPrivate">Whether only the user can read it (on Unix), until <see cref="CopyAccess"/> decides.</param>
    public virtual NewFile Create(string path, bool isPrivate)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            // On Unix a shared advisory lock, which readers of the renamed file can have too.
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (isPrivate && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new NewFile(path, options);
    }

    /// <summary>Writes all bytes at a position.</summary>
    public virtual void Write(NewFile file, ReadOnlySpan<byte> bytes, long position) =>
        RandomAccess.Write(file.Handle, bytes, position);

    /// <summary>Gives a new file the mode of an existing one (on Unix), and on Linux its owner and group where that is
    /// permitted.</summary>
    public virtual void CopyAccess(string existing, NewFile file)
    {
        if (OperatingSystem.IsWindows())
            return;
        var mode = File.GetUnixFileMode(existing);
        if (OperatingSystem.IsLinux() && !TryCopyOwner(existing, file.Handle))
        {
            // The bits of the group would hold for another group: it gets those of everyone.
            const int groupShift = 3;
            mode = mode & ~AccessOfGroup | (UnixFileMode)((int)(mode & AccessOfOthers) << groupShift);
        }

        File.SetUnixFileMode(file.Handle, mode);
    }

    /// <summary>Writes what the system keeps of a file in memory to the disk.</summary>
    public virtual void Flush(NewFile file)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsMacOS())
            RandomAccess.FlushToDisk(file.Handle);
        // The framework passes over every error of fsync.
        if (!OperatingSystem.IsWindows())
            Synchronize(file);
    }

    /// <summary>Ends writing: some file systems report here that an earlier write failed. On Unix the file stays marked as in
    /// use; elsewhere it is closed.</summary>
    public virtual void EndWriting(NewFile file)
    {
        // The framework does not report errors of close.
        if (OperatingSystem.IsWindows())
            file.Dispose();
        else
            CloseDuplicate(file);
    }

    /// <summary>Renames a file, at once, over one that may exist.</summary>
    public virtual void Rename(string from, string to)
    {
        // The framework copies where a rename is not possible, which is not at once.
        if (OperatingSystem.IsWindows())
            File.Move(from, to, overwrite: true);
        else
            RenameOver(from, to);
    }

    /// <summary>Deletes a file, if it exists.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Opens a folder, to be flushed after the names in it have changed.</summary>
    /// <returns><see langword="null"/> where the system does not flush folders.</returns>
    public virtual SafeFileHandle? OpenFolder(string path) => OperatingSystem.IsLinux() ? OpenDescriptor(path) : null;

    /// <summary>Writes the names in a folder to the disk.</summary>
    public virtual void FlushFolder(SafeFileHandle folder, string path) => Synchronize(folder, path);

    /// <summary>Throws where a path exists and is not a regular file, such as a device, which a rename would replace.</summary>
    /// <exception cref="IOException">It is not a regular file.</exception>
    public virtual void CheckIsRegular(string path)
    {
        if (Directory.Exists(path) || OperatingSystem.IsLinux() && IsSpecial(path))
            throw new IOException($"{path} is not a regular file and cannot be replaced by one; choose another path.");
    }
}
