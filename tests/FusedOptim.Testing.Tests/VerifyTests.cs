using FusedOptim.Execution;
using FusedOptim.Schema;
using FusedOptim.Testing.Tests.Faults;

namespace FusedOptim.Testing.Tests;

/// <summary><see cref="RuleTest.Verify(IUpdateRule, VerifyOptions)"/> passes what is right, and names the place of what is wrong.</summary>
public class VerifyTests
{
    private static readonly VerifyOptions AllVariants = new() { AllVariants = true };

    [Fact]
    public void PassesRulesWithoutFaults() => RuleTest.Verify(new FaultyRule(Fault.None), AllVariants);

    [Fact]
    public void FindsOneLaneOfOneWidth()
    {
        var failure = Verify(Fault.OneLane);
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "parameter");
        Assert.Equal(typeof(float), failure.Precision);
        Assert.Equal(16, failure.Length);
        Assert.Equal(5, failure.Element);
        Assert.Contains($"{FaultyRule.Widest} differs from Scalar, in parameter[5] of 16 floats", failure.Message);
        Assert.Contains("its place makes the difference", failure.Message);
    }

    [Fact]
    public void FindsASkippedRemainder()
    {
        var failure = Verify(Fault.SkippedRemainder);
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "parameter");
        Assert.Equal((1, 0), (failure.Length, failure.Element));
        Assert.Contains("differs alone too", failure.Message);
    }

    [Fact]
    public void FindsAWriteBehindTheEnd()
    {
        var failure = Verify(Fault.WriteBehindTheEnd);
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "parameter");
        Assert.Equal((0, -1), (failure.Length, failure.Element));
        Assert.Contains("writes outside an operand", failure.Message);
        Assert.Contains("behind its end", failure.Message);
    }

    [Fact]
    public void FindsAWriteBeforeTheStart()
    {
        var failure = Verify(Fault.WriteBeforeTheStart);
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "m");
        Assert.Contains("8 bytes before its start", failure.Message);
    }

    [Fact]
    public void FindsAWrongStrictKernel()
    {
        var failure = Verify(Fault.StrictKernel);
        Check(failure, PhaseKind.Update, KernelTarget.StrictScalar, "parameter");
        Assert.Equal(typeof(double), failure.Precision);
        Assert.Contains("StrictScalar differs from Reference", failure.Message);
    }

    [Fact]
    public void FindsAWrongSummand()
    {
        var failure = Verify(Fault.Summand);
        Check(failure, PhaseKind.Measure, FaultyRule.Widest, "squares");
        Assert.Contains("gradients times 0.37", failure.Message);
        Assert.Contains("differs alone too", failure.Message);
    }

    [Vector512Fact]
    public void FindsAWrongSumInRegisters()
    {
        var failure = Verify(Fault.SumInRegisters);
        Check(failure, PhaseKind.Measure, FaultyRule.Widest, "squares");
        Assert.Equal((1, -1), (failure.Length, failure.Element));
        Assert.Contains("Vector512 with sums in registers differs from Reference, in squares of 1 doubles", failure.Message);
    }

    [Vector512Fact]
    public void FindsAWrongSumOfOneOfSeveralBlocks()
    {
        RuleTest.Verify(new FaultyRule(Fault.SumOfABlock));
        var options = new VerifyOptions { Lengths = [5003], LargestOffset = 0 };
        RuleTest.Verify(new FaultyRule(Fault.None), options);
        var failure = Assert.Throws<RuleVerificationException>(() => RuleTest.Verify(new FaultyRule(Fault.SumOfABlock), options));
        Check(failure, PhaseKind.Measure, FaultyRule.Widest, "squares");
    }

    [Fact]
    public void TellsZerosApart() =>
        Check(Verify(Fault.SignOfZero), PhaseKind.Evaluate, FaultyRule.Widest, "evaluation weight");

    [Fact]
    public void FindsAWrongScalar()
    {
        var failure = Verify(Fault.Scalar);
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "scalar total");
        Assert.Equal(-1, failure.Element);
        Assert.Contains("sums:         squares ", failure.Message);
    }

    [Fact]
    public void FindsAGradientThatMeasuringChanges()
    {
        var failure = Verify(Fault.ChangedGradient);
        Check(failure, PhaseKind.Measure, FaultyRule.Widest, "gradient");
        Assert.Contains("changes what the phase must leave at", failure.Message);
    }

    [Fact]
    public void FindsAGradientThatIsNotZeroed()
    {
        var failure = Verify(Fault.KeptGradient);
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "gradient");
        Assert.Contains("zeroed", failure.Message);
    }

    [Fact]
    public void VerifiesOtherVariantsWhereThatIsAsked()
    {
        RuleTest.Verify(new FaultyRule(Fault.OtherVariant));
        var failure = Assert.Throws<RuleVerificationException>(
            () => RuleTest.Verify(new FaultyRule(Fault.OtherVariant), AllVariants));
        Check(failure, PhaseKind.Update, FaultyRule.Widest, "parameter");
        Assert.Contains("Faulty(LearningRate: 0.25, Doubled: true)", failure.Message);
    }

    [Fact]
    public void TheMessageHasTheInputsAndBothResults()
    {
        var lines = Verify(Fault.OneLane).Message.ReplaceLineEndings("\n").Split('\n');
        Assert.StartsWith("Faulty, Update: ", lines[0]);
        Assert.StartsWith("  rule:         Faulty(LearningRate: 0.25, Doubled: false)", lines[1]);
        Assert.StartsWith("  step:         1, gradients times 1, ", lines[2]);
        const string value = @"-?\d\S* \(0x[0-9A-F]{8}\)";
        foreach (var label in (string[])["parameter", "gradient", "m", "Scalar", FaultyRule.Widest.ToString()])
            Assert.Contains(lines, line => System.Text.RegularExpressions.Regex.IsMatch(line, $"^ +{label}: +{value}$"));
    }

    [Fact]
    public void RefusesOptionsThatVerifyNothing()
    {
        CheckRefusal(new VerifyOptions { Lengths = [] }, "Lengths is empty");
        CheckRefusal(new VerifyOptions { Lengths = [-1] }, "Lengths has -1; it must not be negative");
        CheckRefusal(new VerifyOptions { LargestOffset = 16 }, "LargestOffset has 16; it must be from 0 to 15");
        CheckRefusal(new VerifyOptions { Steps = [0] }, "Steps has 0; it must be at least 1");
        CheckRefusal(new VerifyOptions { GradientScales = [double.NaN] }, "GradientScales has NaN; it must be finite");
    }

    private static RuleVerificationException Verify(Fault fault) =>
        Assert.Throws<RuleVerificationException>(() => RuleTest.Verify(new FaultyRule(fault)));

    private static void Check(RuleVerificationException failure, PhaseKind phase, KernelTarget target, string operand)
    {
        Assert.Equal("Faulty", failure.Rule);
        Assert.Equal((phase, target, operand), (failure.Phase, failure.Target, failure.Operand));
        Assert.StartsWith($"Faulty, {phase}: {target} ", failure.Message);
        Assert.Contains($"in {operand}", failure.Message);
    }

    private static void CheckRefusal(VerifyOptions options, string message)
    {
        var refusal = Assert.Throws<ArgumentException>(() => RuleTest.Verify(new FaultyRule(Fault.None), options));
        Assert.StartsWith(message, refusal.Message);
    }
}
