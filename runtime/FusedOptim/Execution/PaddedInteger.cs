using System.Runtime.InteropServices;

namespace FusedOptim.Execution;

/// <summary>
/// An integer alone on its cache lines, of which adjacent ones are fetched in pairs: threads wait for it to change, or change
/// it, without disturbing each other.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedInteger
{
    [FieldOffset(128)]
    public int Value;
}
