namespace FusedOptim.Training.Files;

/// <summary>Writes a file so that, whenever the process or the machine stops, the path has either the whole old file or
/// the whole new one.</summary>
/// <remarks>
/// <para>The content is written to a temporary file in the same folder, flushed to the disk and renamed over the target. Then
/// the folder is flushed (on Linux; elsewhere the rename can be lost with the machine's power, which leaves the old file).
/// Whatever fails before the rename leaves the old file, removes the temporary one and is an exception.</para>
/// <para>The new file has the mode of the old one and, on Linux, its owner and group where the process may set them. A link is
/// followed: the file that it points to is replaced, and the link stays. Other hard links keep the old file.</para>
/// <para>A process that is killed leaves its temporary file, TARGET.RANDOM.tmp. The next write to the same target removes all
/// that match TARGET.*.tmp, except files that a process has in use.</para>
/// </remarks>
internal static class AtomicFile
{
    private const string Extension = ".tmp";

    // A process that looks for leftovers can lock and remove a file in the moment between its creation and its marking.
    private const int MaximumAttempts = 10;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="files">The file system.</param>
    public static void Write(string path, Action<NewFile> write, FileSystem files)
    {
        var target = FollowLinks(Path.GetFullPath(path));
        var folder = Path.GetDirectoryName(target)!;
        files.CheckIsRegular(target);
        // Before anything is written: a folder that cannot be flushed is told while the old file is in place.
        using var openFolder = files.OpenFolder(folder);
        var replaces = File.Exists(target);
        using (var file = CreateTemporary(target, replaces, files))
        {
            try
            {
                RemoveLeftovers(target, file.Path);
                if (replaces)
                    files.CopyAccess(target, file);
                write(file);
                files.Flush(file);
                files.EndWriting(file);
                files.Rename(file.Path, target);
            }
            catch
            {
                // Closed first: some systems delete no open file.
                file.Dispose();
                Remove(file.Path, files);
                throw;
            }
        }

        if (openFolder is not null)
            files.FlushFolder(openFolder, folder);
    }

    /// <summary>Makes a folder and the folders that it is in, where they are missing, and flushes their names to the disk.
    /// </summary>
    public static void CreateFolder(string path, FileSystem files)
    {
        var missing = new Stack<string>();
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            missing.Push(folder);
        Directory.CreateDirectory(path);
        foreach (var folder in missing)
        {
            var parent = Path.GetDirectoryName(folder)!;
            using var handle = files.OpenFolder(parent);
            if (handle is not null)
                files.FlushFolder(handle, parent);
        }
    }

    private static string FollowLinks(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;

    private static NewFile CreateTemporary(string target, bool isPrivate, FileSystem files)
    {
        for (var attempt = 1;; attempt++)
        {
            // Never a fixed name: another writer of the same target would truncate what this one renames.
            var path = $"{target}.{Path.GetRandomFileName()}{Extension}";
            try
            {
                var file = files.Create(path, isPrivate);
                if (File.Exists(path) || attempt == MaximumAttempts)
                    return file;
                file.Dispose();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Remove(path, files);
                if (exception is not IOException || exception is DirectoryNotFoundException || attempt == MaximumAttempts)
                    throw;
            }
        }
    }

    private static void RemoveLeftovers(string target, string own)
    {
        var prefix = Path.GetFileName(target) + ".";
        string[] leftovers;
        try
        {
            leftovers =
            [
                .. Directory.EnumerateFiles(Path.GetDirectoryName(target)!).Where(path =>
                    path != own && path.EndsWith(Extension, StringComparison.Ordinal) &&
                    Path.GetFileName(path.AsSpan()).StartsWith(prefix, StringComparison.Ordinal)),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder whose names cannot be read can still be written to.
            return;
        }

        // Where the system does not lock files (some network shares), nothing tells leftovers from files in use.
        if (leftovers.Length == 0 || TryLock(own, FileOptions.None))
            return;
        foreach (var leftover in leftovers)
            TryLock(leftover, FileOptions.DeleteOnClose);
    }

    // What is in use stays; what cannot be removed is in nobody's way.
    private static bool TryLock(string path, FileOptions options)
    {
        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, options).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The exception that is under way says more than one that deleting would throw.
    private static void Remove(string path, FileSystem files)
    {
        try
        {
            files.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
