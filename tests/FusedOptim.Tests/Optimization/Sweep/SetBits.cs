using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Optimization.Sweep;

/// <summary>All bits that a step may write, to compare.</summary>
internal static class SetBits
{
    /// <summary>The bytes of all gradients.</summary>
    public static byte[] OfGradients<T>(ParameterSet<T> set)
        where T : unmanaged =>
        [.. set.SelectMany(parameter => MemoryMarshal.AsBytes(parameter.Gradients).ToArray())];

    /// <summary>The bytes of all values and of the states of an optimizer.</summary>
    public static byte[] OfValuesAndStates<T>(ParameterSet<T> set, Optimizer optimizer)
        where T : unmanaged =>
        [
            .. set.SelectMany(parameter => MemoryMarshal.AsBytes(parameter.Values).ToArray()),
            .. set.Where(optimizer.IsStepped).SelectMany(parameter => optimizer.Groups[0].Rule.Schema.States.SelectMany(
                state => MemoryMarshal.AsBytes(optimizer.GetState(parameter, state.Key)).ToArray())),
        ];

    /// <summary>A set whose second parameter has one other gradient.</summary>
    public static ParameterSet<T> With<T>(double gradient, params ReadOnlySpan<int> counts)
        where T : unmanaged, INumber<T>
    {
        var set = DriftModel.CreateSet<T>(counts);
        DriftModel.Fill(set, seed: 5);
        set[1].Gradients[^1] = T.CreateTruncating(gradient);
        return set;
    }
}
