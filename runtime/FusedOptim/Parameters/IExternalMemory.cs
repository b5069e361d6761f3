namespace FusedOptim;

/// <summary>
/// The memory of a parameter that belongs to the caller, such as a tensor of another framework: contiguous values and
/// gradients in the element type of the set, row by row, at addresses that may differ at every step.
/// </summary>
/// <remarks>
/// The addresses are requested at the beginning of each operation on the set (a step, clipping, an access to
/// <see cref="Parameter{T}.Values"/>), before anything is written, on the calling thread. The memory must stay where it is until
/// the operation has ended. Values and gradients of different parameters, and of one parameter, must not overlap; a step checks
/// that.
/// </remarks>
public interface IExternalMemory
{
    /// <summary>Gets the address of the first value; never 0.</summary>
    nint GetValues();

    /// <summary>Gets the address of the first gradient; 0 where there is none, so that steps leave the parameter as it is:
    /// values, states and number of steps.</summary>
    nint GetGradients();
}
