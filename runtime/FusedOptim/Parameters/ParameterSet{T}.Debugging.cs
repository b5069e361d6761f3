using System.Diagnostics;

namespace FusedOptim;

/// <content>What a debugger shows.</content>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class ParameterSet<T>
{
    private string DebuggerDisplay => Invariant(
        $"{Count} parameters and {Buffers.Count} buffers, {this.Sum(parameter => parameter.Count)} elements of {typeof(T).Name}");
}
