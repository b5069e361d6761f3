using System.Runtime.InteropServices;

namespace FusedOptim.Execution;

/// <summary>A 64-bit integer alone on its cache lines, as <see cref="PaddedInteger"/> is.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct PaddedLong
{
    [FieldOffset(128)]
    public long Value;
}
