using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>A method of a rule that is compiled: its form, and what its parameters are bound to.</summary>
internal sealed class MethodReader
{
    private readonly RuleMethods _methods;
    private readonly Refusals _refusals;

    private MethodReader(IMethodSymbol symbol, MethodForm form, RuleMethods methods, Refusals refusals)
    {
        Symbol = symbol;
        Form = form;
        _methods = methods;
        _refusals = refusals;
    }

    public IMethodSymbol Symbol { get; }

    public MethodForm Form { get; }

    /// <summary>One for each parameter of the method, in its order.</summary>
    public List<ArgumentModel> Arguments { get; } = [];

    private bool ReturnsValue => Form is MethodForm.Direction or MethodForm.Evaluate;

    public static MethodReader Read(IMethodSymbol symbol, MethodForm form, RuleMethods methods, Refusals refusals)
    {
        var reader = new MethodReader(symbol, form, methods, refusals);
        reader.CheckSignature();
        foreach (var parameter in symbol.Parameters)
            reader.Arguments.Add(reader.Bind(parameter));
        return reader;
    }

    private void CheckSignature()
    {
        var location = Symbol.Locations[0];
        var returns = ReturnsValue ? SpecialType.System_Double : SpecialType.System_Void;
        if (Symbol.ReturnType.SpecialType == SpecialType.System_Single)
            _refusals.Add(Descriptors.SinglePrecision, location, Symbol.Name);
        else if (Symbol.ReturnType.TypeKind == TypeKind.Error)
            _refusals.LeaveToCompiler();
        else if (Symbol.ReturnType.SpecialType != returns || Symbol.RefKind != RefKind.None)
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, Form switch
            {
                MethodForm.Direction => "return 'double': what is subtracted from the parameter after scaling by LearningRate (to write the parameter itself, declare 'void Update(ref double parameter, ...)')",
                MethodForm.Update => "return 'void': it writes 'ref double parameter' itself",
                MethodForm.Measure => "return 'void': it adds to its sums",
                _ => "return 'double': the weight to evaluate with",
            });
        if (Symbol.IsGenericMethod)
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, "not have type parameters");
        if (Symbol.IsAsync)
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, "not be 'async'");
        CheckAttributes(Symbol, _refusals);
        if (Form == MethodForm.Update && Symbol.Parameters.All(static parameter => parameter.Name != "parameter"))
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, "take 'ref double parameter'");
    }

    /// <summary>Refuses a method that generated code cannot call as it is written.</summary>
    public static void CheckAttributes(IMethodSymbol method, Refusals refusals)
    {
        if (method.IsConditional())
            refusals.Add(Descriptors.MethodSignature, method.Locations[0], method.Name, "not be [Conditional]: the compiler could drop its calls");
        if (method.IsForbidden())
            refusals.Add(Descriptors.MethodSignature, method.Locations[0], method.Name, "not be [Obsolete] as an error: generated code calls it");
    }

    private ArgumentModel Bind(IParameterSymbol parameter)
    {
        if (parameter.Attribute(AttributeNames.State) is { } state)
            return BindState(parameter, state);
        if (ReductionReader.AttributeOf(parameter) is not null && Form == MethodForm.Measure)
            return BindReduction(parameter);
        var isUpdate = Form == MethodForm.Update;
        switch (parameter.Name)
        {
            case "gradient" when Form != MethodForm.Evaluate:
                return BindDouble(parameter, Binding.Gradient, -1, "double gradient", RefKind.None);
            case "parameter":
                return BindDouble(
                    parameter, Binding.Parameter, -1, isUpdate ? "ref double parameter" : "double parameter",
                    isUpdate ? RefKind.Ref : RefKind.None);
            case "step":
                if (parameter.Type.SpecialType != SpecialType.System_Int32 || parameter.RefKind != RefKind.None)
                    RefuseType(parameter, "int step");
                return new(Binding.Step);
        }

        var prepared = _methods.Prepared.FindIndex(prepared => prepared.Name == parameter.Name && IsKnownHere(prepared.Kind));
        if (prepared >= 0)
            return BindDouble(parameter, Binding.Prepared, prepared, $"double {parameter.Name}", RefKind.None);
        RefuseName(parameter);
        // Bound all the same, as what its type looks like, so that its uses are not refused a second time.
        return new(
            parameter.Type.SpecialType == SpecialType.System_Int32 ? Binding.Step :
            _methods.NearestHyperparameter(parameter) is not null ? Binding.Prepared : Binding.Gradient);
    }

    /// <summary>Measure comes before Prepare, and Evaluate after the step: both see what is kept, the scalars.</summary>
    private bool IsKnownHere(PreparedKind kind) =>
        kind == PreparedKind.Scalar || Form is MethodForm.Direction or MethodForm.Update;

    private ArgumentModel BindDouble(IParameterSymbol parameter, Binding binding, int index, string declaration, RefKind refKind)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind != refKind)
            RefuseType(parameter, declaration);
        return new(binding, index, refKind == RefKind.Ref);
    }

    private ArgumentModel BindReduction(IParameterSymbol parameter)
    {
        var index = _methods.Reductions.FindIndex(reduction => reduction.Name == parameter.Name);
        if (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind != RefKind.Ref)
            RefuseType(parameter, $"[Sum] ref double {parameter.Name}");
        return new(Binding.Reduction, index, true);
    }

    private ArgumentModel BindState(IParameterSymbol parameter, AttributeData attribute)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind is not (RefKind.Ref or RefKind.None))
        {
            if (!LeftToCompiler(parameter))
                RefuseStateType(parameter);
        }
        else if (Form == MethodForm.Evaluate && parameter.RefKind == RefKind.Ref)
        {
            RefuseType(parameter, $"[State] double {parameter.Name}");
        }

        if (parameter.Name is "gradient" or "parameter" or "step")
        {
            _refusals.Add(
                Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name,
                $"[State] ref double ...' under another name, because '{parameter.Name}' is bound already, or '{parameter.Name}", "");
        }

        return new(Binding.State, _methods.States.IndexOf(parameter, attribute), parameter.RefKind == RefKind.Ref);
    }

    private void RefuseStateType(IParameterSymbol parameter)
    {
        if (parameter.Type.SpecialType == SpecialType.System_Single)
            _refusals.Add(Descriptors.SinglePrecision, parameter.DeclarationLocation(), parameter.Name);
        else
            _refusals.Add(Descriptors.StateType, parameter.DeclarationLocation(), parameter.Name);
    }

    private void RefuseType(IParameterSymbol parameter, string declaration)
    {
        if (LeftToCompiler(parameter))
            return;
        if (parameter.Type.SpecialType == SpecialType.System_Single)
            _refusals.Add(Descriptors.SinglePrecision, parameter.DeclarationLocation(), parameter.Name);
        else
            _refusals.Add(
                Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, declaration,
                parameter.Type is IArrayTypeSymbol or INamedTypeSymbol { IsRefLikeType: true }
                    ? ": a rule is written for one element, and its kernel is the loop"
                    : "");
    }

    private void RefuseName(IParameterSymbol parameter)
    {
        if (LeftToCompiler(parameter))
            return;
        var known = new List<string>();
        if (Form != MethodForm.Evaluate)
            known.Add("double gradient");
        known.Add(Form == MethodForm.Update ? "ref double parameter" : "double parameter");
        known.Add("int step");
        known.AddRange(_methods.Prepared.Where(prepared => IsKnownHere(prepared.Kind))
            .Select(static prepared => $"double {prepared.Name}"));
        _refusals.Add(
            Descriptors.UnknownParameter, parameter.DeclarationLocation(), parameter.Name,
            _methods.Advice(parameter, known, parameter.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single
                ? $"what is kept from step to step is a state: '[State] ref double {parameter.Name}'"
                : "a rule sees one element alone, neither its place nor the shape of its tensor; 'Prepare' can take their number, 'long count'"));
    }

    private bool LeftToCompiler(IParameterSymbol parameter)
    {
        if (parameter.Type.TypeKind != TypeKind.Error && parameter.Name.Length > 0)
            return false;
        _refusals.LeaveToCompiler();
        return true;
    }
}
