using FusedOptim.Numerics;

namespace FusedOptim.Schema;

/// <summary>Combining by the kind of a reduction.</summary>
internal static class ReductionKindOperations
{
    extension(ReductionKind kind)
    {
        /// <summary>The result of no element.</summary>
        public double Empty => kind == ReductionKind.Maximum ? double.NegativeInfinity : 0.0;

        /// <summary>Two results together.</summary>
        public double Combine(double a, double b) => kind switch
        {
            ReductionKind.Sum => a + b,
            ReductionKind.Maximum => Math.Max(a, b),
            _ => EuclideanNorm.Of(a, b),
        };

        /// <summary>The result of a block of at most <see cref="BlockReduction.Length"/> entries.</summary>
        public double Reduce(ReadOnlySpan<double> block) => kind switch
        {
            ReductionKind.Sum => BlockReduction.Sum(block),
            ReductionKind.Maximum => BlockReduction.Maximum(block),
            _ => BlockReduction.Norm(block),
        };
    }
}
