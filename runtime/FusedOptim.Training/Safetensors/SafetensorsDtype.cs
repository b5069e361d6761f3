using FusedOptim.Formats;

namespace FusedOptim.Training.Safetensors;

/// <summary>The type of a tensor's elements in a safetensors file, under the format's own names. All are
/// little-endian.</summary>
/// <remarks>.NET has no type for the elements of the last six: <see cref="SafetensorsFile.ReadBytes"/> gives their bytes. The
/// format also has floats of 4 and 6 bits (F4, F6_E2M3, F6_E3M2); a file with such tensors opens, and
/// <see cref="SafetensorsTensor.DtypeName"/> names their type.</remarks>
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

    /// <summary>Floats of 8 bits, 4 of them for the exponent.</summary>
    F8_E4M3,

    /// <summary>Floats of 8 bits, 5 of them for the exponent.</summary>
    F8_E5M2,

    /// <summary>Powers of two of 8 bits.</summary>
    F8_E8M0,

    /// <summary>Floats of 8 bits, 4 of them for the exponent, without infinities and negative zero.</summary>
    F8_E4M3FNUZ,

    /// <summary>Floats of 8 bits, 5 of them for the exponent, without infinities and negative zero.</summary>
    F8_E5M2FNUZ,

    /// <summary>Complex numbers of two floats in single precision.</summary>
    C64,
}
