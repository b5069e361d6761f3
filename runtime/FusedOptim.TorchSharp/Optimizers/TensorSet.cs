using FusedOptim.Interop;

namespace FusedOptim;

/// <summary>Tensors of one element type, and the optimizer that steps them.</summary>
internal abstract class TensorSet(TorchTensor[] tensors) : IDisposable
{
    /// <summary>The tensors.</summary>
    public TorchTensor[] Tensors { get; } = tensors;

    /// <summary>The optimizer.</summary>
    public abstract Optimizer Optimizer { get; }

    /// <summary>The norm of the gradients of this set.</summary>
    public abstract double ComputeGradientNorm();

    /// <summary>Sets the gradients of this set to zero, while they are held.</summary>
    public abstract void ZeroGradients();

    /// <summary>The parameter of a name, as the optimizer knows it.</summary>
    public abstract Parameter Find(string name);

    /// <summary>The group of a parameter.</summary>
    public ParameterGroup GroupOf(string name) =>
        Optimizer.Groups.First(group => group.Parameters.Any(parameter => parameter.Name == name));

    /// <summary>Reads the addresses of all tensors, and keeps their gradients alive.</summary>
    public void Hold()
    {
        foreach (var tensor in Tensors)
            tensor.Hold();
    }

    /// <summary>Reads the addresses of all values.</summary>
    public void HoldValues()
    {
        foreach (var tensor in Tensors)
            tensor.HoldValues();
    }

    /// <summary>Forgets the addresses.</summary>
    public void Release()
    {
        foreach (var tensor in Tensors)
            tensor.Release();
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}
