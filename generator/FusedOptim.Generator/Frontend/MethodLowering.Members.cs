using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FusedOptim.Generator.Frontend;

internal sealed partial class MethodLowering
{
    private int Property(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.Type.TypeKind == TypeKind.Error)
            return LeaveToCompiler();
        if (IsOwn(reference.Instance) && hyperparameters.TryGetValue(property, out var index))
        {
            if (!IsKnown(property.Type))
                refusals.Cover(reference.Syntax.GetLocation());
            return graph.Hyperparameter(index, property.Type.SpecialType switch
            {
                SpecialType.System_Int32 => NodeType.Integer,
                SpecialType.System_Boolean => NodeType.Boolean,
                _ => HyperparameterReader.IsEnumeration(property.Type) ? NodeType.Integer : NodeType.Real,
            });
        }

        if (!CheckOperandType(reference))
            return Placeholder(NodeType.Real);
        // A property that is computed is a helper without parameters.
        if ((property.IsStatic || IsOwn(reference.Instance)) && property.SetMethod is null && !property.IsIndexer &&
            (property.PartialImplementationPart ?? property) is { GetMethod: { } getter } body && HasBody(body, getter))
        {
            return Run(getter, reference.Syntax.GetLocation());
        }

        return Refuse(Descriptors.NotReadable, reference, property.Name, "");
    }

    private static bool HasBody(IPropertySymbol property, IMethodSymbol getter) =>
        getter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            ArrowExpressionClauseSyntax => true,
            AccessorDeclarationSyntax accessor => accessor.Body is not null || accessor.ExpressionBody is not null,
            _ => property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is
                PropertyDeclarationSyntax { ExpressionBody: not null },
        };

    private int Field(IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        if (field.Type.TypeKind == TypeKind.Error)
            return LeaveToCompiler();
        if (!CheckOperandType(reference))
            return Placeholder(NodeType.Real);
        if (!field.IsStatic || !field.IsReadOnly || field.Type.TypeKind == TypeKind.Enum || !IsReachable(field))
            return RefuseField(Descriptors.NotReadable, reference);
        var type = field.Type.SpecialType switch
        {
            SpecialType.System_Int32 => NodeType.Integer,
            SpecialType.System_Boolean => NodeType.Boolean,
            _ => NodeType.Real,
        };
        var container = field.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return graph.StaticField($"{container}.@{field.Name}", type);
    }

    /// <summary>Whether the generated part, in another file, can read a field.</summary>
    private bool IsReachable(IFieldSymbol field)
    {
        for (var type = field.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
                return false;
        }

        return !field.IsForbidden() && HiddenNames.IsReachable(compilation, field.ContainingAssembly);
    }

    /// <summary>A field is refused once, where it is first used.</summary>
    private int RefuseField(DiagnosticDescriptor descriptor, IFieldReferenceOperation reference)
    {
        var field = reference.Field;
        var instead = field is { IsStatic: false, Type.SpecialType: SpecialType.System_Double }
            ? $"; for memory of every element declare a parameter, '[State] ref double {field.Name.TrimStart('_')}'"
            : "";
        if (_refusedFields.Add(field))
            return Refuse(descriptor, reference, field.Name, instead);
        refusals.Cover(reference.Syntax.GetLocation());
        return Placeholder(NodeType.Real);
    }

    private bool IsOwn(IOperation? instance) =>
        instance is IInstanceReferenceOperation { Type: { } type } && SymbolEqualityComparer.Default.Equals(type, rule);

    private int Invocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var container = method.ContainingType?.ToDisplayString() ?? "";
        // Arguments are evaluated in the order of the source, and bound by parameter: named arguments can swap them.
        if (KnownMethods.IsMath(container) || container == KnownMethods.Elementwise)
        {
            var arguments = new int[method.Parameters.Length];
            foreach (var argument in invocation.Arguments)
            {
                var value = Expression(argument.Value);
                if (argument.Parameter is null || argument.Parameter.RefKind is not (RefKind.None or RefKind.In) ||
                    !CheckOperandType(argument.Value))
                {
                    return Refuse(Descriptors.UnknownMethod, invocation, $"{Simple(container)}.{method.Name}", "");
                }

                arguments[argument.Parameter.Ordinal] = value;
            }

            return container == KnownMethods.Elementwise
                ? Elementwise(invocation, method.Name, arguments)
                : MathFunction(invocation, method, arguments);
        }

        if (container == "System.MathF")
            return Refuse(Descriptors.SinglePrecision, invocation, $"MathF.{method.Name}");
        return Helper(invocation);
    }

    private static string Simple(string container) => container.Substring(container.LastIndexOf('.') + 1);

    private int MathFunction(IInvocationOperation invocation, IMethodSymbol method, int[] arguments)
    {
        var name = method.Name;
        if (!CheckOperandType(invocation))
            return Placeholder(NodeType.Real);
        if (KnownMethods.Unsuitable.TryGetValue(name, out var unsuitable))
            return Refuse(Descriptors.UnsuitableFunction, invocation, $"Math.{name}", unsuitable.Reason, unsuitable.Instead);
        if (KnownMethods.Exact.TryGetValue(name, out var op) && op.Info().Arity == arguments.Length)
            return Exact(op, arguments);
        if (KnownMethods.Exact.ContainsKey(name))
        {
            return Refuse(
                Descriptors.UnsuitableFunction, invocation, $"Math.{name} with {arguments.Length} arguments",
                "has no form in vector instructions", $"Math.{name}(x)");
        }

        switch (name)
        {
            case "Clamp" when arguments.Length == 3:
                return Clamp(invocation, arguments);
            case "IsNaN":
                return graph.Binary(Op.NotEqual, arguments[0], arguments[0]);
            case "IsFinite":
                return graph.Binary(Op.Less, graph.Unary(Op.Abs, arguments[0]), graph.Real(double.PositiveInfinity));
            case "IsInfinity":
                return graph.Binary(Op.Equal, graph.Unary(Op.Abs, arguments[0]), graph.Real(double.PositiveInfinity));
        }

        if (!KnownMethods.UniformOnly.Contains(name))
            return Refuse(Descriptors.UnknownMethod, invocation, $"{Simple(method.ContainingType.ToDisplayString())}.{name}", "");
        if (arguments.Any(argument => !graph.IsUniform(argument)))
        {
            return Refuse(
                Descriptors.VaryingFunction, invocation, $"Math.{name}", KnownMethods.Alternative(name));
        }

        return graph.Call($"global::System.Math.{name}", NodeType.Real, arguments);
    }

    private int Exact(Op op, int[] arguments)
    {
        if (arguments.Length == 3)
            return graph.FusedMultiplyAdd(arguments[0], arguments[1], arguments[2]);
        if (arguments.Length == 2)
            return graph.Binary(op, arguments[0], arguments[1]);
        // Math.Abs of an int throws on the least one only, which no step reaches.
        return graph.Unary(op, arguments[0]);
    }

    private int Clamp(IInvocationOperation invocation, int[] arguments)
    {
        var (value, minimum, maximum) = (arguments[0], arguments[1], arguments[2]);
        if (!graph.IsUniform(minimum) || !graph.IsUniform(maximum))
            return Refuse(Descriptors.VaryingClampBounds, invocation);
        if (arguments.All(argument => graph.TypeOf(argument) == NodeType.Integer))
        {
            return graph.Select(
                graph.Binary(Op.Less, value, minimum),
                minimum,
                graph.Select(graph.Binary(Op.Greater, value, maximum), maximum, value));
        }

        // Selects rather than Min and Max: C# returns a NaN and the sign of a zero as they came.
        minimum = graph.ClampMinimum(minimum, maximum, GuardHere());
        return graph.Select(
            graph.Binary(Op.Less, value, minimum),
            minimum,
            graph.Select(graph.Binary(Op.Greater, value, maximum), maximum, value));
    }

    private int Elementwise(IInvocationOperation invocation, string name, int[] arguments)
    {
        switch (name)
        {
            case "Square":
                return graph.Binary(Op.Multiply, arguments[0], arguments[0]);
            case "Sign":
                var zero = graph.Real(0);
                return graph.Select(
                    graph.Binary(Op.Greater, arguments[0], zero),
                    graph.Real(1),
                    graph.Select(graph.Binary(Op.Less, arguments[0], zero), graph.Real(-1), arguments[0]));
            case "SoftThreshold":
                var magnitude = graph.Binary(Op.Subtract, graph.Unary(Op.Abs, arguments[0]), arguments[1]);
                return graph.Binary(Op.CopySign, graph.Binary(Op.Max, magnitude, graph.Real(0)), arguments[0]);
        }

        if (arguments.All(graph.IsUniform))
            return graph.Call($"global::{KnownMethods.Elementwise}.{name}", NodeType.Real, arguments);
        if (!KnownMethods.Polynomials.TryGetValue(name, out var op))
            return Refuse(Descriptors.VaryingFunction, invocation, $"Elementwise.{name}", "");
        return op.Info().Arity == 1
            ? graph.Unary(op, arguments[0])
            : graph.Binary(op, arguments[0], arguments[1]);
    }

    /// <summary>Inlines a method of the same compilation: values are bound, references are aliases.</summary>
    private int Helper(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        // A method of something that is refused where it is declared.
        if (invocation.Instance is { } instance && Reference(instance) is { } symbol && !IsKnown(TypeOf(symbol)))
        {
            refusals.Cover(invocation.Syntax.GetLocation());
            return Placeholder(NodeType.Real);
        }

        if (!(method.IsStatic || IsOwn(invocation.Instance)) || method.IsGenericMethod || method.IsAsync ||
            method.IsVirtual || method.MethodKind != MethodKind.Ordinary)
        {
            return Refuse(Descriptors.UnknownMethod, invocation, method.Name, "");
        }

        if (method.IsConditional())
        {
            return Refuse(
                Descriptors.UnsupportedExpression, invocation, $"A call of '{method.Name}', which is [Conditional],",
                "leave the attribute out: the compiler may drop the call, and the kernel would not");
        }

        method = method.Implementation();

        if (!method.ReturnsVoid && !CheckOperandType(invocation))
            return Placeholder(NodeType.Real);

        var values = new List<(IParameterSymbol Parameter, int Value)>();
        var references = new List<(IParameterSymbol Parameter, ISymbol Target)>();
        foreach (var argument in invocation.Arguments)
        {
            // The body knows the parameters of its own part.
            if (argument.Parameter is not { } declared || method.Parameters[declared.Ordinal] is not { IsParams: false } parameter ||
                !CheckType(parameter.Type, parameter.Name, argument.Syntax.GetLocation()))
            {
                return argument.Parameter is { IsParams: true } ? RefuseExpression(invocation) : Placeholder(NodeType.Real);
            }

            // An 'in' parameter sees what is written to its argument meanwhile.
            if (parameter.RefKind is RefKind.Ref or RefKind.Out ||
                (parameter.RefKind is RefKind.In or RefKind.RefReadOnlyParameter &&
                 argument.Value is ILocalReferenceOperation { Local.HasConstantValue: false } or IParameterReferenceOperation))
            {
                if (Target(argument.Value) is { } target)
                    references.Add((parameter, target));
                else if (argument.Value is not IDiscardOperation)
                    return Placeholder(NodeType.Real);
            }
            else
            {
                values.Add((parameter, ConvertTo(parameter.Type, Expression(argument.Value), argument.Value)));
            }
        }

        foreach (var (parameter, value) in values)
            Bind(parameter, value);
        foreach (var (parameter, target) in references)
            _aliases[parameter] = target;
        var result = Run(method, invocation.Syntax.GetLocation());
        foreach (var (parameter, _) in references)
            _aliases.Remove(parameter);
        // What the helper called its own is gone; nothing may be joined with it later.
        _values = _values.RemoveRange(_values.Keys.Where(
            symbol => SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, method)));
        return result < 0 ? Placeholder(NodeType.Real) : result;
    }
}
