using System.ComponentModel;
using System.Diagnostics;
using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Schema;

namespace FusedOptim;

/// <summary>
/// An optimizer that the generator compiled from a record with <see cref="UpdateRuleAttribute"/>. The members are called by
/// the runtime; a user of a rule needs its properties and <c>Apply</c> only.
/// </summary>
/// <remarks>Two rules are equal where they are of one type and agree in all hyperparameters.</remarks>
public interface IUpdateRule
{
    /// <summary>Hyperparameters, states and phases, as data; the same object for all rules of one type.</summary>
    RuleSchema Schema { get; }

    /// <summary>The index of the variant that the structural hyperparameters choose, in the schema.</summary>
    int Variant => 0;

    /// <summary>A copy whose hyperparameters can be changed without changing this one's.</summary>
    IUpdateRule Copy();

    /// <summary>The value of a hyperparameter.</summary>
    /// <param name="index">Its index in the schema.</param>
    double GetHyperparameter(int index);

    /// <summary>Sets a hyperparameter, checking its range.</summary>
    /// <param name="index">Its index in the schema.</param>
    /// <param name="value">The value; whole where the hyperparameter is an integer.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    void SetHyperparameter(int index, double value);

    /// <summary>
    /// Computes the step constants of a phase, in double; what can throw throws here, before the phase writes anything. Called
    /// for each tensor where a reduction or a scalar is the tensor's own, otherwise for the tensors of a group that have
    /// taken equally many steps. The call for the updating phase may change the scalars.
    /// </summary>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="target">The code that will run: step constants of a strict kernel differ from those of the others.</param>
    /// <param name="context">Step, gradient scale, and results of the phases before.</param>
    /// <param name="constants">Receives the step constants: room for as many as the schema says.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> constants);

    /// <summary>The compiled loops of a phase, for the variant that the structural hyperparameters choose.</summary>
    /// <param name="phase">The index of the phase in the schema.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    PhaseKernel GetKernel(int phase) => throw new NotSupportedException($"{Schema.Name} does not have compiled kernels.");

    /// <summary>Runs the rule's own method on one element, for the reference loop.</summary>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="element">The element.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void RunReference(int phase, ref ReferenceElement element) =>
        throw new NotSupportedException($"{Schema.Name} does not have a reference loop.");

    /// <summary>Runs the rule's own method on one matrix, for a phase over matrices.</summary>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="matrix">The matrix.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void RunMatrix(int phase, in MatrixContext matrix) =>
        throw new NotSupportedException($"{Schema.Name} does not have phases over matrices.");

    /// <summary>Runs a phase over a segment of single-precision elements.</summary>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="target">The code to run as; supported by the machine.</param>
    /// <param name="segment">The elements.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [DebuggerStepThrough]
    void Run(int phase, KernelTarget target, in KernelSegment<float> segment)
    {
        if (target == KernelTarget.Reference)
            ReferenceLoop.Run(this, phase, in segment);
        else
            GetKernel(phase).Run(target, in segment);
    }

    /// <summary>Runs a phase over a segment of double-precision elements.</summary>
    /// <inheritdoc cref="Run(int, KernelTarget, in KernelSegment{float})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [DebuggerStepThrough]
    void Run(int phase, KernelTarget target, in KernelSegment<double> segment)
    {
        if (target == KernelTarget.Reference)
            ReferenceLoop.Run(this, phase, in segment);
        else
            GetKernel(phase).Run(target, in segment);
    }

    /// <summary>Runs a phase over a segment whose states are stored as a type says (<see cref="PhaseKernel.RunWithStates"/>).</summary>
    /// <typeparam name="TStates">How kernels read and write states.</typeparam>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="target"><see cref="KernelTarget.Vector256"/> or <see cref="KernelTarget.Vector512"/>, supported by
    /// the machine.</param>
    /// <param name="segment">The elements: whole blocks of <see cref="StorageFormat"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    void RunWithStates<TStates>(int phase, KernelTarget target, in KernelSegment<float> segment)
        where TStates : struct, IStateAccess =>
        GetKernel(phase).RunWithStates<TStates>(target, in segment);
}
