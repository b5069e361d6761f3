using TorchSharp;

namespace FusedOptim.Interop;

/// <summary>Messages about tensors that cannot be stepped: what is wrong, what is allowed, what to do.</summary>
internal static class TensorRefusal
{
    /// <summary>Says that a parameter is disposed.</summary>
    public static string Disposed(string name) =>
        $"'{name}' is disposed. A model that is moved or cast has other parameters afterwards. Create the optimizer after model.to(...), " +
        "and dispose it before the model.";

    /// <summary>Says that elements are of another type.</summary>
    public static string UnsupportedElements(string name, torch.ScalarType type) =>
        $"'{name}' has elements of type {type}. Parameters must be of {TensorElements.Supported}. Cast the model before the optimizer " +
        "is created, or leave the parameter out by null in place of its rule.";

    /// <summary>Says that there are too many elements.</summary>
    public static string TooManyElements(string name, long count) =>
        Invariant($"'{name}' has {count} elements. A parameter can have at most {int.MaxValue}.");

    /// <summary>Says what is wrong with a parameter or its gradient.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="elementType">The element type that it should have.</param>
    /// <param name="count">The number of elements that it should have.</param>
    /// <param name="isGradient">Whether the gradient is at fault.</param>
    public static string Describe(
        string name, TorchSharp.Modules.Parameter parameter, torch.ScalarType elementType, long count, bool isGradient)
    {
        using var gradient = isGradient ? parameter.grad : null;
        var tensor = gradient ?? parameter;
        var subject = isGradient ? $"The gradient of '{name}'" : $"'{name}'";
        if (tensor.dtype != elementType)
        {
            return $"{subject} has elements of type {tensor.dtype}. " + (isGradient
                ? $"It must have {elementType}, as the parameter does. Call parameter.grad = parameter.grad.to({elementType})."
                : $"The parameter had {elementType} when the optimizer was created. Create the optimizer after the model is cast.");
        }

        if (tensor.device_type != DeviceType.CPU)
        {
            return $"{subject} is on the device {tensor.device}. The optimizer steps tensors on the CPU. " + (isGradient
                ? "Call parameter.grad = parameter.grad.cpu()."
                : "Create the optimizer after model.cpu().");
        }

        if (tensor.is_sparse)
        {
            return $"{subject} is sparse. The optimizer steps dense tensors. " + (isGradient
                ? "Create the embedding with sparse: false, or call parameter.grad = parameter.grad.to_dense()."
                : "Use a dense parameter.");
        }

        if (tensor.numel() != count)
        {
            return Invariant($"{subject} has {tensor.numel()} elements. ") + (isGradient
                ? Invariant($"It must have {count}, as the parameter does.")
                : Invariant($"It had {count} when the optimizer was created. Create the optimizer after parameters are resized."));
        }

        if (!tensor.is_contiguous())
        {
            return $"{subject} is not contiguous: its elements do not lie side by side, row by row. " + (isGradient
                ? "Call parameter.grad = parameter.grad.contiguous()."
                : "Create the parameter from tensor.contiguous().");
        }

        return $"{subject} does not have its elements in memory that can be addressed. Use a dense tensor on the CPU.";
    }
}
