using System.Runtime.InteropServices;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim.Interop;

/// <summary>
/// A parameter of a TorchSharp model as memory that an optimizer steps. Everything about it can change between steps, so that all of
/// it is looked at each time, before anything is written.
/// </summary>
internal sealed unsafe class TorchTensor : IExternalMemory
{
    private readonly long _count;
    private nint _values;
    private nint _gradients;
    // A reference to the gradient, which keeps its memory until the operation has ended.
    private nint _gradient;
    private bool _isHeld;

    /// <summary>Looks at a parameter for the first time.</summary>
    /// <param name="name">Its name, for messages and files.</param>
    /// <param name="parameter">The parameter.</param>
    /// <exception cref="ArgumentException">An optimizer cannot step it; the message says why, and what to do.</exception>
    public TorchTensor(string name, TorchParameter parameter)
    {
        (Name, Parameter) = (name, parameter);
        if (parameter.IsInvalid)
            throw new ArgumentException(TensorRefusal.Disposed(name));
        ElementType = parameter.dtype;
        if (!TensorElements.AreSupported(ElementType))
            throw new ArgumentException(TensorRefusal.UnsupportedElements(name, ElementType));
        _count = TensorFunctions.ElementCount(parameter.Handle);
        if (_count > int.MaxValue)
            throw new ArgumentException(TensorRefusal.TooManyElements(name, _count));
        if (_count > 0 && AddressOf(parameter.Handle) == 0)
            throw new ArgumentException(TensorRefusal.Describe(name, parameter, ElementType, _count, isGradient: false));
    }

    /// <summary>The name of the parameter in its model.</summary>
    public string Name { get; }

    /// <summary>The parameter.</summary>
    public TorchParameter Parameter { get; }

    /// <summary>The element type, which stays.</summary>
    public torch.ScalarType ElementType { get; }

    /// <summary>Whether there is nothing to step.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Gets the dimensions.</summary>
    public int[] GetShape() => [.. Parameter.shape.Select(dimension => checked((int)dimension))];

    /// <summary>Reads the addresses and keeps the gradient alive, until <see cref="Release"/>.</summary>
    /// <exception cref="InvalidOperationException">The tensor or its gradient cannot be stepped; the message says why, and what to do.
    /// Nothing is held.</exception>
    public void Hold()
    {
        var tensor = LiveHandle();
        _values = Check(AddressOf(tensor), isGradient: false);
        if (TensorFunctions.RequiresGradient(tensor) != 0 && TensorFunctions.Gradient(tensor) is var gradient and not 0)
        {
            _gradient = gradient;
            _gradients = AddressOf(gradient);
            if (_gradients == 0)
            {
                Release();
                Check(0, isGradient: true);
            }
        }

        _isHeld = true;
    }

    /// <summary>Reads the address of the values alone, until <see cref="Release"/>: there are no gradients in the meantime.</summary>
    /// <inheritdoc cref="Hold" path="/exception"/>
    public void HoldValues()
    {
        _values = Check(AddressOf(LiveHandle()), isGradient: false);
        _isHeld = true;
    }

    /// <summary>Forgets the addresses; does nothing where none are held.</summary>
    public void Release()
    {
        if (_gradient != 0)
            TensorFunctions.Dispose(_gradient);
        (_values, _gradients, _gradient, _isHeld) = (0, 0, 0, false);
    }

    /// <summary>Sets the gradient to zero in place, whatever it is like; does nothing where there is none.</summary>
    public void ZeroGradient()
    {
        var gradient = TensorFunctions.Gradient(LiveHandle());
        if (gradient == 0)
            return;
        try
        {
            if (AddressOf(gradient) is var address and not 0)
            {
                NativeMemory.Clear((void*)address, (nuint)(_count * TensorElements.SizeOf(ElementType)));
                return;
            }
        }
        finally
        {
            TensorFunctions.Dispose(gradient);
        }

        using var scope = torch.no_grad();
        using var other = Parameter.grad;
        // Another reference to the same tensor.
        other?.zero_().Dispose();
    }

    /// <inheritdoc/>
    public nint GetValues() => _isHeld ? _values : Check(AddressOf(LiveHandle()), isGradient: false);

    /// <inheritdoc/>
    /// <remarks>Where nothing is held, an optimizer is used directly. The parameter itself keeps its gradient then.</remarks>
    public nint GetGradients()
    {
        if (_isHeld)
            return _gradients;
        Hold();
        var gradients = _gradients;
        Release();
        return gradients;
    }

    // 0 where elements are not what kernels take. What is cheap and safe for every tensor comes first.
    private nint AddressOf(nint tensor) =>
        TensorFunctions.ElementType(tensor) == (sbyte)ElementType &&
        TensorFunctions.Device(tensor) == (int)DeviceType.CPU &&
        TensorFunctions.IsSparse(tensor) == 0 &&
        TensorFunctions.ElementCount(tensor) == _count &&
        TensorFunctions.IsContiguous(tensor) != 0
            ? TensorFunctions.Data(tensor)
            : 0;

    private nint Check(nint address, bool isGradient) => address != 0
        ? address
        : throw new InvalidOperationException(TensorRefusal.Describe(Name, Parameter, ElementType, _count, isGradient));

    private nint LiveHandle() =>
        Parameter.IsInvalid ? throw new InvalidOperationException(TensorRefusal.Disposed(Name)) : Parameter.Handle;
}
