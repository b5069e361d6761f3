using System.Numerics;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

/// <summary>A call on another thread that waits inside, where a layer, a loss or a callback calls <see cref="Wait"/>.</summary>
internal sealed class HeldCall : IDisposable
{
    private readonly ManualResetEventSlim _isInside = new();
    private readonly ManualResetEventSlim _mayGoOn = new();
    private volatile Thread? _thread;

    /// <summary>Waits once, on the thread of the call.</summary>
    public void Wait()
    {
        if (Thread.CurrentThread != _thread || _isInside.IsSet)
            return;
        _isInside.Set();
        _mayGoOn.Wait();
    }

    /// <summary>Runs a call on another thread, and something else on this thread while the call waits.</summary>
    public void Run(Action call, Action meanwhile)
    {
        Exception? error = null;
        var waited = false;
        _thread = new Thread(() =>
        {
            try
            {
                call();
                waited = _isInside.IsSet;
            }
            catch (Exception exception)
            {
                error = exception;
            }
            finally
            {
                _isInside.Set();
            }
        });
        _thread.Start();
        _isInside.Wait();
        try
        {
            meanwhile();
        }
        finally
        {
            _mayGoOn.Set();
            _thread.Join();
        }

        Assert.Null(error);
        Assert.True(waited);
    }

    public void Dispose()
    {
        _isInside.Dispose();
        _mayGoOn.Dispose();
    }

    /// <summary>Passes values on, and waits in each pass.</summary>
    public sealed record Waiting(HeldCall Call) : Layer
    {
        public override string Kind => "waiting";

        public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new Computing<T>(Call);

        private sealed class Computing<T>(HeldCall call) : NetworkLayer<T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
            {
                call.Wait();
                inputs.CopyTo(outputs);
            }

            public override void Backward(
                ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
            {
                call.Wait();
                outputGradients.CopyTo(inputGradients);
            }
        }
    }
}
