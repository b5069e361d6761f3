namespace FusedOptim.Interop;

/// <summary>The states that another optimizer has of a parameter.</summary>
/// <param name="StepCount">The number of steps; 0 where there are no states yet.</param>
/// <param name="Tensors">The states by their keys.</param>
/// <param name="Scalars">The scalars by their keys.</param>
internal sealed record ImportedStates(
    int StepCount, IReadOnlyDictionary<string, ImportedTensor> Tensors, IReadOnlyDictionary<string, double> Scalars);

/// <summary>A state that another optimizer has of a parameter.</summary>
/// <param name="Count">The number of elements.</param>
/// <param name="Read">Reads the elements, row by row.</param>
internal readonly record struct ImportedTensor(long Count, Func<double[]> Read);
