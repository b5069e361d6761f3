namespace FusedOptim.Schema;

/// <summary>Combining by the kind of a reduction.</summary>
internal static class ReductionKindOperations
{
    extension(ReductionKind kind)
    {
        /// <summary>The result of no element.</summary>
        public double Empty => kind == ReductionKind.Sum ? 0.0 : double.NegativeInfinity;

        /// <summary>Two results together.</summary>
        public double Combine(double a, double b) => kind == ReductionKind.Sum ? a + b : Math.Max(a, b);
    }
}
