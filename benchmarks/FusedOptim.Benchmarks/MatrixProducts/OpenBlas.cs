using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Benchmarks;

/// <summary>The library OpenBLAS, where the machine has it; it computes on one thread here.</summary>
internal sealed unsafe class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, AsItIs = 111, Transposed = 112; // of cblas.h

    private readonly delegate* unmanaged<
        int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _multiply;

    private OpenBlas(nint library)
    {
        _multiply = (delegate* unmanaged<
            int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
        var configuration = ((delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "openblas_get_config"))();
        Description = Marshal.PtrToStringUTF8((nint)configuration)!.Trim();
        // Some libraries built with fast math flush denormals on the thread that loads them.
        FloatingPointEnvironment.Check();
    }

    /// <summary>Version, and the processor whose kernels it chose.</summary>
    public string Description { get; }

    /// <summary>Loads it; where there is none, <see langword="null"/> and a note.</summary>
    public static OpenBlas? TryLoad(List<string> notes)
    {
        if (NativeLibrary.TryLoad(Library, out var library))
            return new OpenBlas(library);
        notes.Add($"left out OpenBLAS: there is no {Library} (Debian: libopenblas0-pthread)");
        return null;
    }

    /// <summary>C = A·Bᵀ of row-major matrices.</summary>
    /// <param name="shape">A is rows × depth, B columns × depth, C rows × columns.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="c">Receives C.</param>
    public void MultiplyByTransposed(ProductShape shape, float[] a, float[] b, float[] c)
    {
        var (rows, columns, depth) = shape;
        fixed (float* pa = a, pb = b, pc = c)
            _multiply(RowMajor, AsItIs, Transposed, rows, columns, depth, 1, pa, depth, pb, depth, 0, pc, columns);
    }
}
