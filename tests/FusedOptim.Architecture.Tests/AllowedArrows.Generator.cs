namespace FusedOptim.Architecture.Tests;

/// <content>Those of the FusedOptim.Generator project.</content>
internal static partial class AllowedArrows
{
    // The folder without a name holds the generators themselves.
    private static IReadOnlyDictionary<string, string[]> Generator => new Dictionary<string, string[]>
    {
        [""] = ["Collections", "Declarations", "Diagnostics", "Emit", "Frontend"],
        ["Frontend"] = ["Analysis", "Collections", "Declarations", "Diagnostics", "IR", "Models", "Modifiers", "Passes", "Spelling"],
        ["Emit"] = ["Analysis", "Collections", "Declarations", "IR", "Models", "Modifiers", "Passes", "Spelling", "Targets"],
        ["Declarations"] = ["Collections", "Diagnostics", "IR", "Models", "Modifiers"],
        ["Modifiers"] = ["IR", "Models", "Spelling"],
        ["Passes"] = ["Analysis", "Collections", "IR", "Models", "Passes/Functions", "Targets"],
        ["Passes/Functions"] = ["Analysis", "IR", "Models", "Targets"],
        ["Analysis"] = ["Collections", "IR", "Models"],
        ["Targets"] = ["IR", "Spelling"],
        ["Models"] = ["Collections", "IR"],
        ["IR"] = ["Collections"],
    };
}
