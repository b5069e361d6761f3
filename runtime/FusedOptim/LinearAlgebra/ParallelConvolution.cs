using FusedOptim.Execution;
using FusedOptim.Memory;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// The products of a convolution, shared among a team. With r_i for the offset of window i in an image and d_k for that of
/// value k in a window, outputs are Σ_k x[r_i + d_k]·W[o, k], derivatives by weights Σ_i x[r_i + d_k]·g[i, o], and
/// derivatives by inputs the sums of Σ_o g[i, o]·W[o, k] at r_i + d_k.
/// </summary>
internal sealed unsafe class ParallelConvolution<T> : IParallelWork
    where T : unmanaged
{
    // Below this many multiplications it takes longer to wake a worker than to do its share.
    private const long SmallestSharedProduct = 1 << 16;
    // The derivatives of so many windows stay in the first-level cache.
    private const int WindowBlock = 128;
    private const int RowsOfTile = 8;

    private readonly WorkerTeam _team;
    private readonly ImageWindows _windows;
    private readonly int _outputs;
    private readonly int[] _windowOffsets;
    private readonly int[] _valueOffsets;
    private readonly int[] _outputOffsets;
    private readonly PaddedImage<T>[] _images;
    private readonly IndirectProduct<T>[] _products;
    private readonly ScratchMemory<T> _panels = new();
    private ConvolutionPhase _phase;
    private int _count;
    private T* _inputs;
    private T* _weights;
    private T* _bias;
    private T* _gradients;
    private T* _sums;
    private T* _results;

    public ParallelConvolution(ImageWindows windows, int outputs, WorkerTeam team, KernelTarget target)
    {
        (_windows, _outputs, _team) = (windows, outputs, team);
        _windowOffsets = windows.WindowOffsets();
        _valueOffsets = windows.ValueOffsets();
        _outputOffsets = GC.AllocateUninitializedArray<int>(outputs, pinned: true);
        for (var i = 0; i < outputs; i++)
            _outputOffsets[i] = i;
        _images = [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new PaddedImage<T>(windows))];
        _products = [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new IndirectProduct<T>(target))];
    }

    private int Places => _windows.WindowHeight * _windows.WindowWidth;

    private int OutputSize => _windows.Count * _outputs;

    // The weights at one place of a window, in panels.
    private int PlaceLength => _products[0].PackedLength(_outputs, _windows.Channels);

    /// <summary>Computes the outputs of images.</summary>
    public void ComputeOutputs(int count, T* images, T* weights, T* bias, T* outputs)
    {
        fixed (T* panels = _panels.Take(_products[0].PackedLength(_windows.WindowSize, _outputs)))
        {
            _products[0].Pack(
                new ProductOperands<T>
                {
                    Depth = _windows.WindowSize, Columns = _outputs,
                    B = weights, BDepthStride = 1, BColumnStride = _windows.WindowSize,
                },
                panels);
            _inputs = images;
            _weights = panels;
            _bias = bias;
            _results = outputs;
            Run(ConvolutionPhase.Outputs, count);
        }
    }

    /// <summary>Adds the derivatives by weights.</summary>
    public void AddWeightGradients(int count, T* images, T* outputGradients, T* weightGradients)
    {
        // Their transpose, so that vectors lie along the outputs.
        fixed (T* sums = _panels.Take(checked(_windows.WindowSize * _outputs)))
        {
            _inputs = images;
            _gradients = outputGradients;
            _sums = sums;
            _results = weightGradients;
            Run(ConvolutionPhase.WeightGradients, count);
        }
    }

    /// <summary>Computes the derivatives by images.</summary>
    public void ComputeInputGradients(int count, T* outputGradients, T* weights, T* inputGradients)
    {
        fixed (T* panels = _panels.Take(checked(Places * PlaceLength)))
        {
            for (var place = 0; place < Places; place++)
            {
                _products[0].Pack(
                    new ProductOperands<T>
                    {
                        Depth = _outputs, Columns = _windows.Channels,
                        B = weights + (nint)place * _windows.Channels, BDepthStride = _windows.WindowSize, BColumnStride = 1,
                    },
                    panels + (nint)place * PlaceLength);
            }

            _gradients = outputGradients;
            _weights = panels;
            _results = inputGradients;
            Run(ConvolutionPhase.InputGradients, count);
        }
    }

    /// <inheritdoc/>
    public void Run(int worker, int workerCount)
    {
        if (_phase == ConvolutionPhase.WeightGradients)
        {
            var tiles = (_windows.WindowSize + RowsOfTile - 1) / RowsOfTile;
            var (startTile, endTile) = WorkerTeam.Share(tiles, worker, workerCount);
            if (startTile < endTile)
                AddWeightGradients((int)startTile * RowsOfTile, (int)Math.Min(endTile * RowsOfTile, _windows.WindowSize), worker);
            return;
        }

        var (start, end) = WorkerTeam.Share(_count, worker, workerCount);
        for (var image = (nint)start; image < end; image++)
        {
            if (_phase == ConvolutionPhase.Outputs)
                ComputeOutputs(image, worker);
            else
                ComputeInputGradients(image, worker);
        }
    }

    private void Run(ConvolutionPhase phase, int count)
    {
        (_phase, _count) = (phase, count);
        if ((Int128)count * OutputSize * _windows.WindowSize < SmallestSharedProduct)
            Run(worker: 0, workerCount: 1);
        else
            _team.Run(this);
    }

    private void ComputeOutputs(nint image, int worker)
    {
        fixed (T* pixels = Pad(image, worker))
        fixed (int* windowOffsets = _windowOffsets, valueOffsets = _valueOffsets)
        {
            _products[worker].Run(new IndirectOperands<T>
            {
                EndRow = _windows.Count, Columns = _outputs, Depth = _windows.WindowSize,
                A = pixels, ARows = new(windowOffsets), ADepths = valueOffsets,
                B = _weights,
                Start = _bias, StartRows = new(stride: 0),
                C = _results + image * OutputSize, CRows = new(stride: _outputs),
            });
        }
    }

    // Of the values [start, end) of windows, over all windows of all images in order.
    private void AddWeightGradients(int start, int end, int worker)
    {
        var sums = _sums;
        new Span<T>(sums + (nint)start * _outputs, (end - start) * _outputs).Clear();
        for (var image = (nint)0; image < _count; image++)
        {
            fixed (T* pixels = Pad(image, worker))
            fixed (int* windowOffsets = _windowOffsets, valueOffsets = _valueOffsets)
            {
                for (var window = 0; window < _windows.Count; window += WindowBlock)
                {
                    _products[worker].Run(new IndirectOperands<T>
                    {
                        FirstRow = start, EndRow = end, Columns = _outputs,
                        Depth = Math.Min(WindowBlock, _windows.Count - window),
                        A = pixels, ARows = new(valueOffsets), ADepths = windowOffsets + window,
                        B = _gradients + image * OutputSize + (nint)window * _outputs, BDepthStride = _outputs,
                        Start = sums, StartRows = new(stride: _outputs),
                        C = sums, CRows = new(stride: _outputs),
                    });
                }
            }
        }

        for (var value = start; value < end; value++)
        {
            for (var output = 0; output < _outputs; output++)
            {
                var to = _results + (nint)output * _windows.WindowSize + value;
                *to = Element.Sum(*to, sums[(nint)value * _outputs + output]);
            }
        }
    }

    private void ComputeInputGradients(nint image, int worker)
    {
        var result = new Span<T>(_results + image * _windows.ImageSize, _windows.ImageSize);
        fixed (T* sums = _images[worker].Clear(result))
        fixed (int* windowOffsets = _windowOffsets, outputOffsets = _outputOffsets)
        {
            for (var window = 0; window < _windows.Count; window += WindowBlock)
            {
                // Windows overlap; the pixels at one place of all windows do not.
                for (var place = 0; place < Places; place++)
                {
                    var pixel = sums + _valueOffsets[place * _windows.Channels];
                    _products[worker].Run(new IndirectOperands<T>
                    {
                        FirstRow = window, EndRow = Math.Min(window + WindowBlock, _windows.Count), Columns = _windows.Channels,
                        Depth = _outputs,
                        A = _gradients + image * OutputSize, ARows = new(stride: _outputs), ADepths = outputOffsets,
                        B = _weights + (nint)place * PlaceLength,
                        Start = pixel, StartRows = new(windowOffsets),
                        C = pixel, CRows = new(windowOffsets),
                    });
                }
            }
        }

        _images[worker].Crop(result);
    }

    private ReadOnlySpan<T> Pad(nint image, int worker) =>
        _images[worker].Pad(new ReadOnlySpan<T>(_inputs + image * _windows.ImageSize, _windows.ImageSize));
}
