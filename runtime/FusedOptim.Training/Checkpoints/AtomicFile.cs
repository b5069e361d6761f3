using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training;

/// <summary>Writes a file so that, whenever the process or the machine stops, the path has either the whole old file or
/// the whole new one.</summary>
internal static partial class AtomicFile
{
    // Both are the same on every architecture of Linux that .NET supports.
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int InvalidArgument = 22;
    private const int Interrupted = 4;

    /// <summary>
    /// Writes to a temporary file in the same folder, flushes it to the disk, renames it over the target, and flushes the
    /// folder (on Linux; elsewhere the rename may be lost with the machine's power, which leaves the old file). On failure
    /// the temporary file is removed. A process that is killed leaves it behind: its name is the target's, a random part
    /// and ".tmp", and nothing reads it.
    /// </summary>
    /// <param name="path">The target. A link is replaced, not followed.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<SafeFileHandle> write)
    {
        var target = Path.GetFullPath(path);
        // Never a fixed name: another writer of the same target would truncate what this one renames.
        var temporary = $"{target}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(handle);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        if (OperatingSystem.IsLinux())
            FlushFolder(Path.GetDirectoryName(target)!);
    }

    // The framework opens no folder as a file.
    private static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw Failure(folder);
        try
        {
            while (Flush(descriptor) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                // Some file systems flush no folders.
                if (error == InvalidArgument)
                    return;
                if (error != Interrupted)
                    throw Failure(folder);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new($"The new file is in place, but its folder {folder} cannot be flushed to disk: {error.Message}.", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
