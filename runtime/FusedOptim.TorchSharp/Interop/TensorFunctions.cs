using System.Runtime.InteropServices;
using TorchSharp;

namespace FusedOptim.Interop;

/// <summary>
/// Functions of TorchSharp's native library that read a tensor. TorchSharp's properties of the same names allocate a managed tensor
/// for each gradient, and cost about a microsecond each step and tensor.
/// </summary>
/// <remarks>The library is found as TorchSharp finds it, by its assembly, so that it is the same one whichever native packages an
/// application has. None of these functions calls back, and none blocks for long: the garbage collector can wait for them.</remarks>
internal static unsafe class TensorFunctions
{
    private const string LibraryName = "LibTorchSharp";

    private static readonly List<string> Missing = [];
    private static readonly nint Library =
        NativeLibrary.TryLoad(LibraryName, typeof(torch).Assembly, searchPath: null, out var library) ? library : 0;

    /// <summary>The address of the first element; 0 where the tensor does not have one memory.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> Data =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Find("THSTensor_data");

    /// <summary>A new reference to the gradient, which <see cref="Dispose"/> releases; 0 where there is none.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint> Gradient =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, nint>)Find("THSTensor_grad");

    /// <summary>Releases a reference, and the memory with the last one.</summary>
    public static readonly delegate* unmanaged[Cdecl]<nint, void> Dispose =
        (delegate* unmanaged[Cdecl]<nint, void>)Find("THSTensor_dispose");

    /// <summary>The element type, a <see cref="torch.ScalarType"/>.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte> ElementType =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, sbyte>)Find("THSTensor_type");

    /// <summary>The kind of the device, a <see cref="DeviceType"/>.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> Device =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Find("THSTensor_device_type");

    /// <summary>The number of elements.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> ElementCount =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Find("THSTensor_numel");

    /// <summary>Whether the elements are listed with their indices, 0 or 1.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> IsSparse =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Find("THSTensor_is_sparse");

    /// <summary>Whether the elements lie side by side, row by row, 0 or 1.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> IsContiguous =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Find("THSTensor_is_contiguous");

    /// <summary>Whether gradients of the tensor are computed, 0 or 1.</summary>
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte> RequiresGradient =
        (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte>)Find("THSTensor_requires_grad");

    /// <summary>Throws unless all functions were found.</summary>
    /// <exception cref="NotSupportedException">The library cannot be loaded, or does not have a function.</exception>
    public static void CheckAvailable()
    {
        var version = typeof(torch).Assembly.GetName().Version!.ToString(3);
        if (Library == 0)
        {
            throw new NotSupportedException(
                $"The native library {LibraryName} of TorchSharp {version} cannot be loaded. Add a package with native libraries to the " +
                "application: TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows.");
        }

        if (Missing.Count > 0)
        {
            throw new NotSupportedException(
                $"The native library of TorchSharp {version} does not have {string.Join(", ", Missing)}. FusedOptim.TorchSharp is made " +
                "for TorchSharp 0.107; use that version, or a newer version of FusedOptim.TorchSharp.");
        }
    }

    private static nint Find(string name)
    {
        if (Library != 0 && NativeLibrary.TryGetExport(Library, name, out var address))
            return address;
        Missing.Add(name);
        return 0;
    }
}
