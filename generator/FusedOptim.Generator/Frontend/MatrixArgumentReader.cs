using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The parameters of a method that is called once for each matrix: values of elements and states as matrices, and numbers that the matrix
/// has or that all share.
/// </summary>
internal sealed class MatrixArgumentReader(MethodReader method, RuleMethods methods, Refusals refusals)
{
    /// <summary>The name of the type that matrices have.</summary>
    public const string TypeName = "Matrix";

    private const string Example = "'[Phase] void Average(double gradient, out double u)'";

    /// <summary>Binds a parameter.</summary>
    public ArgumentModel Bind(IParameterSymbol parameter)
    {
        if (parameter.Attribute(AttributeNames.Input) is { })
            return BindInput(parameter);
        if (parameter.Attribute(AttributeNames.State) is { } state)
            return BindState(parameter, state);
        if (ReductionReader.AttributeOf(parameter) is not null)
            return new(Binding.Step);
        if (parameter.RefKind == RefKind.Out)
            return method.BindValue(parameter);
        switch (parameter.Name)
        {
            case "step":
                if (parameter.Type.SpecialType != SpecialType.System_Int32 || parameter.RefKind != RefKind.None)
                    RefuseType(parameter, "int step");
                return new(Binding.Step);
            case "count":
                return method.BindCount(parameter, PreparedKind.Count);
            case "rows":
                return method.BindCount(parameter, PreparedKind.Rows);
            case "columns":
                return method.BindCount(parameter, PreparedKind.Columns);
        }

        var value = methods.Values.FindIndex(value => value.Name == parameter.Name && !methods.IsOfModifier(value));
        if (value >= 0 && methods.Values[value].Over == Scope.Element)
        {
            CheckMatrix(parameter);
            return new(Binding.MatrixOfValues, value);
        }

        if (value >= 0 && methods.Values[value].Over == Scope.Matrix)
            return method.BindDouble(parameter, Binding.Value, value, $"double {parameter.Name}", RefKind.None);
        var prepared = methods.Prepared.FindIndex(prepared => prepared.Name == parameter.Name && method.IsKnownHere(prepared));
        if (prepared >= 0)
            return method.BindDouble(parameter, Binding.Prepared, prepared, $"double {parameter.Name}", RefKind.None);
        RefuseName(parameter, value >= 0 ? methods.Values[value] : null);
        return new(Binding.Step);
    }

    /// <summary>Refuses a method that takes no matrix.</summary>
    public void CheckAny()
    {
        if (refusals.Any || method.Arguments.Any(static argument => argument.Binding is Binding.MatrixOfValues or Binding.MatrixOfState))
            return;
        refusals.Add(
            Descriptors.MethodSignature, method.Symbol.Locations[0], method.Symbol.Name,
            $"take a matrix, '{TypeName} name': what a phase over elements hands out under that name, {Example}, or a state");
    }

    private ArgumentModel BindState(IParameterSymbol parameter, AttributeData attribute)
    {
        CheckMatrix(parameter);
        var index = methods.States.IndexOf(parameter, attribute);
        var state = methods.States.Models[index];
        if (state is { IsMatrix: false, Over: not Scope.Element })
        {
            refusals.Add(
                Descriptors.StateScope, parameter.DeclarationLocation(), parameter.Name, state.Over.ToString().ToLowerInvariant(),
                $"'{method.Symbol.Name}' runs once for each matrix, and takes states that are matrices, '[State(Over.{state.Over}, Over.{state.Over})]'");
        }
        else if (state is { IsMatrix: false, IsExact: false })
        {
            refusals.Add(
                Descriptors.StateScope, parameter.DeclarationLocation(), parameter.Name, "element",
                "a phase over matrices takes it where it is stored as kernels compute, '[State(Exact = true)]' at its first appearance");
        }

        return new(Binding.MatrixOfState, index, IsReference: false);
    }

    // Element-wise inputs are operands of kernels.
    private ArgumentModel BindInput(IParameterSymbol parameter)
    {
        var index = methods.Inputs.IndexOf(parameter.Name);
        if (!methods.Inputs.Models[index].IsElementwise)
            return new(Binding.Prepared, methods.PreparedIndexOf(index));
        refusals.Add(
            Descriptors.UnknownParameter, parameter.DeclarationLocation(), parameter.Name,
            $"'{method.Symbol.Name}' runs once for each matrix: read the input in a phase over elements, and hand it out, 'out double name'");
        return new(Binding.Step);
    }

    private void CheckMatrix(IParameterSymbol parameter)
    {
        if (parameter.Type.ToDisplayString() != AttributeNames.Matrix || parameter.RefKind != RefKind.None)
            RefuseType(parameter, $"{TypeName} {parameter.Name}");
    }

    private void RefuseType(IParameterSymbol parameter, string declaration)
    {
        if (parameter.Type.TypeKind == TypeKind.Error)
            refusals.LeaveToCompiler();
        else
            refusals.Add(Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, declaration, "");
    }

    private void RefuseName(IParameterSymbol parameter, ValueModel? other)
    {
        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            refusals.LeaveToCompiler();
            return;
        }

        List<string> known =
        [
            .. methods.Values.Where(value => !methods.IsOfModifier(value) && value.Over == Scope.Element).Select(static value => $"{TypeName} {value.Name}"),
            .. methods.Values.Where(value => !methods.IsOfModifier(value) && value.Over == Scope.Matrix).Select(static value => $"double {value.Name}"),
            .. methods.Prepared.Where(method.IsKnownHere).Select(static prepared => $"double {prepared.Name}"),
            "int step", "long count", "long rows", "long columns",
        ];
        var text = string.Join(", ", known.Select(static declaration => $"'{declaration}'"));
        var advice = other is not null || parameter.Name is "gradient" or "parameter"
            ? $"'{method.Symbol.Name}' runs once for each matrix: known are {text}; hand out what elements have in a phase before, {Example}"
            : methods.Advice(parameter, known, $"what elements have comes from a phase before, {Example}");
        refusals.Add(Descriptors.UnknownParameter, parameter.DeclarationLocation(), parameter.Name, advice);
    }
}
