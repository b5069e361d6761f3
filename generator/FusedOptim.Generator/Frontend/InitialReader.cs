using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>The start of a state or a scalar: a constant (<c>Value</c>), or what <c>Initial</c> names.</summary>
internal sealed class InitialReader(HyperparameterReader hyperparameters, Refusals refusals)
{
    /// <summary>The value before the first step of a state, which may also start from its parameter.</summary>
    public (StateInitial Initial, int Hyperparameter, double Value) OfState(IParameterSymbol parameter, AttributeData attribute)
    {
        if (attribute.Named("Initial")?.Value is "parameter")
        {
            RefuseBoth(parameter, attribute, "State");
            return (StateInitial.Parameter, -1, 0);
        }

        var (hyperparameter, value) = Read(parameter, attribute, "State", " or \"parameter\"");
        return hyperparameter >= 0 ? (StateInitial.Hyperparameter, hyperparameter, 0)
            : BitConverter.DoubleToInt64Bits(value) != 0 ? (StateInitial.Constant, -1, value)
            : (StateInitial.Zero, -1, 0);
    }

    /// <summary>The value before the first step of a scalar.</summary>
    public (int Hyperparameter, double Value) OfScalar(IParameterSymbol parameter, AttributeData attribute) =>
        Read(parameter, attribute, "Scalar", "");

    private (int Hyperparameter, double Value) Read(IParameterSymbol parameter, AttributeData attribute, string kind, string others)
    {
        if (attribute.Named("Initial")?.Value is string name)
        {
            RefuseBoth(parameter, attribute, kind);
            var index = hyperparameters.IndexOf(name);
            if (index < 0)
            {
                refusals.Add(
                    Descriptors.StateInitial, attribute.Location(parameter), kind, parameter.Name, $"'{name}'",
                    $"write the name of a hyperparameter ({string.Join(", ", hyperparameters.Models.Select(static model => model.Name))}){others}");
            }

            return (index, 0);
        }

        var value = attribute.Named("Value")?.Value as double? ?? 0;
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            refusals.Add(
                Descriptors.StateInitial, attribute.Location(parameter), kind, parameter.Name,
                value.ToString(CultureInfo.InvariantCulture), "write a finite number");
        }

        return (-1, value);
    }

    private void RefuseBoth(IParameterSymbol parameter, AttributeData attribute, string kind)
    {
        if (attribute.Named("Value") is not null)
        {
            refusals.Add(
                Descriptors.StateInitial, attribute.Location(parameter), kind, parameter.Name,
                "both 'Value' and 'Initial'", "remove one of them");
        }
    }
}
