using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Frontend;

/// <summary>The rule's own method: its form, and what its parameters are bound to.</summary>
internal sealed class MethodReader
{
    private readonly HyperparameterReader _hyperparameters;
    private readonly Refusals _refusals;

    private MethodReader(IMethodSymbol symbol, HyperparameterReader hyperparameters, Refusals refusals)
    {
        Symbol = symbol;
        Form = symbol.Name == "Update" ? MethodForm.Update : MethodForm.Direction;
        _hyperparameters = hyperparameters;
        _refusals = refusals;
    }

    public IMethodSymbol Symbol { get; }

    public MethodForm Form { get; }

    public List<StateModel> States { get; } = [];

    /// <summary>One for each parameter of the method, in its order.</summary>
    public List<ArgumentModel> Arguments { get; } = [];

    public static MethodReader? Read(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
    {
        var methods = rule.GetMembers("Direction").Concat(rule.GetMembers("Update"))
            .OfType<IMethodSymbol>()
            .OrderBy(static method => method.Locations[0].SourceSpan.Start)
            .ToList();
        if (methods.Count == 0)
        {
            refusals.Add(Descriptors.NoMethod, rule.Locations[0], rule.Name);
            return null;
        }

        foreach (var method in methods.Skip(1))
            refusals.Add(Descriptors.SeveralMethods, method.Locations[0], rule.Name);
        var reader = new MethodReader(methods[0], hyperparameters, refusals);
        reader.CheckSignature();
        foreach (var parameter in methods[0].Parameters)
            reader.Bind(parameter);
        return reader;
    }

    private void CheckSignature()
    {
        var location = Symbol.Locations[0];
        var returns = Form == MethodForm.Direction ? SpecialType.System_Double : SpecialType.System_Void;
        if (Symbol.ReturnType.SpecialType == SpecialType.System_Single)
            _refusals.Add(Descriptors.SinglePrecision, location, Symbol.Name);
        else if (Symbol.ReturnType.SpecialType != returns || Symbol.RefKind != RefKind.None)
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, Form == MethodForm.Direction
                ? "return 'double': what is subtracted from the parameter after scaling by LearningRate"
                : "return 'void': it writes 'ref double parameter' itself");
        if (Symbol.IsGenericMethod)
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, "not have type parameters");
        if (Symbol.IsAsync)
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, "not be 'async'");
        if (Form == MethodForm.Update && Symbol.Parameters.All(static parameter => parameter.Name != "parameter"))
            _refusals.Add(Descriptors.MethodSignature, location, Symbol.Name, "take 'ref double parameter'");
    }

    private void Bind(IParameterSymbol parameter)
    {
        var state = parameter.Attribute(AttributeNames.State);
        if (state is not null)
            BindState(parameter, state);
        else if (parameter.Name == "gradient")
            BindScalar(parameter, Binding.Gradient, "double gradient", SpecialType.System_Double, RefKind.None);
        else if (parameter.Name == "step")
            BindScalar(parameter, Binding.Step, "int step", SpecialType.System_Int32, RefKind.None);
        else if (parameter.Name == "parameter" && Form == MethodForm.Update)
            BindScalar(parameter, Binding.Parameter, "ref double parameter", SpecialType.System_Double, RefKind.Ref);
        else if (parameter.Name == "parameter")
            BindScalar(parameter, Binding.Parameter, "double parameter", SpecialType.System_Double, RefKind.None);
        else
            RefuseName(parameter);
    }

    private void BindScalar(
        IParameterSymbol parameter, Binding binding, string declaration, SpecialType type, RefKind refKind)
    {
        if (!LeftToCompiler(parameter) && (parameter.Type.SpecialType != type || parameter.RefKind != refKind))
        {
            if (parameter.Type.SpecialType == SpecialType.System_Single)
                _refusals.Add(Descriptors.SinglePrecision, parameter.DeclarationLocation(), parameter.Name);
            else
                _refusals.Add(Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, declaration);
        }

        Arguments.Add(new(binding));
    }

    private void RefuseName(IParameterSymbol parameter)
    {
        if (!LeftToCompiler(parameter))
        {
            var known = Form == MethodForm.Update
                ? "'double gradient', 'ref double parameter', 'int step'"
                : "'double gradient', 'double parameter', 'int step'";
            _refusals.Add(Descriptors.UnknownParameter, parameter.DeclarationLocation(), parameter.Name, known);
        }

        Arguments.Add(new(Binding.Gradient));
    }

    private bool LeftToCompiler(IParameterSymbol parameter)
    {
        if (parameter.Type.TypeKind != TypeKind.Error && parameter.Name.Length > 0)
            return false;
        _refusals.LeaveToCompiler();
        return true;
    }

    private void BindState(IParameterSymbol parameter, AttributeData attribute)
    {
        if (!LeftToCompiler(parameter) &&
            (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind != RefKind.Ref))
        {
            if (parameter.Type.SpecialType == SpecialType.System_Single)
                _refusals.Add(Descriptors.SinglePrecision, parameter.DeclarationLocation(), parameter.Name);
            else
                _refusals.Add(Descriptors.StateType, parameter.DeclarationLocation(), parameter.Name);
        }

        if (parameter.Name is "gradient" or "parameter" or "step")
        {
            _refusals.Add(
                Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name,
                $"[State] ref double ...' under another name, because '{parameter.Name}' is bound already, or '{parameter.Name}");
        }

        var location = attribute.Location(parameter);
        var key = attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string text
            ? text
            : parameter.Name;
        if (!SyntaxFacts.IsValidIdentifier(key))
            _refusals.Add(Descriptors.StateKey, location, key, parameter.Name, "is not a name");
        else if (States.FirstOrDefault(state => state.Key == key) is { } other)
            _refusals.Add(Descriptors.StateKey, location, key, parameter.Name, $"is the key of '{other.Name}' already");

        var (initial, index) = ReadInitial(parameter, attribute, location);
        Arguments.Add(new(Binding.State, States.Count));
        States.Add(new(parameter.Name, key, initial, index));
    }

    private (StateInitial Initial, int Hyperparameter) ReadInitial(
        IParameterSymbol parameter, AttributeData attribute, Location location)
    {
        if (attribute.Named("Initial")?.Value is not string name)
            return (StateInitial.Zero, -1);
        if (name == "parameter")
            return (StateInitial.Parameter, -1);
        var index = _hyperparameters.IndexOf(name);
        if (index >= 0)
            return (StateInitial.Hyperparameter, index);
        _refusals.Add(
            Descriptors.StateInitial, location, parameter.Name, name,
            string.Join(", ", _hyperparameters.Models.Select(static model => model.Name)));
        return (StateInitial.Zero, -1);
    }
}
