using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using FusedOptim.Memory;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>The largest values of windows in one precision. Threads share the examples.</summary>
internal sealed unsafe class MaxPool2DLayer<T> : ParallelLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImageWindows _windows;
    private readonly int _channels;
    private readonly int[] _windowOffsets;
    // Of the first channel at each place of a window.
    private readonly int[] _placeOffsets;
    // The place that each output comes from, as a number of the same width: a vector of outputs has a vector of places.
    private readonly ScratchMemory<T> _places = new();
    private bool _isTraining;

    public MaxPool2DLayer(WorkerTeam team, ImageWindows windows)
        : base(team)
    {
        _windows = windows;
        _channels = windows.Channels;
        _windowOffsets = PixelOffsets(windows.Rows, windows.Columns, windows.Stride);
        _placeOffsets = PixelOffsets(windows.WindowHeight, windows.WindowWidth, stride: 1);
    }

    private int InputSize => _windows.ImageSize;

    private int OutputSize => _windows.Count * _channels;

    private bool Overlap => _windows.Stride < _windows.WindowHeight;

    private bool LeaveNothingOut => _windows.Stride <= _windows.WindowHeight
        && (_windows.Rows - 1) * _windows.Stride + _windows.WindowHeight == _windows.Height
        && (_windows.Columns - 1) * _windows.Stride + _windows.WindowWidth == _windows.Width;

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        _isTraining = pass.IsTraining;
        // Grown here, not by the threads.
        if (_isTraining)
            _places.Take(outputs.Length);
        Share(LayerPhase.Forward, inputs.Length / InputSize, inputs, default, outputs);
    }

    public override void Backward(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!inputGradients.IsEmpty)
            Share(LayerPhase.Backward, inputs.Length / InputSize, inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var places = _isTraining ? _places.Take(inputs.Length / InputSize * OutputSize) : default;
        for (var example = start; example < end; example++)
        {
            var (input, output) = (example * InputSize, example * OutputSize);
            var examplePlaces = _isTraining ? places.Slice(output, OutputSize) : default;
            if (phase == LayerPhase.Forward)
                FindLargest(inputs.Slice(input, InputSize), results.Slice(output, OutputSize), examplePlaces);
            else
                PassBack(gradients.Slice(output, OutputSize), examplePlaces, results.Slice(input, InputSize));
        }
    }

    // Of pixels with equal distances, down and to the right.
    private int[] PixelOffsets(int rows, int columns, int stride)
    {
        var offsets = new int[rows * columns];
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] = (i / columns * _windows.Width + i % columns) * stride * _channels;
        return offsets;
    }

    private void FindLargest(ReadOnlySpan<T> image, Span<T> outputs, Span<T> places)
    {
        fixed (T* pixels = image, outputStart = outputs, placeStart = places)
        {
            var output = outputStart;
            var place = placeStart;
            foreach (var offset in _windowOffsets)
            {
                var window = pixels + offset;
                var channel = 0;
                for (; channel <= _channels - Vector<T>.Count; channel += Vector<T>.Count)
                {
                    var (value, from) = LargestOf(window + channel);
                    value.Store(output + channel);
                    if (_isTraining)
                        from.Store(place + channel);
                }

                for (; channel < _channels; channel++)
                {
                    var from = FindLargest(window + channel);
                    output[channel] = window[channel + _placeOffsets[from]];
                    if (_isTraining)
                        place[channel] = T.CreateTruncating(from);
                }

                output += _channels;
                place += _isTraining ? _channels : 0;
            }
        }
    }

    private (Vector<T> Value, Vector<T> Place) LargestOf(T* window)
    {
        var largest = Vector.Load(window);
        var place = Vector<T>.Zero;
        for (var i = 1; i < _placeOffsets.Length; i++)
        {
            var value = Vector.Load(window + _placeOffsets[i]);
            var replaces = Vector.GreaterThan(value, largest) | ~Vector.Equals(value, value);
            largest = Vector.ConditionalSelect(replaces, value, largest);
            place = Vector.ConditionalSelect(replaces, new Vector<T>(T.CreateTruncating(i)), place);
        }

        return (largest, place);
    }

    private int FindLargest(T* window)
    {
        var place = 0;
        for (var i = 1; i < _placeOffsets.Length; i++)
        {
            var value = window[_placeOffsets[i]];
            if (value > window[_placeOffsets[place]] || T.IsNaN(value))
                place = i;
        }

        return place;
    }

    private void PassBack(ReadOnlySpan<T> outputGradients, ReadOnlySpan<T> places, Span<T> inputGradients)
    {
        if (Overlap || !LeaveNothingOut)
            inputGradients.Clear();
        fixed (T* gradientStart = outputGradients, placeStart = places, pixels = inputGradients)
        {
            var gradient = gradientStart;
            var place = placeStart;
            foreach (var offset in _windowOffsets)
            {
                for (var i = 0; i < _placeOffsets.Length; i++)
                    PassBack(gradient, place, T.CreateTruncating(i), pixels + offset + _placeOffsets[i]);
                gradient += _channels;
                place += _channels;
            }
        }
    }

    // To the pixel at one place of a window.
    private void PassBack(T* gradients, T* places, T place, T* pixel)
    {
        var channel = 0;
        for (; channel <= _channels - Vector<T>.Count; channel += Vector<T>.Count)
        {
            var isFrom = Vector.Equals(Vector.Load(places + channel), new Vector<T>(place));
            var gradient = Vector.ConditionalSelect(isFrom, Vector.Load(gradients + channel), Vector<T>.Zero);
            if (Overlap)
                gradient += Vector.Load(pixel + channel);
            gradient.Store(pixel + channel);
        }

        for (; channel < _channels; channel++)
        {
            var gradient = places[channel] == place ? gradients[channel] : T.Zero;
            pixel[channel] = Overlap ? pixel[channel] + gradient : gradient;
        }
    }
}
