namespace FusedOptim.Benchmarks;

/// <summary>Operands in memory of their own.</summary>
internal sealed class NativeOperands : AdamWOperands
{
    private readonly AlignedMemory _parameter;
    private readonly AlignedMemory _gradient;
    private readonly AlignedMemory _m;
    private readonly AlignedMemory _v;

    public NativeOperands(int count)
        : base(count)
    {
        _parameter = new AlignedMemory(count, stream: 0);
        _gradient = new AlignedMemory(count, stream: 1);
        _m = new AlignedMemory(count, stream: 2);
        _v = new AlignedMemory(count, stream: 3);
        Reset();
    }

    public override Span<float> Parameter => _parameter.Span;

    public override Span<float> Gradient => _gradient.Span;

    public override Span<float> M => _m.Span;

    public override Span<float> V => _v.Span;

    public override void Dispose()
    {
        _parameter.Dispose();
        _gradient.Dispose();
        _m.Dispose();
        _v.Dispose();
        base.Dispose();
    }
}
