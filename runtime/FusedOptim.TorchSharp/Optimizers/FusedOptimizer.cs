using System.Runtime.ExceptionServices;
using FusedOptim.Interop;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>
/// Steps the parameters of a TorchSharp model by rules of FusedOptim, where they are: values and gradients are not copied. Created by
/// <c>FusedOptimizer.Create</c>; it takes the place of an optimizer of <c>torch.optim</c>, and schedulers of TorchSharp drive it.
/// </summary>
/// <remarks>
/// <para>Everything about the tensors is looked at in each step before anything is written: a parameter that was disposed, moved or cast,
/// or a gradient that is sparse, strided or of another element type, throws. Parameters without a gradient stay as they are, and so do
/// those with <c>requires_grad = false</c>, which keep their states.</para>
/// <para>An optimizer steps the parameters that it was created with. A parameter that replaces one of them in its module is another
/// parameter.</para>
/// <para>Steps write to memory without the knowledge of the automatic differentiation: do not step between a forward pass and its
/// backward pass.</para>
/// <para>Dispose the optimizer before the model. Not for several threads at once.</para>
/// </remarks>
public partial class FusedOptimizer : torch.optim.Optimizer
{
    private readonly List<TensorSet> _sets = [];
    private readonly List<FusedParamGroup> _groups = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<TorchParameter> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly OptimizerOptions _options;
    private readonly Func<string, TorchParameter, ParameterKind> _kind;
    private readonly Func<string, TensorShape, MatrixView> _view;
    private Evaluation? _evaluation;
    private bool _isStepping;
    private bool _isDisposed;

    private protected FusedOptimizer(
        OptimizerOptions? options, Func<string, TorchParameter, ParameterKind>? kind, Func<string, TensorShape, MatrixView>? view)
        : base(IntPtr.Zero)
    {
        _options = options ?? new();
        _kind = kind ?? KindOf;
        _view = view ?? ((_, shape) => MatrixView.Of(shape));
        _parameter_groups = [];
    }

    /// <summary>Gets the optimizers that step the tensors: one for each element type of the model, and others for groups that were
    /// added later. They are for schedules, states and numbers of steps; call <see cref="Step"/> here.</summary>
    public IReadOnlyList<Optimizer> Optimizers => [.. _sets.Select(set => set.Optimizer)];

    /// <summary>Gets the groups, in the order in which their rules appeared.</summary>
    public IReadOnlyList<FusedParamGroup> Groups => _groups;

    /// <summary>Gets the betas of the first group that has them, or sets those of all such groups.</summary>
    private protected (double, double) GroupBetas
    {
        get => Groups.OfType<torch.optim.IBetas>().First().Betas;
        set
        {
            foreach (var group in Groups.OfType<torch.optim.IBetas>())
                group.Betas = value;
        }
    }

    /// <summary>Steps all parameters that have a gradient, as <see cref="Step"/> does by default.</summary>
    /// <param name="closure">Computes the loss and its gradients; called once, before the step. <see langword="null"/> where the
    /// gradients are computed already.</param>
    /// <returns>The loss that <paramref name="closure"/> returned; <see langword="null"/> without a closure.</returns>
    /// <inheritdoc cref="Step" path="/exception"/>
    public override torch.Tensor? step(Func<torch.Tensor>? closure = null)
    {
        torch.Tensor? loss = null;
        if (closure is not null)
        {
            using var scope = torch.enable_grad();
            loss = closure();
        }

        GiveLoss(loss);
        Step();
        return loss;
    }

