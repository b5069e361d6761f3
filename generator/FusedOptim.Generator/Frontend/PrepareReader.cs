using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The signature of Prepare, which is called once a tensor and may be any C#: step, count and reductions come in, scalars by
/// reference, and what it hands out is a uniform of the phases after it.
/// </summary>
internal sealed class PrepareReader(RuleMethods methods, HyperparameterReader hyperparameters, Refusals refusals)
{
    public PrepareModel Read(IMethodSymbol prepare)
    {
        if (!prepare.ReturnsVoid || prepare.IsGenericMethod || prepare.IsAsync)
        {
            refusals.Add(
                Descriptors.MethodSignature, prepare.Locations[0], prepare.Name,
                "return 'void', without type parameters or 'async': what it computes goes out through 'out double'");
        }

        MethodReader.CheckAttributes(prepare, refusals);
        return new(prepare.IsStatic, prepare.Parameters.Select(Bind).ToEquatableArray());
    }

    private PreparedArgument Bind(IParameterSymbol parameter)
    {
        if (parameter.Attribute(AttributeNames.Input) is not null)
            return new(PreparedBinding.Input, methods.Inputs.IndexOf(parameter.Name), "");
        if (parameter.Attribute(AttributeNames.Scalar) is { } scalar)
            return BindScalar(parameter, scalar);
        if (parameter.Attribute(AttributeNames.Every) is { } every)
        {
            methods.Intervals.Read(parameter, every);
            return new(PreparedBinding.Occasion, -1, "");
        }

        if (parameter.Name == "step")
            return Expect(parameter, SpecialType.System_Int32, "int step", new(PreparedBinding.Step, -1, ""));
        if (parameter.Name == "count")
            return Expect(parameter, SpecialType.System_Int64, "long count", new(PreparedBinding.Count, -1, ""));
        if (parameter.Name == "rows")
            return Expect(parameter, SpecialType.System_Int64, "long rows", new(PreparedBinding.Rows, -1, ""));
        if (parameter.Name == "columns")
            return Expect(parameter, SpecialType.System_Int64, "long columns", new(PreparedBinding.Columns, -1, ""));
        if (parameter.RefKind == RefKind.Out)
        {
            if (parameter.Type.SpecialType != SpecialType.System_Double)
                refusals.Add(Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, $"out double {parameter.Name}", "");
            Declare(parameter, PreparedKind.Out, -1);
            return new(PreparedBinding.Out, -1, parameter.Name);
        }

        var reduction = methods.Reductions.FindIndex(reduction => reduction.Name == parameter.Name);
        if (reduction >= 0 && methods.Reductions[reduction].Scope.IsOfMatrix())
        {
            refusals.Add(
                Descriptors.UnknownPrepareParameter, parameter.DeclarationLocation(), parameter.Name,
                "it has a value for each row, column or matrix, and 'Prepare' runs once a tensor; sum over it in a phase, '[Phase(Over.Row)]'");
            return new(PreparedBinding.Step, -1, "");
        }

        if (reduction >= 0)
        {
            return Expect(
                parameter, SpecialType.System_Double, $"double {parameter.Name}", new(PreparedBinding.Reduction, reduction, ""));
        }

        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            refusals.LeaveToCompiler();
        }
        else if (methods.Measuring.FirstOrDefault(measure => HandsOut(measure.Symbol, parameter.Name)) is { } measure)
        {
            refusals.Add(
                Descriptors.UnknownPrepareParameter, parameter.DeclarationLocation(), parameter.Name,
                $"'{measure.Symbol.Name}' hands out one for each {measure.Over.ToString().ToLowerInvariant()}, and 'Prepare' runs once a tensor; " +
                (measure.Over == Scope.Element
                    ? $"take all of a matrix in a phase over matrices, '[Phase(Over.Matrix)] void Name({MatrixArgumentReader.TypeName} {parameter.Name})'"
                    : "read it in a phase or in the update"));
        }
        else
        {
            string[] known = ["int step", "long count", "long rows", "long columns", .. methods.Reductions.Select(static reduction => $"double {reduction.Name}")];
            refusals.Add(
                Descriptors.UnknownPrepareParameter, parameter.DeclarationLocation(), parameter.Name,
                methods.Advice(
                    parameter, known, $"scalars are '[Scalar] ref double {parameter.Name}', what it hands out is 'out double {parameter.Name}'"));
        }

        return new(PreparedBinding.Step, -1, "");
    }

    private static bool HandsOut(IMethodSymbol method, string name) =>
        method.Parameters.Any(parameter => parameter.RefKind == RefKind.Out && parameter.Name == name);

    private PreparedArgument Expect(IParameterSymbol parameter, SpecialType type, string declaration, PreparedArgument argument)
    {
        if (parameter.Type.SpecialType != type || parameter.RefKind != RefKind.None)
            refusals.Add(Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, declaration, "");
        return argument;
    }

    private PreparedArgument BindScalar(IParameterSymbol parameter, AttributeData attribute)
    {
        if (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind != RefKind.Ref)
        {
            refusals.Add(
                Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, $"[Scalar] ref double {parameter.Name}", "");
        }

        var location = attribute.Location(parameter);
        var scope = ReductionReader.ScopeOf(attribute);
        if (scope is not (Scope.Tensor or Scope.Model))
        {
            var over = scope == Scope.Element ? "" : $"(Over.{scope})";
            refusals.Add(
                Descriptors.ScalarScope, location, parameter.Name, scope.ToString().ToLowerInvariant(), $"[State{over}] ref double {parameter.Name}");
            scope = Scope.Tensor;
        }

        var key = attribute.Key() ??
            attribute.Named("Key")?.Value as string ?? parameter.Name;
        if (!SyntaxFacts.IsValidIdentifier(key))
            refusals.Add(Descriptors.StateKey, location, key, parameter.Name, "is not a name");
        else if (methods.Scalars.Any(scalar => scalar.Key == key))
            refusals.Add(Descriptors.StateKey, location, key, parameter.Name, "is the key of another scalar already");

        var (hyperparameter, value) = new InitialReader(hyperparameters, refusals).OfScalar(parameter, attribute);
        var index = methods.Scalars.Count;
        Declare(parameter, PreparedKind.Scalar, index);
        methods.Scalars.Add(new(parameter.Name, key, scope, value, hyperparameter));
        return new(PreparedBinding.Scalar, index, parameter.Name);
    }

    private void Declare(IParameterSymbol parameter, PreparedKind kind, int index)
    {
        if (parameter.Name is "gradient" or "parameter" or "step" or "count" or "rows" or "columns" ||
            methods.Prepared.Any(prepared => prepared.Name == parameter.Name && prepared.Kind != PreparedKind.Input))
        {
            refusals.Add(Descriptors.PreparedName, parameter.DeclarationLocation(), parameter.Name);
        }

        methods.Prepared.Add(new(parameter.Name, kind, index));
    }
}
