using TorchSharp;
using TorchSharp.Modules;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim.Interop;

/// <summary>Reads the states of TorchSharp's optimizers, under the keys that PyTorch has for them.</summary>
internal static class TorchStates
{
    /// <summary>Reads the states of parameters.</summary>
    /// <param name="source">The optimizer.</param>
    /// <param name="tensors">The parameters.</param>
    /// <returns>Finds the states of a parameter by its name.</returns>
    /// <exception cref="ArgumentException">The optimizer is of another class, or does not step a parameter.</exception>
    public static Func<string, ImportedStates?> Of(torch.optim.Optimizer source, IReadOnlyList<TorchTensor> tensors)
    {
        if (source is not OptimizerHelper optimizer)
        {
            throw new ArgumentException(
                $"The optimizer is a {source.GetType().Name}, whose states cannot be read. They can be of SGD, Adam, AdamW, RMSProp, " +
                "Adagrad, Adadelta, Adamax, NAdam, RAdam, Rprop and ASGD.", nameof(source));
        }

        var states = new Dictionary<TorchParameter, OptimizerState>(ReferenceEqualityComparer.Instance);
        foreach (var (parameter, state) in optimizer.parameters().Zip(optimizer.state_dict().State))
            states[parameter] = state;
        var byName = new Dictionary<string, ImportedStates>(StringComparer.Ordinal);
        foreach (var tensor in tensors)
        {
            if (!states.TryGetValue(tensor.Parameter, out var state))
                throw new ArgumentException($"The {source.GetType().Name} does not step '{tensor.Name}'.", nameof(source));
            byName[tensor.Name] = Read(state);
        }

        return byName.GetValueOrDefault;
    }

    private static ImportedStates Read(OptimizerState state) => state switch
    {
        AdamW.State adamW => Read(adamW.step,
            ("exp_avg", adamW.exp_avg), ("exp_avg_sq", adamW.exp_avg_sq), ("max_exp_avg_sq", adamW.max_exp_avg_sq)),
        Adam.State adam => Read(adam.step,
            ("exp_avg", adam.exp_avg), ("exp_avg_sq", adam.exp_avg_sq), ("max_exp_avg_sq", adam.max_exp_avg_sq)),
        // It counts no steps, and has its momentum from the first step on.
        SGD.State sgd => Read(sgd.momentum_buffer is null ? 0 : 1, ("momentum_buffer", sgd.momentum_buffer)),
        RMSProp.State rmsProp => Read(rmsProp.step,
            ("square_avg", rmsProp.square_avg), ("momentum_buffer", rmsProp.momentum_buffer), ("grad_avg", rmsProp.grad_avg)),
        Adagrad.State adagrad => Read(adagrad.step, ("sum", adagrad.sum)),
        // It has a number of steps and does not count them.
        Adadelta.State adadelta => Read(1, ("square_avg", adadelta.square_avg), ("acc_delta", adadelta.acc_delta)),
        Adamax.State adamax => Read(adamax.step, ("exp_avg", adamax.exp_avg), ("exp_inf", adamax.exp_inf)),
        NAdam.State nAdam => Read(nAdam.step, ("exp_avg", nAdam.exp_avg), ("exp_avg_sq", nAdam.exp_avg_sq)) with
        {
            Scalars = new Dictionary<string, double> { ["mu_product"] = nAdam.mu_product },
        },
        RAdam.State rAdam => Read(rAdam.step, ("exp_avg", rAdam.exp_avg), ("exp_avg_sq", rAdam.exp_avg_sq)),
        Rprop.State rprop => Read(rprop.step, ("prev", rprop.prev), ("step_size", rprop.step_size)),
        ASGD.State asgd => Read(asgd.step, ("ax", asgd.ax)),
        _ => throw new ArgumentException($"States of the class {state.GetType().FullName} cannot be read.", nameof(state)),
    };

    private static ImportedStates Read(long step, params (string Key, torch.Tensor? Tensor)[] tensors) => new(
        checked((int)step),
        tensors.Where(state => state.Tensor is not null).ToDictionary(
            state => state.Key, state => new ImportedTensor(state.Tensor!.numel(), () => Copy(state.Tensor)), StringComparer.Ordinal),
        new Dictionary<string, double>());

    private static double[] Copy(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        return tensor.detach().to(torch.ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
