namespace FusedOptim.Generator.Spelling;

/// <summary>
/// The attributes of what is generated: coverage does not count it, a debugger steps through it, and completion does not offer its types.
/// </summary>
internal static class GeneratedAttributes
{
    private static readonly string Tool =
        $"GeneratedCode(\"FusedOptim\", \"{typeof(GeneratedAttributes).Assembly.GetName().Version!.ToString(3)}\")";

    private const string Coverage = "ExcludeFromCodeCoverage";

    /// <summary>The attributes of a member of the project's own record.</summary>
    /// <param name="names">How the record's part writes names.</param>
    public static string OfMember(RecordNames names) => Of(names, "DebuggerNonUserCode");

    /// <summary>The attributes of a member that calls a method of the project: stepping into the member stops in that method.</summary>
    /// <param name="names">How the record's part writes names.</param>
    public static string OfCaller(RecordNames names) => Of(names, "DebuggerStepThrough");

    /// <summary>The attribute of a type in the record that has no code.</summary>
    /// <param name="names">How the record's part writes names.</param>
    public static string OfConstants(RecordNames names) => $"[{names.Tools}{Tool}]";

    /// <summary>The attributes of a member that debuggers know by its source: as a method of the project, or, hidden, not at all.</summary>
    /// <param name="names">How the record's part writes names.</param>
    public static string OfSource(RecordNames names) => $"[{names.Tools}{Tool}, {names.CoverageTools}{Coverage}]";

    /// <summary>The attributes of the class that holds a record as data.</summary>
    public static string OfSchema => $"[{Tool}, {Coverage}, {Hidden}]";

    /// <summary>The attributes of a type that holds a kernel.</summary>
    public static string OfKernel => $"[{Tool}, {Coverage}, DebuggerNonUserCode, {Hidden}]";

    /// <summary>The attributes of a struct of step constants.</summary>
    public static string OfStepConstants => $"[{Tool}, {Hidden}]";

    private const string Hidden = "EditorBrowsable(EditorBrowsableState.Never)";

    private static string Of(RecordNames names, string debugger) =>
        $"[{names.Tools}{Tool}, {names.CoverageTools}{Coverage}, {names.Diagnostics}{debugger}]";
}
