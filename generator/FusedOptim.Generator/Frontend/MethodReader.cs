using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>A method of a rule that is compiled: its form, and what its parameters are bound to.</summary>
internal sealed class MethodReader
{
    private readonly RuleMethods _methods;
    private readonly Refusals _refusals;

    private MethodReader(IMethodSymbol symbol, MethodForm form, Scope over, RuleMethods methods, Refusals refusals)
    {
        Symbol = symbol;
        Form = form;
        Over = over;
        _methods = methods;
        _refusals = refusals;
    }

    public IMethodSymbol Symbol { get; }

    public MethodForm Form { get; }

    /// <summary>The unit that the method runs once for: an element, a row, a column or a matrix.</summary>
    public Scope Over { get; }

    /// <summary>The sums and maxima that it takes.</summary>
    public IReadOnlyList<ReductionModel> Reductions { get; private set; } = [];

    /// <summary>One for each parameter of the method, in its order.</summary>
    public List<ArgumentModel> Arguments { get; } = [];

    private bool ReturnsValue => Form is MethodForm.Direction or MethodForm.Evaluate;

    public static MethodReader Read(IMethodSymbol symbol, MethodForm form, RuleMethods methods, Refusals refusals)
    {
        var reader = new MethodReader(symbol, form, Scope.Element, methods, refusals);
        reader.Read();
        return reader;
    }

    /// <summary>Reads a method that runs before the update.</summary>
    public static MethodReader Read(MeasuringMethod measure, RuleMethods methods, Refusals refusals)
    {
        var reader = new MethodReader(measure.Symbol, MethodForm.Measure, measure.Over, methods, refusals)
        {
            Reductions = [.. methods.Reductions
                .Skip(measure.FirstReduction)
                .Take(measure.Symbol.Parameters.Count(static parameter => ReductionReader.AttributeOf(parameter) is not null))],
        };
        reader.Read();
        return reader;
    }

    private void Read()
    {
        CheckSignature();
        var ofMatrix = Over == Scope.Matrix ? new MatrixArgumentReader(this, _methods, _refusals) : null;
        foreach (var parameter in Symbol.Parameters)
            Arguments.Add(ofMatrix?.Bind(parameter) ?? Bind(parameter));
        ofMatrix?.CheckAny();
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
                MethodForm.Measure => Over == Scope.Matrix ? "return 'void': it writes the matrices that it takes" : "return 'void': it adds to its sums",
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
        if (parameter.Attribute(AttributeNames.Input) is not null)
            return BindInput(parameter.Name);
        if (parameter.Attribute(AttributeNames.State) is { } state)
            return BindState(parameter, state);
        if (parameter.Attribute(AttributeNames.Every) is { } every && Form is (MethodForm.Direction or MethodForm.Update))
        {
            _methods.Intervals.Read(parameter, every);
            return new(Binding.Occasion);
        }

        if (ReductionReader.AttributeOf(parameter) is not null && Form == MethodForm.Measure)
            return BindReduction(parameter);
        if (parameter.RefKind == RefKind.Out && Form == MethodForm.Measure)
            return BindValue(parameter);
        var isUpdate = Form == MethodForm.Update;
        switch (parameter.Name)
        {
            case "gradient" when Form != MethodForm.Evaluate && Over == Scope.Element:
                return BindDouble(parameter, Binding.Gradient, -1, "double gradient", RefKind.None);
            case "parameter" when Over == Scope.Element:
                return BindDouble(
                    parameter, Binding.Parameter, -1, isUpdate ? "ref double parameter" : "double parameter",
                    isUpdate ? RefKind.Ref : RefKind.None);
            case "step":
                if (parameter.Type.SpecialType != SpecialType.System_Int32 || parameter.RefKind != RefKind.None)
                    RefuseType(parameter, "int step");
                return new(Binding.Step);
            case "count":
                return BindCount(parameter, PreparedKind.Count);
            case "rows":
                return BindCount(parameter, PreparedKind.Rows);
            case "columns":
                return BindCount(parameter, PreparedKind.Columns);
        }

        var value = _methods.Values.FindIndex(value => value.Name == parameter.Name && IsKnownHere(value));
        if (value >= 0)
            return BindDouble(parameter, Binding.Value, value, $"double {parameter.Name}", RefKind.None);
        var prepared = _methods.Prepared.FindIndex(prepared => prepared.Name == parameter.Name && IsKnownHere(prepared));
        if (prepared >= 0)
            return BindDouble(parameter, Binding.Prepared, prepared, $"double {parameter.Name}", RefKind.None);
        RefuseName(parameter);
        // Bound all the same, as what its type looks like, so that its uses are not refused a second time.
        return new(
            parameter.Type.SpecialType == SpecialType.System_Int32 ? Binding.Step :
            _methods.NearestHyperparameter(parameter) is not null ? Binding.Prepared : Binding.Gradient);
    }

    /// <summary>
    /// Measuring methods come before Prepare, and Evaluate after the step: all see what is kept, the scalars. Measuring methods see the
    /// sums of those before them. Inputs are declared in each method.
    /// </summary>
    public bool IsKnownHere(PreparedModel prepared) => prepared.Kind != PreparedKind.Input &&
        (prepared.Kind == PreparedKind.Scalar || Form is MethodForm.Direction or MethodForm.Update ||
        (Form == MethodForm.Measure && prepared.Kind == PreparedKind.Reduction && _methods.IsReducedBefore(prepared.Index, Symbol)));

    /// <summary>A row does not have a column, and after the step there are no sums.</summary>
    private bool IsKnownHere(ValueModel value) => !_methods.IsOfModifier(value) &&
        Form != MethodForm.Evaluate && (Over == Scope.Element || value.Over == Over || value.Over == Scope.Matrix);

