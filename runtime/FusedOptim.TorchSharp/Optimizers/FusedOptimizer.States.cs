using FusedOptim.Interop;
using FusedOptim.Training.Checkpoints;
using TorchSharp;

namespace FusedOptim;

/// <content>States in files, and states of other optimizers.</content>
public partial class FusedOptimizer
{
    /// <summary>
    /// Saves the states, steps, scalars and hyperparameters as a safetensors file, by the names of the parameters: "layer1.weight.exp_avg",
    /// "layer1.weight.step". The values of the parameters are not in it: save the model beside it. Saving is atomic.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced at once when the new one is complete.</param>
    /// <exception cref="InvalidOperationException">A step is under way, weights to evaluate with are in use, or a parameter cannot be
    /// addressed. The old file stays.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Save(string path) => WithValues(() => MakeCheckpoint().Save(path));

    /// <summary>
    /// Loads what <see cref="Save"/> saved, into an optimizer with the same rules for the same parameters, whose values the caller has
    /// loaded. Everything is set or nothing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of other rules or parameters; the message says what differs.
    /// Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A step is under way, weights to evaluate with are in use, or a parameter cannot be
    /// addressed. Nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Load(string path)
    {
        WithValues(() => MakeCheckpoint().Load(path));
        foreach (var group in _groups)
            group.PublishLearningRate();
    }

    /// <summary>
    /// Takes over the states and steps of an optimizer of TorchSharp, so that a run continues with a rule of FusedOptim: SGD, Adam, AdamW,
    /// RMSProp, Adagrad, Adadelta, Adamax, NAdam, RAdam, Rprop or ASGD. Hyperparameters stay those of the rules here. Everything is set
    /// or nothing.
    /// </summary>
    /// <param name="source">The optimizer, of the same parameters. It can be disposed afterwards.</param>
    /// <exception cref="ArgumentException">The optimizer is of another class, does not step a parameter that is stepped here, or does not
    /// have a state that a rule needs; the message names it. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A step is under way, or weights to evaluate with are in use.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Import(torch.optim.Optimizer source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Import(TorchStates.Of(source, [.. _sets.SelectMany(set => set.Tensors)]));
    }

    /// <summary>
    /// Takes over the states and steps of an optimizer of PyTorch from a safetensors file whose tensors are named
    /// "layer1.weight.exp_avg" and "layer1.weight.step". docs/torchsharp.md of the repository has the Python script that writes it.
    /// Hyperparameters stay those of the rules here. Everything is set or nothing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or does not have a state that a rule needs, or has it with another number
    /// of elements; the message names it. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A step is under way, or weights to evaluate with are in use.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public void Import(string path)
    {
        using var file = new StateFile(path);
        try
        {
            Import(name => file.Find(name));
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{path} cannot be imported. {exception.Message}", exception);
        }
    }

    private void Import(Func<string, ImportedStates?> find) => WithValues(() =>
    {
        var imports = new List<StateImport>();
        foreach (var set in _sets)
        {
            set.Optimizer.CheckBetweenSteps();
            foreach (var tensor in set.Tensors)
            {
                var states = find(tensor.Name) ?? throw new ArgumentException($"There are no states of '{tensor.Name}'.");
                if (states.StepCount > 0)
                    imports.Add(new(set, set.Find(tensor.Name), states));
            }
        }

        foreach (var import in imports)
            import.Read();
        foreach (var import in imports)
            import.SetNumbers();
        foreach (var import in imports)
            import.SetStates();
    });

    private Checkpoint MakeCheckpoint()
    {
        var checkpoint = new Checkpoint();
        for (var i = 0; i < _sets.Count; i++)
            checkpoint.Add(_sets[i].Optimizer, i == 0 ? "optimizer" : Invariant($"optimizer{i + 1}"));
        return checkpoint;
    }
}
