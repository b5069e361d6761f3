using FusedOptim.Formats;

namespace FusedOptim.Training.Safetensors;

/// <summary>What the format and the language call the element types of safetensors, and how large they are.</summary>
internal static class SafetensorsDtypes
{
    /// <summary>All names, for messages.</summary>
    public const string Known = "BOOL, U8, I8, U16, I16, F16, BF16, U32, I32, F32, U64, I64, F64, F8_E4M3, F8_E5M2, F8_E8M0, " +
        "F8_E4M3FNUZ, F8_E5M2FNUZ and C64";

    /// <summary>The type of a name as a header has it; <see langword="null"/> if it is none.</summary>
    public static SafetensorsDtype? Find(string name) => name switch
    {
        "BOOL" => SafetensorsDtype.BOOL,
        "U8" => SafetensorsDtype.U8,
        "I8" => SafetensorsDtype.I8,
        "U16" => SafetensorsDtype.U16,
        "I16" => SafetensorsDtype.I16,
        "F16" => SafetensorsDtype.F16,
        "BF16" => SafetensorsDtype.BF16,
        "U32" => SafetensorsDtype.U32,
        "I32" => SafetensorsDtype.I32,
        "F32" => SafetensorsDtype.F32,
        "U64" => SafetensorsDtype.U64,
        "I64" => SafetensorsDtype.I64,
        "F64" => SafetensorsDtype.F64,
        "F8_E4M3" => SafetensorsDtype.F8_E4M3,
        "F8_E5M2" => SafetensorsDtype.F8_E5M2,
        "F8_E8M0" => SafetensorsDtype.F8_E8M0,
        "F8_E4M3FNUZ" => SafetensorsDtype.F8_E4M3FNUZ,
        "F8_E5M2FNUZ" => SafetensorsDtype.F8_E5M2FNUZ,
        "C64" => SafetensorsDtype.C64,
        _ => null,
    };

    /// <summary>The bits of an element of a type that the format has and <see cref="SafetensorsDtype"/> has not, because elements
    /// are no whole bytes. <see langword="null"/> for any other name.</summary>
    public static int? BitsOfOther(string name) => name switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        _ => null,
    };

    /// <summary>Whether .NET has a type for the elements.</summary>
    public static bool HasElements(string name) => Find(name) is { } dtype && dtype < SafetensorsDtype.F8_E4M3;

    /// <summary>The bytes of an element.</summary>
    public static int Size(this SafetensorsDtype dtype) => dtype switch
    {
        SafetensorsDtype.BOOL or SafetensorsDtype.U8 or SafetensorsDtype.I8 or SafetensorsDtype.F8_E4M3 or
            SafetensorsDtype.F8_E5M2 or SafetensorsDtype.F8_E8M0 or SafetensorsDtype.F8_E4M3FNUZ or
            SafetensorsDtype.F8_E5M2FNUZ => 1,
        SafetensorsDtype.U16 or SafetensorsDtype.I16 or SafetensorsDtype.F16 or SafetensorsDtype.BF16 => 2,
        SafetensorsDtype.U32 or SafetensorsDtype.I32 or SafetensorsDtype.F32 => 4,
        SafetensorsDtype.U64 or SafetensorsDtype.I64 or SafetensorsDtype.F64 or SafetensorsDtype.C64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, $"The types are {Known}."),
    };

    /// <summary>The type whose elements are of a type of the language. <see cref="bool"/> has none: a byte of a file may
    /// be neither 0 nor 1.</summary>
    public static SafetensorsDtype Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return SafetensorsDtype.F32;
        if (typeof(T) == typeof(double))
            return SafetensorsDtype.F64;
        if (typeof(T) == typeof(Half))
            return SafetensorsDtype.F16;
        if (typeof(T) == typeof(BFloat16))
            return SafetensorsDtype.BF16;
        if (typeof(T) == typeof(byte))
            return SafetensorsDtype.U8;
        if (typeof(T) == typeof(sbyte))
            return SafetensorsDtype.I8;
        if (typeof(T) == typeof(ushort))
            return SafetensorsDtype.U16;
        if (typeof(T) == typeof(short))
            return SafetensorsDtype.I16;
        if (typeof(T) == typeof(uint))
            return SafetensorsDtype.U32;
        if (typeof(T) == typeof(int))
            return SafetensorsDtype.I32;
        if (typeof(T) == typeof(ulong))
            return SafetensorsDtype.U64;
        if (typeof(T) == typeof(long))
            return SafetensorsDtype.I64;
        throw new NotSupportedException(
            $"No dtype of safetensors has elements of type {typeof(T)}; these have: float, double, Half, BFloat16, " +
            "and integers of 8 to 64 bits.");
    }
}
