namespace FusedOptim.Generator.Emit;

/// <summary>A generated file.</summary>
/// <param name="Part">What the file holds, the last part of its name.</param>
/// <param name="Text">The source.</param>
internal sealed record GeneratedSource(string Part, string Text);
