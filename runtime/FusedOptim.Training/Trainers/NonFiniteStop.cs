namespace FusedOptim.Training;

/// <summary>Why <see cref="Trainer.Fit"/> stopped at a loss, a gradient or a weight that is NaN or infinite.</summary>
/// <param name="Step">The number of the step, from 1, over all calls: of the step that was not taken, or, where
/// a weight is not finite, of the step that made it so.</param>
/// <param name="Layer">The name of the layer where the first such value appeared, such as "dense1"; null where no layer is at
/// fault: the inputs, the loss itself, or steps that were skipped for too long.</param>
/// <param name="Message">The step, the value and the layer, in words.</param>
public sealed record NonFiniteStop(int Step, string? Layer, string Message);
