using System.Runtime.CompilerServices;

namespace FusedOptim.Clipping;

/// <summary>The passes over the gradients of a set, made when they are first used and kept as long as the set.</summary>
internal sealed class GradientPasses
{
    private static readonly ConditionalWeakTable<ParameterStorage, GradientPasses> s_passes = [];

    private readonly ParameterStorage _storage;

    private GradientPasses(ParameterStorage storage) => _storage = storage;

    /// <summary>The sums of squares.</summary>
    public GradientSquares Squares => field ??= new GradientSquares(_storage, _storage.Trainable.Tensors);

    /// <summary>Clipping by value.</summary>
    public ValueClipping ValueClipping => field ??= new ValueClipping(_storage);

    /// <summary>Clipping by the norm of each tensor.</summary>
    public TensorNormClipping TensorNormClipping => field ??= new TensorNormClipping(_storage);

    /// <summary>Clipping by the norm of each unit.</summary>
    public UnitNormClipping UnitNormClipping => field ??= new UnitNormClipping(_storage);

    /// <summary>The passes of a set; <see langword="null"/> where no gradient was ever used: all are zero.</summary>
    /// <exception cref="ObjectDisposedException">The set is disposed.</exception>
    public static GradientPasses? Of<T>(ParameterSet<T> parameters)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var storage = parameters.Storage;
        storage.ThrowIfDisposed();
        return storage.HasGradients ? s_passes.GetValue(storage, static storage => new GradientPasses(storage)) : null;
    }
}
