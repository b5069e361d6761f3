using FsCheck;
using FsCheck.Fluent;
using FusedOptim.Formats;
using FusedOptim.Tests.Optimization;

namespace FusedOptim.Tests.Parameters;

public unsafe class ParameterLayoutTests
{
    private static readonly Arbitrary<(ParameterKind Kind, int Count, bool IsBuffer)[]> Models = (
        from kind in Gen.Elements(Enum.GetValues<ParameterKind>())
        from count in Gen.OneOf(Gen.Choose(1, 40), Gen.Choose(1, 3000))
        from isBuffer in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (kind, count, isBuffer)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void TensorsAreAlignedAndApartInSinglePrecision() => Prop.ForAll(Models, Check<float>).CheckSeeded();

    [Fact]
    public void TensorsAreAlignedAndApartInDoublePrecision() => Prop.ForAll(Models, Check<double>).CheckSeeded();

    [Fact]
    public void KindsLieSideBySide()
    {
        using var set = new ParameterSet<float>();
        var bias1 = set.Add("1.bias", ParameterKind.Bias, 5);
        var weight1 = set.Add("1.weight", ParameterKind.Weight, 5, 5);
        set.AddBuffer("mean", 7);
        var bias2 = set.Add("2.bias", ParameterKind.Bias, 16);
        var weight2 = set.Add("2.weight", ParameterKind.Weight, 1);

        var start = Address(weight1.Values);
        Assert.Equal(
            [0, 256, 2 * 256, 3 * 256],
            new[] { weight1, weight2, bias1, bias2 }.Select(parameter => Address(parameter.Values) - start));
    }

    [Fact]
    public void SlabsMayBeLargerThanTwoGibibytes()
    {
        // Committed page by page when written, so that this costs a few pages.
        using var set = new ParameterSet<float>();
        var first = set.Add("first", ParameterKind.Weight, 400_000_000);
        var second = set.Add("second", ParameterKind.Weight, 400_000_000);

        second.Values[^1] = 7;

        Assert.Equal(1_600_000_000, Address(second.Values) - Address(first.Values));
        Assert.Equal(0, first.Values[^1]);
        Assert.Equal(7, second.Values[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(2_000_000)]
    public void StreamsOfAKernelNeverShareTheLowBitsOfTheirAddresses(int count)
    {
        using var set = new ParameterSet<float>();
        var weight = set.Add("weight", ParameterKind.Weight, count);
        using var optimizer = Optimizer.Create(set, new DriftRule());

        nint[] addresses =
        [
            Address(weight.Values), Address(weight.Gradients),
            .. optimizer.Groups[0].Rule.Schema.States.Select(state => Address(optimizer.GetState(weight, state.Key))),
        ];

        Assert.Equal(addresses.Length, addresses.Select(address => address % 4096).Distinct().Count());
        Assert.All(addresses, address => Assert.Equal(0, address % 64));
    }

    private static bool Check<T>((ParameterKind Kind, int Count, bool IsBuffer)[] model)
        where T : unmanaged
    {
        using var set = new ParameterSet<T>();
        for (var i = 0; i < model.Length; i++)
        {
            var (kind, count, isBuffer) = model[i];
            _ = isBuffer ? set.AddBuffer($"{i}", count) : set.Add($"{i}", kind, count);
        }

        CheckSpans<T>([.. set.Concat(set.Buffers).Select(parameter => (Address(parameter.Values), parameter.Count))]);
        CheckSpans<T>([.. set.Select(parameter => (Address(parameter.Gradients), parameter.Count))]);
        Assert.Equal(
            set.OrderBy(parameter => parameter.Kind).Concat(set.Buffers),
            set.Concat(set.Buffers).OrderBy(parameter => Address(parameter.Values)));
        return true;
    }

    private static void CheckSpans<T>((nint Address, long Count)[] spans)
        where T : unmanaged
    {
        Array.Sort(spans);
        for (var i = 0; i < spans.Length; i++)
        {
            Assert.Equal(0, spans[i].Address % 64);
            // Tensors start at blocks, whatever format states have.
            Assert.Equal(0, (spans[i].Address - spans[0].Address) % (StorageFormat.BlockLength * sizeof(T)));
            if (i > 0)
            {
                var padding = spans[i].Address - (spans[i - 1].Address + spans[i - 1].Count * sizeof(T));
                Assert.InRange(padding, 0, StorageFormat.BlockLength * sizeof(T) - 1);
            }
        }
    }

    private static nint Address<T>(Span<T> span)
        where T : unmanaged
    {
        fixed (T* first = span)
            return (nint)first;
    }
}
