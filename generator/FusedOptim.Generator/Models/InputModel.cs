namespace FusedOptim.Generator.Models;

/// <summary>An input: what the caller gives before a step.</summary>
/// <param name="Name">The name of the methods' parameter.</param>
/// <param name="Scope">Whether each element has its own, each tensor, or the model one.</param>
/// <param name="IsKept">Whether a value serves until it is given again.</param>
internal sealed record InputModel(string Name, Scope Scope, bool IsKept)
{
    public bool IsElementwise => Scope == Scope.Element;

    /// <summary>How a method declares it.</summary>
    public string Declaration
    {
        get
        {
            List<string> arguments = [];
            if (!IsElementwise)
                arguments.Add($"Over.{Scope}");
            if (IsKept)
                arguments.Add("Kept = true");
            return $"[Input{(arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})")}] double {Name}";
        }
    }
}
