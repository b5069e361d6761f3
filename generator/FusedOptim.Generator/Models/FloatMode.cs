namespace FusedOptim.Generator.Models;

/// <summary>What may be rewritten, as in the library's enumeration of that name.</summary>
internal enum FloatMode : byte
{
    Deterministic,
    Strict,
    Fast,
}
