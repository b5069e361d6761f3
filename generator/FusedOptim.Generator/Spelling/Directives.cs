namespace FusedOptim.Generator.Spelling;

/// <summary>
/// The directives of every generated file. What it calls may be obsolete or experimental, what it compares may be equal, and any
/// of its names may be one that a warning is about: all that comes from the project, which can change nothing here.
/// </summary>
internal static class Directives
{
    public static void Write(IndentedTextWriter writer)
    {
        writer.Line("#nullable enable");
        writer.Line("#pragma warning disable // It would be about names and types of the project, which this code has to use.");
    }
}
