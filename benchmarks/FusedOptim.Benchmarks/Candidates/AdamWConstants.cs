using System.Runtime.InteropServices;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>
/// What an AdamW step computes once and not for each element, in double, rounded to float: the candidates that are
/// tuned by hand take it ready-made. The layout is that of <c>adamw_constants</c> in native/adamw.c.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct AdamWConstants
{
    public const double LearningRate = 1e-3;
    public const double Beta1 = 0.9;
    public const double Beta2 = 0.999;
    public const double Epsilon = 1e-8;
    public const double WeightDecay = 1e-2;

    /// <summary>The rule with the same hyperparameters.</summary>
    public static AdamW Rule { get; } = new(LearningRate, Beta1, Beta2, Epsilon, WeightDecay);

    public readonly float GradientScale = 1;
    public readonly float FirstDecay = (float)Beta1;
    public readonly float FirstGain = (float)(1 - Beta1);
    public readonly float SecondDecay = (float)Beta2;
    public readonly float SecondGain = (float)(1 - Beta2);
    public readonly float ReciprocalBiasCorrection1;
    public readonly float ReciprocalBiasCorrection2;
    public readonly float Denominator = (float)Epsilon;
    public readonly float Rate = (float)LearningRate;
    public readonly float Decay = (float)(1 - LearningRate * WeightDecay);

    public AdamWConstants(int step)
    {
        ReciprocalBiasCorrection1 = (float)(1 / (1 - Math.Pow(Beta1, step)));
        ReciprocalBiasCorrection2 = (float)(1 / (1 - Math.Pow(Beta2, step)));
    }
}
