using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FusedOptim.Training.Files;

/// <content>System calls whose errors the framework does not report, or that it does not have.</content>
internal partial class FileSystem
{
    // All are the same on every architecture of Linux that .NET supports.
    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int NotPermitted = 1;
    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int Unchanged = -1;

    private const UnixFileMode AccessOfGroup =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private const UnixFileMode AccessOfOthers =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static void Synchronize(NewFile file)
    {
        while (Synchronize(file.Handle) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                throw Failure($"{file.Path} did not reach the disk", error);
        }
    }

    private static void Synchronize(SafeFileHandle folder, string path)
    {
        while (Synchronize(folder) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            // Some file systems flush no folders.
            if (error == InvalidArgument)
                return;
            if (error != Interrupted)
                throw Failure($"What was made in {path} is in place, but its name did not reach the disk", error);
        }
    }

    private static void CloseDuplicate(NewFile file)
    {
        // Every close of a descriptor reports what the file system has to report.
        var duplicate = Duplicate(file.Handle);
        if (duplicate < 0 || Close(duplicate) != 0 && Marshal.GetLastPInvokeError() != Interrupted)
            throw Failure($"{file.Path} cannot be closed", Marshal.GetLastPInvokeError());
    }

    private static void RenameOver(string from, string to)
    {
        if (RenameFile(from, to) != 0)
            throw Failure($"{from} cannot be renamed to {to}", Marshal.GetLastPInvokeError());
    }

    private static SafeFileHandle OpenDescriptor(string folder)
    {
        var descriptor = Open(folder, ReadOnlyCloseOnExec);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        throw error == NoSuchFile
            ? new DirectoryNotFoundException($"There is no folder {folder}; make it first.")
            : Failure($"The folder {folder} cannot be opened", error);
    }

    // False where the file keeps another group.
    private static bool TryCopyOwner(string existing, SafeFileHandle file) =>
        Status(existing) is not { } status ||
        ChangeOwner(file, status.User, status.Group) == 0 || ChangeOwner(file, Unchanged, status.Group) == 0;

    private static bool IsSpecial(string path)
    {
        const int typeMask = 0xF000, regular = 0x8000;
        return Status(path) is { } status && (status.Mode & typeMask) != regular;
    }

    // Null where there is no such file, or the system does not have the call.
    private static unsafe (int User, int Group, int Mode)? Status(string path)
    {
        // struct statx has one layout on all architectures, struct stat has not.
        const int currentFolder = -100, length = 256, userOffset = 20, groupOffset = 24, modeOffset = 28;
        const uint typeModeUserGroup = 0x1B;
        var status = stackalloc byte[length];
        try
        {
            if (ExtendedStatus(currentFolder, path, 0, typeModeUserGroup, status) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error is NoSuchFile or NotImplemented
                    ? null
                    : throw Failure($"Owner and type of {path} cannot be read", error);
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        return (*(int*)(status + userOffset), *(int*)(status + groupOffset), *(ushort*)(status + modeOffset));
    }

    private static Exception Failure(string what, int error)
    {
        var reason = new Win32Exception(error);
        var message = $"{what}: {reason.Message}.";
        return error is AccessDenied or NotPermitted
            ? new UnauthorizedAccessException(message, reason)
            : new IOException(message, reason);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(SafeFileHandle file, int user, int group);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ExtendedStatus(int folder, string path, int flags, uint mask, byte* status);
}