    /// <summary>Steps all parameters that have a gradient, with clipping, a loss scale, skipping or zeroing, as the options say.</summary>
    /// <param name="options">The scale of the gradients, their greatest norm, what to do where they are not finite, and whether they
    /// are set to zero. A norm is that of all parameters together, whatever their element types.</param>
    /// <returns>What the step did: whether it was skipped, the norm of the gradients, their scale.</returns>
    /// <exception cref="InvalidOperationException">A parameter or its gradient cannot be stepped, or overlaps another one; the message
    /// names it and says what to do. Or for the reasons of <see cref="Optimizer.Step(StepOptions)"/>. Nothing is written.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public StepReport Step(StepOptions options = default)
    {
        Begin();
        try
        {
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].ReadOptions();
            for (var i = 0; i < _sets.Count; i++)
                _sets[i].Hold();
            var report = _sets.Count == 1 ? _sets[0].Optimizer.Step(options) : StepAll(options);
            for (var i = 0; i < _groups.Count; i++)
                _groups[i].PublishLearningRate();
            return report;
        }
        finally
        {
            End();
        }
    }

    /// <summary>Sets the gradients of all parameters to zero, in place. A step can do that in the same pass over memory:
    /// <see cref="StepOptions.ZeroGradients"/>.</summary>
    /// <exception cref="InvalidOperationException">A parameter is disposed.</exception>
    public override void zero_grad()
    {
        foreach (var set in _sets)
        {
            foreach (var tensor in set.Tensors)
                tensor.ZeroGradient();
        }
    }

    /// <summary>Gets the parameters that the optimizer steps.</summary>
    public override IEnumerable<TorchParameter> parameters() => _groups.SelectMany(group => group.Parameters);

    /// <summary>
    /// Puts the weights to evaluate with, which a rule may have, in the place of the training weights, until the returned scope is
    /// disposed. A rule without such weights evaluates with its training weights, and nothing is copied.
    /// </summary>
    /// <returns>The scope, whose disposal restores the training weights. Dispose it before the model.</returns>
    /// <exception cref="InvalidOperationException">A parameter cannot be addressed, weights to evaluate with are in use already, or an
    /// optimizer is faulted.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer is disposed.</exception>
    public IDisposable UseEvaluationWeights()
    {
        var evaluation = new Evaluation(this);
        try
        {
            WithValues(() =>
            {
                foreach (var set in _sets)
                    evaluation.Add(set.Optimizer.UseEvaluationWeights());
            });
            return _evaluation = evaluation;
        }
        catch
        {
            evaluation.Dispose();
            throw;
        }
    }

    /// <summary>Releases the states. The parameters stay as they are.</summary>
    /// <param name="disposing">Whether <see cref="IDisposable.Dispose"/> is called.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            // The training weights come back.
            _evaluation?.Dispose();
            _isDisposed = true;
            foreach (var set in _sets)
                set.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Begin()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(FusedOptimizer));
        if (_isStepping)
            throw new InvalidOperationException("A step of this optimizer is under way. Call it again after the step has ended.");
        _isStepping = true;
    }

    private void End()
    {
        for (var i = 0; i < _sets.Count; i++)
            _sets[i].Release();
        _isStepping = false;
    }

    // Operations that do not use gradients, such as one that is sparse.
    private void WithValues(Action operation)
    {
        Begin();
        try
        {
            foreach (var set in _sets)
                set.HoldValues();
            operation();
        }
        finally
        {
            End();
        }
    }

    /// <summary>The scopes of all optimizers, ended together.</summary>
    private sealed class Evaluation(FusedOptimizer optimizer) : IDisposable
    {
        private readonly List<IDisposable> _scopes = [];

        public void Add(IDisposable scope) => _scopes.Add(scope);

        public void Dispose()
        {
            if (_scopes.Count == 0 || optimizer._isDisposed)
                return;
            IDisposable[] scopes = [.. _scopes];
            _scopes.Clear();
            optimizer.WithValues(() =>
            {
                ExceptionDispatchInfo? first = null;
                foreach (var scope in scopes)
                {
                    try
                    {
                        scope.Dispose();
                    }
                    catch (Exception exception)
                    {
                        first ??= ExceptionDispatchInfo.Capture(exception);
                    }
                }

                first?.Throw();
            });
        }
    }
}
