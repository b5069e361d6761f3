namespace FusedOptim.Training;

/// <summary>The type of a tensor's elements in a safetensors file, under the format's own names. All are
/// little-endian.</summary>
public enum SafetensorsDtype
{
    /// <summary>Truth values: a byte each, 0 or 1.</summary>
    BOOL,

    /// <summary>Unsigned integers of 8 bits: <see cref="byte"/>.</summary>
    U8,

    /// <summary>Signed integers of 8 bits: <see cref="sbyte"/>.</summary>
    I8,

    /// <summary>Unsigned integers of 16 bits: <see cref="ushort"/>.</summary>
    U16,

    /// <summary>Signed integers of 16 bits: <see cref="short"/>.</summary>
    I16,

    /// <summary>Half precision: <see cref="Half"/>.</summary>
    F16,

    /// <summary>The upper half of single precision: <see cref="BFloat16"/>.</summary>
    BF16,

    /// <summary>Unsigned integers of 32 bits: <see cref="uint"/>.</summary>
    U32,

    /// <summary>Signed integers of 32 bits: <see cref="int"/>.</summary>
    I32,

    /// <summary>Single precision: <see cref="float"/>.</summary>
    F32,

    /// <summary>Unsigned integers of 64 bits: <see cref="ulong"/>.</summary>
    U64,

    /// <summary>Signed integers of 64 bits: <see cref="long"/>.</summary>
    I64,

    /// <summary>Double precision: <see cref="double"/>.</summary>
    F64,
}
