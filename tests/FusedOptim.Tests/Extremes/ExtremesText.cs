namespace FusedOptim.Tests.Extremes;

/// <summary>The sentences of docs/extremes.md around the table.</summary>
internal static class ExtremesText
{
    public const string Beginning = """
        # Extreme numbers

        What the shipped rules do in single precision where numbers leave their ordinary range. The table is generated:
        `FUSEDOPTIM_ACCEPT_SNAPSHOTS=1 dotnet test -c Release tests/FusedOptim.Tests --filter ExtremesPage` runs every rule and
        writes this page.

        Rules that work on matrices are left out: what an element does depends on all others there.

        Each cell is 20,000 steps with the default hyperparameters, in float and in double:

        - **right**: all values are finite, and float follows double. Each element stays within a hundredth of the length that it
          moves, beside the rounding of its value in each step.
        - **refused**: the rule cannot be made. The exception names the least value.
        - a letter: the note below the table says what happens. A value is NaN only where the note says so.

        The columns:

        - ε = 0: whether the rule takes it.
        - least ε: the least ε that the rule takes, with all inputs of the other columns.
        - zero: gradients of zero, from the first step on and after a first gradient.
        - constant, alternating: a gradient of 0.3 that keeps its sign, or changes it in each step.
        - 10¹⁹, 10⁻²⁵: values of this magnitude, gradients of this magnitude, and both; constant, alternating, only in the first
          step, and zero.


        """;

    public const string End = """

        ## The least ε

        ε keeps a quotient finite where gradients vanish: with ε = 0, a gradient of zero is 0/0. The ranges of the shipped rules
        exclude that, also in float, which has no numbers below 10⁻⁴⁵:

        | where ε is | least | why |
        |---|---|---|
        | beside the root of an average of squares | 10⁻²² | In float the squares of smaller gradients are 0, and the quotient is g/ε. With this ε it is not above 1. |
        | in a root, or beside something that is not a square | 10⁻³⁷ | Float holds it. |
        | squared (`StableAdamW`) | 10⁻¹⁸ | Float holds ε². |
        | times d (`Prodigy`) | 10⁻¹⁵ | Float holds dε for every d from 10⁻²² on. |

        Where sums start above zero, as those of `AdaGrad` can, ε = 10⁻²² gives the same bits as none.

        ## What applies to every rule in float

        - The square of a gradient above 1.8·10¹⁹ is infinite. Its second moment stays infinite, and the element does not move
          again; where a β of 0 multiplies the infinite moment, it is NaN. Clip gradients (`StepOptions.MaximumNorm`,
          `[ClipByValue]`), or train in double.
        - The square of a gradient below 10⁻²² is 0 or inexact, so that the step is g/ε instead of g/(√v + ε). This matters only
          where ε is as small.
        - Sums over a tensor or the model (norms, inner products) are computed in double, and have neither limit.
        - The rate times a ratio of norms (`Lars`, `Lamb`, `[TrustRatio]`) is infinite above 3.4·10³⁸: under `Lamb` without decay, values
          of 10³⁰ whose gradients are 10⁻²⁵. The least decay of `Lars` that excludes it is 3·10⁻⁴². See [sums](numerics.md#sums).
        - `Mars` corrects a gradient before it scales it. The corrected gradient is infinite, and the element NaN, with gradients above
          2.3·10³⁸, or above 1.7·10³⁸ where signs change.
        - A hyperparameter beyond the range of float, such as a rate of 10³⁹, is infinite in the kernels, and infinity times a
          gradient of zero is NaN.
        - Decay or regularization with a coefficient of 0 adds nothing, even to values that are infinite. Rules that compare a
          value with another one (`ScheduleFreeSgd`, `ScheduleFreeAdamW`, `Prodigy`) or take norms of values give NaN for infinite
          values.
        - (1 − ηλ)θ changes the sign of θ where ηλ is above 1, and diverges where it is above 2. Nothing refuses it: η is scheduled.
        - A cautious mask takes the product of direction and gradient. In float it is 0, and the element does not move, where the
          product is below 10⁻⁴⁵.
        - NaN in a gradient makes the element NaN, and with norms its tensor. `StepOptions.SkipNonFinite` skips the step.

        """;
}
