using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Recordings;

/// <summary>An optimizer of PyTorch for one tensor, written with the operations of libtorch.</summary>
internal interface IRecordedOptimizer : IDisposable
{
    /// <summary>Steps the parameter in place.</summary>
    void Step(Tensor parameter, Tensor gradient);

    /// <summary>The states with the names that PyTorch gives them.</summary>
    IEnumerable<(string Key, Tensor State)> States { get; }
}
