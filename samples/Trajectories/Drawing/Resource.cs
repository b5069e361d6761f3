namespace FusedOptim.Samples.Trajectories;

/// <summary>The files of the folder Page, which the program carries.</summary>
internal static class Resource
{
    /// <summary>The text of a file.</summary>
    public static string Read(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
