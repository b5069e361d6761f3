using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <content>The inputs of rules: what the caller gives before a step.</content>
public partial class FusedOptimizer
{
    private const string LossInput = "loss";

    /// <summary>Gives an element-wise input of a parameter, such as an estimate of the Hessian's diagonal. The elements are
    /// copied.</summary>
    /// <param name="parameter">A parameter that the optimizer steps.</param>
    /// <param name="name">The name of the input.</param>
    /// <param name="values">As many elements as the parameter has, of any element type and on any device.</param>
    /// <remarks>The input serves for the next step, or, where it is declared with <see cref="InputAttribute.Kept"/>, until it is given
    /// again or a file is loaded. The scale of the gradients does not apply to it.</remarks>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its rule does not have such an element-wise input,
    /// or the numbers of elements differ.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void SetInput(TorchParameter parameter, string name, torch.Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (set, stepped) = Find(parameter);
        if (values.numel() != stepped.Count)
        {
            throw new ArgumentException(
                Invariant($"There are {values.numel()} values for the input '{name}' of '{stepped.Name}' {stepped.Shape}, which has {stepped.Count}."),
                nameof(values));
        }

        using var scope = torch.NewDisposeScope();
        using var mode = torch.no_grad();
        set.SetInput(stepped, name, values.detach().cpu().to(parameter.dtype).contiguous());
    }

    /// <summary>Gives an input of a tensor.</summary>
    /// <param name="parameter">A parameter that the optimizer steps.</param>
    /// <param name="name">The name of the input.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, or its rule does not have such an input of a
    /// tensor.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void SetInput(TorchParameter parameter, string name, double value)
    {
        var (set, stepped) = Find(parameter);
        set.Optimizer.SetInput(stepped, name, value);
    }

    /// <summary>Gives an input of the model to all groups whose rule has it. <see cref="step"/> gives the input "loss" itself where it is
    /// called with a closure.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">No rule has such an input of the model.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void SetInput(string name, double value)
    {
        var having = _sets.Where(set => set.Optimizer.HasInput(name)).ToList();
        foreach (var set in having.Count > 0 ? having : _sets)
            set.Optimizer.SetInput(name, value);
    }

    private void GiveLoss(torch.Tensor? loss)
    {
        if (loss is null || !_sets.Any(static set => set.Optimizer.HasInput(LossInput)))
            return;
        using var scope = torch.NewDisposeScope();
        SetInput(LossInput, loss.detach().to(torch.ScalarType.Float64).item<double>());
    }

    private (TensorSet Set, Parameter Parameter) Find(TorchParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (var set in _sets)
        {
            if (set.Tensors.FirstOrDefault(tensor => ReferenceEquals(tensor.Parameter, parameter)) is { } tensor)
                return (set, set.Find(tensor.Name));
        }

        throw new ArgumentException("The optimizer does not step the parameter.", nameof(parameter));
    }
}
