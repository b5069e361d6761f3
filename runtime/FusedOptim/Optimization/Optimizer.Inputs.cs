using System.Runtime.CompilerServices;
using FusedOptim.Groups;
using FusedOptim.Schema;

namespace FusedOptim;

/// <content>The inputs of rules: what the caller gives before a step.</content>
public sealed partial class Optimizer
{
    // Counts the steps that inputs are given for, skipped ones too.
    private long _round = 1;

    /// <summary>Gets the names of the inputs that a parameter's rule reads, in the order of the schema; none where its rule has no
    /// inputs.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter.</exception>
    public IEnumerable<string> GetInputNames(Parameter parameter)
    {
        var group = GroupOf(parameter);
        return group.Inputs.Select(input => group.Rule.Schema.Inputs[input].Name);
    }

    /// <summary>Whether the rule of a group, in its variant, has an input of a name.</summary>
    /// <param name="name">The name of the input.</param>
    public bool HasInput(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var isFound = false;
        for (var i = 0; i < _prepared.Count; i++)
            isFound |= TryIndexOfInput(_prepared[i], name) is not null;
        return isFound;
    }

    /// <summary>
    /// Gives an element-wise input of a parameter: returns its memory, row by row, to write before the next step. Once the optimizer or the
    /// set is disposed, the span is safe to touch and has no meaning.
    /// </summary>
    /// <typeparam name="T">The element type of the set.</typeparam>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="name">The name of the input, such as "hessian".</param>
    /// <returns>As many elements as the parameter has. They are zero where the input was not given for the next step before. Those of a
    /// kept input have the values of the last time.</returns>
    /// <remarks>
    /// <para>The call itself counts as giving the input: for the next step, or, where it is declared with
    /// <see cref="InputAttribute.Kept"/>, for all steps until a checkpoint is loaded. Call it again before each step that needs new
    /// values; further calls before the same step return the same elements, to add to.</para>
    /// <para>A skipped step uses inputs up as another one does. The memory is allocated with the states, for parameters whose rule has
    /// the input. <see cref="StepOptions.GradientScale"/>, clipping and the check for values that are not finite do not apply to
    /// inputs.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its variant of the rule does not have such an input,
    /// the input is not element-wise, or the parameter is frozen without states.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public Span<T> GetInput<T>(Parameter<T> parameter, string name)
        where T : unmanaged
    {
        ThrowIfDisposed();
        var group = GroupOf(parameter);
        var input = IndexOfInput(group, name);
        CheckInputIsOver(Over.Element, group, input);
        if (parameter.States is not { } states)
            throw new ArgumentException($"'{parameter.Name}' is frozen, and its states and inputs were dropped.", nameof(parameter));
        var member = parameter.Membership!;
        var elements = states.Input(input).Slab.Span<T>(member.FirstState * Unsafe.SizeOf<T>(), (int)parameter.Count);
        if (!member.Inputs!.IsGiven(input, _round) && !group.Rule.Schema.Inputs[input].IsKept)
            elements.Clear();
        member.Inputs.Give(input, _round);
        return elements;
    }

    /// <summary>Gives an input of the model, such as the loss, to all groups whose rule has it.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="value">The value. It is not checked: rules say what they do with NaN and infinity.</param>
    /// <remarks>It serves for the next step, or, where it is declared with <see cref="InputAttribute.Kept"/>, until it is given again or a
    /// checkpoint is loaded.</remarks>
    /// <exception cref="ArgumentException">No rule of the optimizer has such an input, or it is not one of the model.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void SetInput(string name, double value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ThrowIfDisposed();
        var isFound = false;
        for (var i = 0; i < _prepared.Count; i++)
        {
            if (TryIndexOfInput(_prepared[i], name) is not { } input)
                continue;
            CheckInputIsOver(Over.Model, _prepared[i], input);
            isFound = true;
        }

        if (!isFound)
        {
            string[] known = [.. _prepared.SelectMany(group => group.Inputs.Select(input => group.Rule.Schema.Inputs[input].Name)).Distinct()];
            throw new ArgumentException(
                known.Length == 0
                    ? $"No rule of the optimizer has the input '{name}'; none has inputs."
                    : $"No rule of the optimizer has the input '{name}'; the inputs are {string.Join(", ", known)}.",
                nameof(name));
        }

