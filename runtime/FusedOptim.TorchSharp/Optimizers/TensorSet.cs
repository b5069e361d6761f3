using FusedOptim.Interop;
using TorchSharp;

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

    /// <summary>Copies the elements of an input.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="name">The name of the input.</param>
    /// <param name="values">As many elements, contiguous and of the element type of the set.</param>
    public abstract void SetInput(Parameter parameter, string name, torch.Tensor values);

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
