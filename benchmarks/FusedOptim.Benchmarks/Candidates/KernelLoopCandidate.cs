using FusedOptim.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>A loop by hand that calls the kernel once a tensor, with everything prepared once a step, on one thread.</summary>
internal sealed unsafe class KernelLoopCandidate : ICandidate, IDisposable
{
    private readonly CallersTensors _tensors;
    private readonly Action<CallersTensors>? _change;
    private readonly ParameterSet<float> _states = new();
    private readonly IUpdateRule _rule = AdamWConstants.Rule;
    private readonly double[] _constants;
    private int _step;

    public KernelLoopCandidate(string name, int[] counts, Action<CallersTensors>? change)
    {
        (Name, _tensors, _change) = (name, new CallersTensors(counts), change);
        for (var i = 0; i < counts.Length; i++)
            _states.Add($"{i}", ParameterKind.Weight, counts[i]);
        _constants = new double[_rule.Schema.Phases[0].StepConstantCount];
    }

    public string Name { get; }

    public void Step()
    {
        _change?.Invoke(_tensors);
        _rule.Prepare(0, KernelTargets.Selected, new PrepareContext(++_step, 1), _constants);
        Span<nint> states = stackalloc nint[2];
        var call = new KernelCall(GradientScale: 1);
        for (var i = 0; i < _tensors.Counts.Length; i++)
        {
            var gradients = _tensors.GradientsOf(i);
            if (gradients == 0)
                continue;
            // The values and gradients of a set as two states.
            fixed (float* first = _states[i].Values, second = _states[i].Gradients)
            {
                (states[0], states[1]) = ((nint)first, (nint)second);
                _rule.Run(0, KernelTargets.Selected, new KernelSegment<float>(
                    (float*)_tensors.ValuesOf(i), (float*)gradients, states, 0, _tensors.Counts[i], _constants, in call)
                {
                    Step = _step,
                });
            }
        }
    }

    public void Dispose()
    {
        _states.Dispose();
        _tensors.Dispose();
    }
}
