using FusedOptim.Schema;
using FusedOptim.Testing.Tests.Faults;
using FusedOptim.Testing.Tests.Rules;

namespace FusedOptim.Testing.Tests;

/// <summary><see cref="RuleTest.Verify(IUpdateRule, VerifyOptions)"/> of rules that see rows and columns.</summary>
public class VerifyMatrixTests
{
    private const int Rows = 1;
    private const int Columns = 2;
    private const int Update = 3;

    // Operands: the states of rows and columns, then what phases hand out.
    private const int RowState = 0;
    private const int ColumnState = 1;

    private static readonly VerifyOptions s_batch = new() { Views = [new(2, 5, 3)] };

    [Fact]
    public void PassesARuleWithoutFaults() => RuleTest.Verify(new FactoredStep());

    [Fact]
    public void PassesARuleWithoutFaultsOverRowsAcrossBlocks() =>
        RuleTest.Verify(new FactoredStep(), new VerifyOptions { Views = [new(1, 3, 1500), new MatrixView(1, 3, 1500).Transpose()], LargestOffset = 0 });

    [Fact]
    public void FindsAWrongSummandOfARow()
    {
        var failure = Verify(new FaultyPhase(new FactoredStep(), faultyPhase: 0, operand: -1, entry: 22), s_batch);
        Check(failure, PhaseKind.Measure, 0, "squares", 22);
        Assert.Equal(new MatrixView(2, 5, 3), failure.View);
        Assert.StartsWith(
            $"FactoredStep, Measure 1: {FaultyRule.Widest} differs from Scalar, in squares[22] (row 2, column 1 of matrix 1) of 2 × 5 × 3 floats at offset 0.",
            failure.Message);
    }

    [Fact]
    public void FindsAWrongStateOfARow()
    {
        var failure = Verify(new FaultyPhase(new FactoredStep(), Rows, RowState, entry: 7), s_batch);
        Check(failure, PhaseKind.Measure, Rows, "row", 7);
        Assert.StartsWith(
            $"FactoredStep, Measure 2 over rows: {FaultyRule.Widest} differs from Scalar, in row[7] (row 2 of matrix 1) of 2 × 5 × 3 floats", failure.Message);
        // What the row had before the phase, and nothing of elements or columns.
        var lines = failure.Message.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).ToList();
        Assert.Contains(lines, line => line.StartsWith("row:", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("squares:", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("gradient:", StringComparison.Ordinal) || line.StartsWith("column:", StringComparison.Ordinal));
        Assert.Contains("its place makes the difference", failure.Message);
    }

    [Fact]
    public void FindsAWrongStateOfAColumnOfATransposedView()
    {
        var options = new VerifyOptions { Views = [new MatrixView(1, 9, 40).Transpose()] };
        var failure = Verify(new FaultyPhase(new FactoredStep(), Columns, ColumnState, entry: 8), options);
        Check(failure, PhaseKind.Measure, Columns, "column", 8);
        Assert.StartsWith(
            $"FactoredStep, Measure 3 over columns: {FaultyRule.Widest} differs from Scalar, in column[8] (column 8) of 1 × 40 × 9 transposed floats",
            failure.Message);
    }

    [Fact]
    public void FindsAColumnThatAPhaseOverRowsChanges()
    {
        // One row of one column alone: a kernel gets the state itself, not a copy for each element.
        var options = new VerifyOptions { Views = [new(1, 1, 1)] };
        RuleTest.Verify(new FaultyPhase(new FactoredStep(), Update, ColumnState, entry: 0), options);
        var failure = Verify(new FaultyPhase(new FactoredStep(), Rows, ColumnState, entry: 0), options);
        Check(failure, PhaseKind.Measure, Rows, "column", 0);
        Assert.Contains("changes what the phase must leave at", failure.Message);
    }

    [Fact]
    public void TakesLengthsAsRowsAndColumns()
    {
        var options = new VerifyOptions { Lengths = [0, 12] };
        Assert.Equal(new MatrixView(1, 1, 12), Verify(new FaultyPhase(new FactoredStep(), Columns, ColumnState, entry: 9), options).View);
        Assert.Equal(new MatrixView(1, 12, 1), Verify(new FaultyPhase(new FactoredStep(), Rows, RowState, entry: 9), options).View);
    }

    [Fact]
    public void RefusesViewsThatVerifyNothing()
    {
        Assert.StartsWith("Views is empty", Refusal(new VerifyOptions { Views = [] }));
        Assert.StartsWith("Views has 0 × 0 × 0; it must have 1 to 16,777,216 elements", Refusal(new VerifyOptions { Views = [default] }));

        static string Refusal(VerifyOptions options) =>
            Assert.Throws<ArgumentException>(() => RuleTest.Verify(new FactoredStep(), options)).Message;
    }

    private static RuleVerificationException Verify(IUpdateRule rule, VerifyOptions options) =>
        Assert.Throws<RuleVerificationException>(() => RuleTest.Verify(rule, options));

    private static void Check(RuleVerificationException failure, PhaseKind kind, int phase, string operand, int element)
    {
        Assert.Equal((kind, phase, operand, element), (failure.Phase, failure.PhaseIndex, failure.Operand, failure.Element));
        Assert.Equal(typeof(float), failure.Precision);
        Assert.Equal(FaultyRule.Widest, failure.Target);
    }
}
