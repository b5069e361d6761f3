using Xunit.Abstractions;

namespace FusedOptim.Tests.Functions;

/// <summary>
/// The largest errors that docs/numerics.md states. The test samples; with FUSEDOPTIM_MEASURE_FUNCTIONS=1 it measures, all
/// floats where there is one argument, and prints what it found.
/// </summary>
public class FunctionAccuracyTests(ITestOutputHelper output)
{
    private const int Block = 1 << 14;

    // What docs/numerics.md says of the angle, in units in the last place.
    private const double Atan2Bound = 1.1;

    private static readonly bool IsMeasurement = Environment.GetEnvironmentVariable("FUSEDOPTIM_MEASURE_FUNCTIONS") == "1";

    public static TheoryData<string> Names => FunctionCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void InSingle(string name)
    {
        var function = FunctionCase.Find(name);
        // Every float, or one in 509: a prime, so that all mantissas have their turn.
        var stride = IsMeasurement ? 1 : 509;
        var count = (1L << 32) / stride;
        Check($"{name} in float, {count:N0} arguments", function.SingleBound, (int)(count / Block), (index, record) =>
        {
            var arguments = new float[Block];
            for (var i = 0; i < Block; i++)
                arguments[i] = BitConverter.UInt32BitsToSingle((uint)(((long)index * Block + i) * stride));
            var wide = Array.ConvertAll(arguments, static argument => (double)argument);
            var (results, truths) = (new float[Block], new double[Block]);
            function.Single(results, [.. arguments]);
            function.Double(truths, [.. wide]);
            for (var i = 0; i < Block; i++)
                record(UnitsInLastPlace.Of(results[i], truths[i]), wide[i], 0);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InDouble(string name)
    {
        var function = FunctionCase.Find(name);
        var blocks = IsMeasurement ? 1500 : 8;
        Check($"{name} in double, {(long)blocks * Block:N0} arguments", function.DoubleBound, blocks, (index, record) =>
        {
            var random = new Random(index);
            var arguments = new double[Block];
            for (var i = 0; i < Block; i++)
                arguments[i] = function.DrawArgument(random);
            var results = new double[Block];
            function.Double(results, [.. arguments]);
            for (var i = 0; i < Block; i++)
            {
                Assert.Equal(results[i], function.Method(arguments[i]));
                // The only argument whose result has no last place.
                if (results[i] != 0 || arguments[i] != (name == "Log" ? 1 : 0))
                    record(UnitsInLastPlace.Of(results[i], function.Reference(arguments[i])), arguments[i], 0);
            }
        });
    }

    [Fact]
    public void PowInSingle()
    {
        var blocks = IsMeasurement ? 1 << 13 : 64;
        Check($"Pow in float, {(long)blocks * Block:N0} pairs", 2, blocks, (index, record) =>
        {
            var random = new Random(index);
            var (bases, exponents) = (new float[Block], new float[Block]);
            for (var i = 0; i < Block; i++)
            {
                bases[i] = (float)DrawBase(random, BitConverter.Int32BitsToSingle(random.Next(1, 0x7F80_0000)), 24);
                exponents[i] = (float)DrawExponent(random, bases[i], 150);
            }

            var (results, truths) = ((float[])[.. bases], Array.ConvertAll(bases, static value => (double)value));
            new PowRule().Apply(1, results, [.. exponents]);
            new PowRule().Apply(1, truths, Array.ConvertAll(exponents, static value => (double)value));
            for (var i = 0; i < Block; i++)
                record(UnitsInLastPlace.Of(results[i], truths[i]), bases[i], exponents[i]);
        });
    }

    [Fact]
    public void PowOfAtMostOneInSingle()
    {
        var blocks = IsMeasurement ? 1 << 13 : 64;
        Check($"Pow in float, exponents from 0 to 1, {(long)blocks * Block:N0} pairs", 2, blocks, (index, record) =>
        {
            var random = new Random(index);
            var power = (float)random.NextDouble();
            var bases = new float[Block];
            for (var i = 0; i < Block; i++)
                bases[i] = (float)DrawBase(random, BitConverter.Int32BitsToSingle(random.Next(1, 0x7F80_0000)), 24);
            var results = new float[Block];
            new PartialPowRule(power).Apply(1, results, [.. bases]);
            for (var i = 0; i < Block; i++)
                record(UnitsInLastPlace.Of(results[i], Elementwise.Pow(bases[i], power)), bases[i], power);
        });
    }

    [Fact]
    public void PowInDouble()
    {
        var blocks = IsMeasurement ? 1500 : 8;
        Check($"Pow in double, {(long)blocks * Block:N0} pairs", 2, blocks, (index, record) =>
        {
            var random = new Random(index);
            var (bases, exponents) = (new double[Block], new double[Block]);
            for (var i = 0; i < Block; i++)
            {
                bases[i] = DrawBase(random, FunctionCase.Positive(random), 53);
                exponents[i] = DrawExponent(random, bases[i], 1075);
            }

            double[] results = [.. bases];
            new PowRule().Apply(1, results, [.. exponents]);
            for (var i = 0; i < Block; i++)
            {
                Assert.Equal(results[i], Elementwise.Pow(bases[i], exponents[i]));
                record(UnitsInLastPlace.Of(results[i], FunctionReference.Pow(bases[i], exponents[i])), bases[i], exponents[i]);
            }
        });
    }

    [Fact]
    public void Atan2InSingle()
    {
        var blocks = IsMeasurement ? 1 << 13 : 64;
        Check($"Atan2 in float, {(long)blocks * Block:N0} pairs", Atan2Bound, blocks, (index, record) =>
        {
            var random = new Random(index);
            var (ordinates, abscissas) = (new float[Block], new float[Block]);
            for (var i = 0; i < Block; i++)
            {
                ordinates[i] = (float)WithSign(random, BitConverter.Int32BitsToSingle(random.Next(1, 0x7F80_0000)));
                abscissas[i] = (float)DrawAbscissa(random, ordinates[i], BitConverter.Int32BitsToSingle(random.Next(0x7F80_0000)));
            }

            var (results, truths) = ((float[])[.. ordinates], Array.ConvertAll(ordinates, static value => (double)value));
            new Atan2Rule().Apply(1, results, [.. abscissas]);
            new Atan2Rule().Apply(1, truths, Array.ConvertAll(abscissas, static value => (double)value));
            for (var i = 0; i < Block; i++)
                record(UnitsInLastPlace.Of(results[i], truths[i]), ordinates[i], abscissas[i]);
        });
    }

    [Fact]
    public void Atan2InDouble()
    {
        var blocks = IsMeasurement ? 1500 : 8;
        Check($"Atan2 in double, {(long)blocks * Block:N0} pairs", Atan2Bound, blocks, (index, record) =>
        {
            var random = new Random(index);
            var (ordinates, abscissas) = (new double[Block], new double[Block]);
            for (var i = 0; i < Block; i++)
            {
                ordinates[i] = WithSign(random, FunctionCase.Positive(random));
                abscissas[i] = DrawAbscissa(random, ordinates[i], FunctionCase.Positive(random));
            }

            double[] results = [.. ordinates];
            new Atan2Rule().Apply(1, results, [.. abscissas]);
            for (var i = 0; i < Block; i++)
            {
                Assert.Equal(results[i], Elementwise.Atan2(ordinates[i], abscissas[i]));
                record(
                    UnitsInLastPlace.Of(results[i], FunctionReference.Atan2(ordinates[i], abscissas[i])), ordinates[i], abscissas[i]);
            }
        });
    }

    private static double WithSign(Random random, double value) => random.Next(2) == 0 ? value : -value;

    // Any, or one of the size of the ordinate, where the angle is neither flat nor steep.
    private static double DrawAbscissa(Random random, double ordinate, double any) => random.Next(4) == 0
        ? WithSign(random, any)
        : Math.Clamp(ordinate * (random.NextDouble() * 4 - 2), -double.MaxValue, double.MaxValue);

    // Any magnitude, or near 1, where the logarithm is small and exponents are large.
    private static double DrawBase(Random random, double any, int bits) =>
        random.Next(2) == 0 ? any : 1 + (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(bits));

    // So that the result is a number, or nearly: a bit over the range of its binary exponent.
    private static double DrawExponent(Random random, double value, double most) => random.Next(3) == 0
        ? random.NextDouble()
        : (random.NextDouble() * 2 - 1) * most / Math.Max(Math.Abs(Math.Log2(value)), 1e-300);

    private void Check(string what, double bound, int blocks, Action<int, Action<double, double, double>> measure)
    {
        var gate = new Lock();
        var (largest, argument, second) = (0.0, 0.0, 0.0);
        Parallel.For(0, blocks, index =>
        {
            var (largestHere, argumentHere, secondHere) = (0.0, 0.0, 0.0);
            measure(index, (error, x, y) =>
            {
                if (!(error <= largestHere))
                    (largestHere, argumentHere, secondHere) = (error, x, y);
            });
            lock (gate)
            {
                if (largestHere > largest)
                    (largest, argument, second) = (largestHere, argumentHere, secondHere);
            }
        });
        output.WriteLine($"{what}: at most {largest:F3} units in the last place, at {argument:R}" +
            (second == 0 ? "" : $" and {second:R}"));
        Assert.True(largest <= bound, $"{what}: {largest} units in the last place at {argument:R}, {second:R}; said are {bound}.");
    }
}
