using FusedOptim.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Groups;
using FusedOptim.Schema;

namespace FusedOptim.Kernels;

/// <summary>The phases, formats and kernels that the groups of an optimizer with rules of one type share.</summary>
internal sealed class SteppedRule : IDisposable
{
    private PhaseCall _call;

    /// <summary>A rule without groups.</summary>
    /// <param name="rule">A rule of the type.</param>
    /// <param name="storage">The memory of the set.</param>
    /// <param name="options">How states and values are stored.</param>
    /// <param name="target">The code that kernels run as.</param>
    /// <param name="threadCount">The number of threads.</param>
    public SteppedRule(
        IUpdateRule rule, ParameterStorage storage, OptimizerOptions options, KernelTarget target, int threadCount)
    {
        (Type, Schema) = (rule.GetType(), rule.Schema);
        if (target == KernelTarget.StrictScalar && storage.ComputeSize == sizeof(float) && Schema.FloatMode != FloatMode.Strict)
        {
            throw new ArgumentException(
                $"Target is {target}, which {Schema.Name} has for parameters of double only; choose another " +
                $"target in the options or in {KernelTargets.EnvironmentVariable}.", nameof(options));
        }

        Phases = new RulePhases(Schema);
        Formats = [.. StateFormats.Choose(Schema, storage, options), .. Enumerable.Repeat(storage.Format, Schema.ElementwiseInputCount)];
        Kernels = new KernelRunner(Schema, Formats, storage, target, options, threadCount);
    }

    /// <summary>The type of the rules.</summary>
    public Type Type { get; }

    /// <summary>The rules as data.</summary>
    public RuleSchema Schema { get; }

    /// <summary>Their phases.</summary>
    public RulePhases Phases { get; }

    /// <summary>The storage formats of their states, and then of their element-wise inputs.</summary>
    public IReadOnlyList<StorageFormat?> Formats { get; }

    /// <summary>Their kernels.</summary>
    public KernelRunner Kernels { get; }

    /// <summary>The phase that is run.</summary>
    public ref readonly PhaseCall Call => ref _call;

    /// <summary>Sets the phase that is run.</summary>
    /// <param name="phase">The index of the phase.</param>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <param name="zeroGradients">Whether gradients are set to zero once they have been read.</param>
    /// <param name="evaluates">Whether the phase evaluates.</param>
    public void Begin(int phase, double gradientScale, bool zeroGradients = false, bool evaluates = false)
    {
        var kernel = new KernelCall(gradientScale) { ZeroGradients = zeroGradients, SumsInRegisters = Kernels.SumsInRegisters };
        _call = new PhaseCall(phase, Phases.ConstantsOf(phase), kernel) { Evaluates = evaluates };
    }

    public void Dispose() => Kernels.Dispose();
}