    public ArgumentModel BindCount(IParameterSymbol parameter, PreparedKind kind)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Int64 || parameter.RefKind != RefKind.None)
            RefuseType(parameter, $"long {parameter.Name}");
        return new(Binding.Prepared, _methods.PreparedIndexOf(parameter.Name, kind));
    }

    /// <summary>A value that a phase hands out: its index is that of the values known so far and its own.</summary>
    public ArgumentModel BindValue(IParameterSymbol parameter)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Double)
            RefuseType(parameter, $"out double {parameter.Name}");
        if (parameter.Name is "gradient" or "parameter" or "step" or "count" or "rows" or "columns" ||
            _methods.Values.Any(value => value.Name == parameter.Name) ||
            _methods.Prepared.Any(prepared => prepared.Name == parameter.Name && prepared.Kind != PreparedKind.Input))
        {
            _refusals.Add(Descriptors.PreparedName, parameter.DeclarationLocation(), parameter.Name);
        }

        _methods.Values.Add(new(parameter.Name, Over));
        return new(Binding.Value, _methods.Values.Count - 1, IsReference: true);
    }

    private ArgumentModel BindInput(string name)
    {
        var index = _methods.Inputs.IndexOf(name);
        return _methods.Inputs.Models[index].IsElementwise
            ? new(Binding.Input, index)
            : new(Binding.Prepared, _methods.PreparedIndexOf(index));
    }

    public ArgumentModel BindDouble(IParameterSymbol parameter, Binding binding, int index, string declaration, RefKind refKind)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind != refKind)
            RefuseType(parameter, declaration);
        return new(binding, index, refKind == RefKind.Ref);
    }

    private ArgumentModel BindReduction(IParameterSymbol parameter)
    {
        var index = Reductions.ToList().FindIndex(reduction => reduction.Name == parameter.Name);
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

        var index = _methods.States.IndexOf(parameter, attribute);
        if (_methods.States.Models[index].IsMatrix)
        {
            _refusals.Add(
                Descriptors.StateScope, parameter.DeclarationLocation(), parameter.Name, "matrix",
                $"take it in a phase over matrices, '[Phase(Over.Matrix)]', as '{MatrixArgumentReader.TypeName} {parameter.Name}'");
            return new(Binding.State, index);
        }

        CheckScope(parameter, attribute, _methods.States.Models[index]);
        return new(Binding.State, index, parameter.RefKind == RefKind.Ref);
    }

    /// <summary>A row's state is written in phases over rows, which see no other state.</summary>
    private void CheckScope(IParameterSymbol parameter, AttributeData attribute, StateModel state)
    {
        var isOwn = state.Over == Over;
        var isRead = Over == Scope.Element && parameter.RefKind == RefKind.None;
        if (!isOwn && !isRead)
        {
            _refusals.Add(
                Descriptors.StateScope, parameter.DeclarationLocation(), parameter.Name, NameOf(state.Over),
                Over == Scope.Element
                    ? $"write it in a phase over {NameOf(state.Over)}s, '[Phase(Over.{state.Over})]'; here it can be read, without 'ref'"
                    : $"'{Symbol.Name}' runs once for each {NameOf(Over)}, which does not have one");
        }
        else if (attribute.Over() is (Scope.Row or Scope.Column or Scope.Element) and var scope && scope != state.Over)
        {
            _refusals.Add(
                Descriptors.StateScope, attribute.Location(parameter), parameter.Name, NameOf(state.Over),
                $"its first appearance says so; write [State(Over.{state.Over})] there and here");
        }
    }

    private static string NameOf(Scope scope) => scope switch
    {
        Scope.Row => "row",
        Scope.Column => "column",
        Scope.Matrix => "matrix",
        _ => "element",
    };

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
        if (Form != MethodForm.Evaluate && Over == Scope.Element)
            known.Add("double gradient");
        if (Over == Scope.Element)
            known.Add(Form == MethodForm.Update ? "ref double parameter" : "double parameter");
        known.Add("int step");
        known.AddRange(_methods.Prepared.Where(IsKnownHere)
            .Where(static prepared => prepared.Kind is PreparedKind.Reduction or PreparedKind.Scalar or PreparedKind.Out)
            .Select(static prepared => $"double {prepared.Name}"));
        known.AddRange(_methods.Values.Where(IsKnownHere).Select(static value => $"double {value.Name}"));
        if (Over != Scope.Element)
        {
            known.AddRange(["long rows", "long columns"]);
            if (parameter.Name is "gradient" or "parameter" ||
                _methods.Values.FirstOrDefault(value => value.Name == parameter.Name) is not null)
            {
                _refusals.Add(
                    Descriptors.UnknownParameter, parameter.DeclarationLocation(), parameter.Name,
                    $"'{Symbol.Name}' runs once for each {NameOf(Over)}: known are {string.Join(", ", known.Select(static declaration => $"'{declaration}'"))}; sum what elements give in a phase before, '[Sum(Over.{Over})] ref double'");
                return;
            }
        }

        _refusals.Add(
            Descriptors.UnknownParameter, parameter.DeclarationLocation(), parameter.Name,
            _methods.Advice(parameter, known, parameter.Type.SpecialType is SpecialType.System_Double or SpecialType.System_Single
                ? $"what is kept from step to step is a state: '[State] ref double {parameter.Name}'"
                : "a rule sees one element alone and not its place; the sizes are 'long count', 'long rows' and 'long columns'"));
    }

    private bool LeftToCompiler(IParameterSymbol parameter)
    {
        if (parameter.Type.TypeKind != TypeKind.Error && parameter.Name.Length > 0)
            return false;
        _refusals.LeaveToCompiler();
        return true;
    }
}
