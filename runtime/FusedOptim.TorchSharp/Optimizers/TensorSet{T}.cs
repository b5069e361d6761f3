using System.Runtime.InteropServices;
using FusedOptim.Execution;
using FusedOptim.Interop;
using TorchSharp;

namespace FusedOptim;

/// <inheritdoc/>
/// <typeparam name="T">The element type.</typeparam>
internal sealed class TensorSet<T> : TensorSet
    where T : unmanaged
{
    private readonly ParameterSet<T> _parameters = new();
    private readonly WorkerTeam? _team;

    /// <summary>Creates the optimizer.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="rules">The rule of each tensor.</param>
    /// <param name="kinds">The kind of each tensor.</param>
    /// <param name="view">The view of a tensor, from its name and its dimensions.</param>
    /// <param name="options">Threads, target and storage formats.</param>
    public TensorSet(
        TorchTensor[] tensors, IUpdateRule[] rules, ParameterKind[] kinds, Func<string, TensorShape, MatrixView> view,
        OptimizerOptions options)
        : base(tensors)
    {
        _team = options.Team;
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                var parameter = _parameters.AddExternal(tensors[i].Name, kinds[i], tensors[i], tensors[i].GetShape());
                parameter.View = view(parameter.Name, parameter.Shape);
            }

            var index = 0;
            Optimizer = Optimizer.Create(_parameters, _ => rules[index++], options);
        }
        catch
        {
            _parameters.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Optimizer Optimizer { get; }

    /// <inheritdoc/>
    public override double ComputeGradientNorm() => _parameters.ComputeGradientNorm(_team);

    /// <inheritdoc/>
    public override void ZeroGradients() => _parameters.ZeroGradients();

    /// <inheritdoc/>
    public override void SetInput(Parameter parameter, string name, torch.Tensor values) =>
        values.bytes.CopyTo(MemoryMarshal.AsBytes(Optimizer.GetInput((Parameter<T>)parameter, name)));

    /// <inheritdoc/>
    public override Parameter Find(string name) => _parameters[name];

    /// <inheritdoc/>
    public override void Dispose()
    {
        Optimizer.Dispose();
        _parameters.Dispose();
    }
}
