namespace FusedOptim.Generator.Models;

/// <summary>The rewriting that is allowed, as in the library's enumeration of that name.</summary>
internal enum FloatMode : byte
{
    Deterministic,
    Strict,
}
