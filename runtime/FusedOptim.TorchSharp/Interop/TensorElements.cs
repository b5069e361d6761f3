using static TorchSharp.torch;

namespace FusedOptim.Interop;

/// <summary>The element types that optimizers step.</summary>
internal static class TensorElements
{
    /// <summary>All of them, for messages.</summary>
    public const string Supported = "Float32, Float64, Float16 and BFloat16";

    /// <summary>Whether optimizers step elements of a type.</summary>
    public static bool AreSupported(ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    /// <summary>Whether kernels decode elements of a supported type, and compute in single precision.</summary>
    public static bool AreStored(ScalarType type) => type is ScalarType.Float16 or ScalarType.BFloat16;

    /// <summary>The bytes of an element of a supported type.</summary>
    public static int SizeOf(ScalarType type) => type switch
    {
        ScalarType.Float64 => sizeof(double),
        ScalarType.Float32 => sizeof(float),
        _ => sizeof(ushort),
    };
}
