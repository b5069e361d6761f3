using System.Runtime.InteropServices;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;

namespace FusedOptim.Training.Tests;

/// <summary>Loops by hand over parameters in two bytes with a master copy, frozen after epoch 3 and thawed after epoch 6.</summary>
public sealed class FrozenMasterCopyTests
{
    private const int Epochs = 8;

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void ARunThatFreezesAndThawsResumesWithTheSameBits(bool isHalf, bool keepsStates)
    {
        if (isHalf)
            Check<Half>(keepsStates, value => (Half)value);
        else
            Check<BFloat16>(keepsStates, value => (BFloat16)value);
    }

    private static void Check<T>(bool keepsStates, Func<float, T> convert)
        where T : unmanaged
    {
        var expected = Run(keepsStates, convert, saveAfter: 0);
        foreach (var epoch in (int[])[2, 3, 5, 6, 7])
            Assert.Equal(expected, Run(keepsStates, convert, epoch));
    }

    /// <summary>The bytes of values and master copies at the end.</summary>
    private static byte[] Run<T>(bool keepsStates, Func<float, T> convert, int saveAfter)
        where T : unmanaged
    {
        using var file = new TemporaryFile();
        var (set, optimizer) = Create(convert);
        byte[] frozen = [];
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            for (var step = 0; step < 4; step++)
                FillAndStep(set, optimizer, convert, seed: (epoch * 100) + step);
            if (epoch == 3)
            {
                optimizer.Freeze([set["body"]], keepsStates);
                frozen = BytesOf(set["body"].Values);
            }

            if (epoch == 6)
            {
                Assert.Equal(frozen, BytesOf(set["body"].Values));
                optimizer.Unfreeze(set["body"]);
            }

            if (epoch != saveAfter)
                continue;
            new Checkpoint().Add(set).Add(optimizer).Save(file.Path);
            optimizer.Dispose();
            set.Dispose();
            (set, optimizer) = Create(convert);
            if (epoch is >= 3 and < 6)
                optimizer.Freeze([set["body"]], keepsStates);
            new Checkpoint().Add(set).Add(optimizer).Load(file.Path);
        }

        using (set)
        using (optimizer)
            return [.. set.SelectMany(p => (byte[])[.. BytesOf(p.Values), .. BytesOf(optimizer.GetMasterCopy(p))])];
    }

    private static (ParameterSet<T> Set, Optimizer Optimizer) Create<T>(Func<float, T> convert)
        where T : unmanaged
    {
        var set = new ParameterSet<T>();
        set.Add("body", ParameterKind.Weight, 30, 40);
        set.Add("head", ParameterKind.Weight, 7, 40);
        foreach (var parameter in set)
        {
            for (var i = 0; i < parameter.Values.Length; i++)
                parameter.Values[i] = convert(MathF.Sin(i));
        }

        var options = new OptimizerOptions { StateFormat = new BlockFloat8Format(), MasterCopy = true };
        return (set, Optimizer.Create(set, new AdamW(0.01), options));
    }

    private static void FillAndStep<T>(ParameterSet<T> set, Optimizer optimizer, Func<float, T> convert, int seed)
        where T : unmanaged
    {
        var random = new Random(seed);
        foreach (var parameter in set)
        {
            for (var i = 0; i < parameter.Gradients.Length; i++)
                parameter.Gradients[i] = convert(random.NextSingle() - 0.4f);
        }

        optimizer.Step(new StepOptions { MaximumNorm = 1, ZeroGradients = true });
    }

    private static byte[] BytesOf<T>(Span<T> span)
        where T : unmanaged => MemoryMarshal.AsBytes(span).ToArray();
}
