using FusedOptim.CompilerServices;
using FusedOptim.Execution;

namespace FusedOptim.Formats;

/// <summary>That kernels can decode and encode a format in their registers, and how.</summary>
public abstract class InRegisterCodec
{
    private protected InRegisterCodec()
    {
    }

    /// <summary>By a type that kernels are compiled for.</summary>
    /// <typeparam name="TStates">The type.</typeparam>
    public static InRegisterCodec By<TStates>()
        where TStates : struct, IStateAccess => Implementation<TStates>.Instance;

    /// <summary>Runs a phase of a rule.</summary>
    internal abstract void Run(IUpdateRule rule, int phase, KernelTarget target, in KernelSegment<float> segment);

    private sealed class Implementation<TStates> : InRegisterCodec
        where TStates : struct, IStateAccess
    {
        public static readonly Implementation<TStates> Instance = new();

        internal override void Run(IUpdateRule rule, int phase, KernelTarget target, in KernelSegment<float> segment) =>
            rule.RunWithStates<TStates>(phase, target, segment);
    }
}
