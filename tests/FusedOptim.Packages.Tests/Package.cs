using System.IO.Compression;
using System.Xml.Linq;

namespace FusedOptim.Packages.Tests;

/// <summary>A packed package.</summary>
public sealed class Package
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    internal Package(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            _files[Uri.UnescapeDataString(entry.FullName)] = memory.ToArray();
        }

        var manifest = XDocument.Parse(Text(Files.Single(static file => file.EndsWith(".nuspec", StringComparison.Ordinal))));
        Metadata = manifest.Root!.Elements().Single();
    }

    /// <summary>Gets the id.</summary>
    public string Id => Value("id")!;

    /// <summary>Gets the metadata of the manifest.</summary>
    public XElement Metadata { get; }

    /// <summary>Gets the addresses of the project and of its repository, where the manifest has them.</summary>
    public IEnumerable<string> Addresses => ((string?[])
    [
        Value("projectUrl"),
        Metadata.Element(Metadata.Name.Namespace + "repository")?.Attribute("url")?.Value,
    ]).OfType<string>();

    /// <summary>Gets the paths of the files, but for those of the container.</summary>
    public IEnumerable<string> Files => _files.Keys.Where(static path =>
        path is not "[Content_Types].xml" && !path.StartsWith("_rels/", StringComparison.Ordinal)
        && !path.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Gets the contents of a file.</summary>
    /// <param name="path">Its path in the package.</param>
    public byte[] Bytes(string path) => _files[path];

    /// <summary>Gets the contents of a text file.</summary>
    /// <param name="path">Its path in the package.</param>
    public string Text(string path) => new StreamReader(new MemoryStream(Bytes(path))).ReadToEnd();

    /// <summary>Gets an element of the metadata, or <c>null</c> if it is missing.</summary>
    /// <param name="name">The name of the element.</param>
    public string? Value(string name) => Metadata.Element(Metadata.Name.Namespace + name)?.Value;
}
