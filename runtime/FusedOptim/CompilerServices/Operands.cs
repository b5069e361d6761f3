using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>The checks that precede the first write of a rule's <c>Apply</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Operands
{
    /// <summary>Checks that an operand is as long as another and does not share memory with it.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="operand">The operand.</param>
    /// <param name="other">The operand it is checked against.</param>
    /// <param name="operandName">Its name, for the message.</param>
    /// <param name="otherName">The other's name, for the message.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the memory overlaps.</exception>
    public static void Check<T>(
        ReadOnlySpan<T> operand,
        ReadOnlySpan<T> other,
        [CallerArgumentExpression(nameof(operand))] string operandName = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        if (operand.Length != other.Length)
        {
            throw new ArgumentException(
                $"{operandName} has {operand.Length} elements; it must have {other.Length}, as {otherName} has.", operandName);
        }

        CheckOverlap(operand, other, operandName, otherName);
    }

    /// <summary>Checks that an operand does not share memory with another.</summary>
    /// <inheritdoc cref="Check"/>
    /// <exception cref="ArgumentException">The memory overlaps.</exception>
    public static void CheckOverlap<T>(
        ReadOnlySpan<T> operand,
        ReadOnlySpan<T> other,
        [CallerArgumentExpression(nameof(operand))] string operandName = "",
        [CallerArgumentExpression(nameof(other))] string otherName = "")
    {
        if (operand.Overlaps(other))
        {
            throw new ArgumentException(
                $"{operandName} shares memory with {otherName}; each operand must have memory of its own.", operandName);
        }
    }

    /// <summary>Checks that a view has as many elements as a parameter.</summary>
    /// <param name="view">The view.</param>
    /// <param name="count">The number of elements of the parameter.</param>
    /// <exception cref="ArgumentException">It has more or fewer.</exception>
    public static void CheckView(MatrixView view, int count)
    {
        if (view.Count != count)
        {
            throw new ArgumentException(
                Invariant($"view is {view}, which has {view.Count} elements; it must have {count}, as parameter has."), nameof(view));
        }
    }

    /// <summary>Checks that a state has the values of rows, columns or matrices, and memory that it does not share with the parameter.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="operand">The state.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="name">The name of the state, for the message.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="content">What they are, such as "one for each row of the view".</param>
    /// <exception cref="ArgumentException">The length is another, or the memory overlaps.</exception>
    public static void CheckVector<T>(ReadOnlySpan<T> operand, ReadOnlySpan<T> parameter, string name, long count, string content)
    {
        if (operand.Length != count)
        {
            throw new ArgumentException(
                Invariant($"{name} has {operand.Length} elements; it must have {count}, {content}."), name);
        }

        CheckOverlap(operand, parameter, name, nameof(parameter));
    }

    /// <summary>Checks that there are as many scalars as a rule has.</summary>
    /// <param name="scalars">The scalars.</param>
    /// <param name="count">How many the rule has.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static void CheckScalars(ReadOnlySpan<double> scalars, int count)
    {
        if (scalars.Length != count)
        {
            throw new ArgumentException(
                Invariant($"scalars has {scalars.Length} elements; it must have {count}, as the rule has scalars."), nameof(scalars));
        }
    }

    /// <summary>Checks that a step is at least 1.</summary>
    /// <param name="step">The step.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public static void CheckStep(int step)
    {
        if (step < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(step), step, Invariant($"step is {step}; steps are counted from 1."));
        }
    }

    /// <summary>Checks that a gradient scale is finite.</summary>
    /// <param name="gradientScale">What gradients are multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN or infinite.</exception>
    public static void CheckGradientScale(double gradientScale)
    {
        if (!double.IsFinite(gradientScale))
        {
            throw new ArgumentOutOfRangeException(
                nameof(gradientScale), gradientScale,
                Invariant($"gradientScale is {gradientScale}; it must be finite."));
        }
    }
}
