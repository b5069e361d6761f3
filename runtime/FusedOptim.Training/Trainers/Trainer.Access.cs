namespace FusedOptim.Training;

/// <content>One thread at a time, and nothing after <see cref="Dispose"/>.</content>
public sealed partial class Trainer
{
    private readonly SingleThreadAccess _access = new(
        "The trainer is in use on another thread. Wait until its call returns. To predict on several threads, build a network for " +
        "each of them and load what SaveNetwork saved.");

    private volatile bool _isDisposed;
    private bool _isFitting;

    // At the entry of each public member that computes, saves or loads.
    private Use BeginUse()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return EnterUse();
    }

    // Within a batch or between two, a second training would begin in the middle of the first.
    private FittingUse BeginFitting()
    {
        if (_isFitting)
        {
            throw new InvalidOperationException(
                "Fit is called while Fit runs, such as in its progress. Call it again when the first call has returned.");
        }

        _isFitting = true;
        return new FittingUse(this);
    }

    private Use EnterUse()
    {
        var trainer = _access.Enter();
        try
        {
            // Another thread that used the network directly would replace the activations of the batch.
            return new Use(trainer, Network.Access.Enter());
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    private readonly ref struct FittingUse(Trainer trainer)
    {
        private readonly Trainer _trainer = trainer;

        public void Dispose() => _trainer._isFitting = false;
    }

    // Callbacks on the thread of the use, such as progress and losses, can use the trainer and the network.
    private readonly ref struct Use(SingleThreadAccess.Scope trainer, SingleThreadAccess.Scope network)
    {
        private readonly SingleThreadAccess.Scope _trainer = trainer;
        private readonly SingleThreadAccess.Scope _network = network;

        public void Dispose()
        {
            _network.Dispose();
            _trainer.Dispose();
        }
    }
}