        for (var i = 0; i < _prepared.Count; i++)
        {
            if (TryIndexOfInput(_prepared[i], name) is not { } input)
                continue;
            for (var j = 0; j < _prepared[i].Parameters.Count; j++)
                Set(_prepared[i].Parameters[j], input, value);
        }
    }

    /// <summary>Gives an input of a tensor.</summary>
    /// <param name="parameter">A parameter that this optimizer steps.</param>
    /// <param name="name">The name of the input.</param>
    /// <param name="value">The value. It is not checked.</param>
    /// <inheritdoc cref="SetInput(string, double)" path="/remarks"/>
    /// <exception cref="ArgumentException">The optimizer does not step the parameter, its variant of the rule does not have such an input,
    /// or it is not one of the tensor.</exception>
    /// <exception cref="ObjectDisposedException">The optimizer or its set is disposed.</exception>
    public void SetInput(Parameter parameter, string name, double value)
    {
        ThrowIfDisposed();
        var group = GroupOf(parameter);
        var input = IndexOfInput(group, name);
        CheckInputIsOver(Over.Tensor, group, input);
        Set(parameter, input, value);
    }

    private void Set(Parameter parameter, int input, double value)
    {
        var inputs = parameter.Membership!.Inputs!;
        inputs.Values[input] = value;
        inputs.Give(input, _round);
    }

    /// <summary>Throws where a parameter of the step lacks an input.</summary>
    private void CheckInputs()
    {
        for (var i = 0; i < _prepared.Count; i++)
        {
            var group = _prepared[i];
            if (group.Inputs.Length == 0)
                continue;
            for (var j = 0; j < group.Parameters.Count; j++)
            {
                if (group.Parameters[j].Membership is not { IsStepped: true, IsInStep: true, Inputs: { } inputs, Cohort: var cohort })
                    continue;
                foreach (var input in group.Inputs)
                {
                    if (!inputs.IsGiven(input, _round) && group.NeedsInput(input, cohort))
                        ThrowMissingInput(group.Rule.Schema, input, group.Parameters[j]);
                }
            }
        }
    }

    // What was given serves no further step.
    private void UseInputsUp() => _round++;

    private void ForgetInputs()
    {
        foreach (var parameter in _groups.SelectMany(group => group.Parameters))
            parameter.Membership!.Inputs?.Forget();
    }

    private static void ThrowMissingInput(RuleSchema rule, int index, Parameter parameter)
    {
        var input = rule.Inputs[index];
        var call = input.Over switch
        {
            Over.Element => $"Write it to {nameof(GetInput)}(parameter, \"{input.Name}\")",
            Over.Tensor => $"Call {nameof(SetInput)}(parameter, \"{input.Name}\", value)",
            _ => $"Call {nameof(SetInput)}(\"{input.Name}\", value)",
        };
        throw new InvalidOperationException(
            $"'{parameter.Name}' is stepped by {rule.Name}, whose input '{input.Name}' was not given{(input.IsKept ? "" : " for this step")}. " +
            $"{call} before {(input.IsKept ? "the first step, and after a checkpoint is loaded" : "each step")}.");
    }

    private static void CheckInputIsOver(Over over, PreparedGroup group, int index)
    {
        var input = group.Rule.Schema.Inputs[index];
        if (input.Over == over)
            return;
        var call = input.Over switch
        {
            Over.Element => $"has a value for each element; write them to {nameof(GetInput)}(parameter, \"{input.Name}\")",
            Over.Tensor => $"is one number for each tensor; call {nameof(SetInput)}(parameter, \"{input.Name}\", value)",
            _ => $"is one number for the model; call {nameof(SetInput)}(\"{input.Name}\", value)",
        };
        throw new ArgumentException($"The input '{input.Name}' of {group.Rule.Schema.Name} {call}.", "name");
    }

    private static int IndexOfInput(PreparedGroup group, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryIndexOfInput(group, name) ?? throw UnknownInput(group, name);
    }

    // Apart: what it captures is allocated at its start.
    private static ArgumentException UnknownInput(PreparedGroup group, string name) => new(
        group.Inputs.Length == 0
            ? $"{group.Rule.Schema.Name} does not have an input '{name}'; it has none."
            : $"{group.Rule.Schema.Name} does not have an input '{name}'; it has {string.Join(", ", group.Inputs.Select(input => group.Rule.Schema.Inputs[input].Name))}.",
        nameof(name));

    private static int? TryIndexOfInput(PreparedGroup group, string name)
    {
        foreach (var input in group.Inputs)
        {
            if (group.Rule.Schema.Inputs[input].Name == name)
                return input;
        }

        return null;
    }
}
