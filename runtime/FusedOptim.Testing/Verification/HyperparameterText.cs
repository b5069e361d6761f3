using System.Globalization;
using FusedOptim.Schema;

namespace FusedOptim.Testing;

/// <summary>A rule or a function in words that are the same in every culture; ToString of a record follows that of the thread.</summary>
internal static class HyperparameterText
{
    public static string Describe(string name, IReadOnlyList<HyperparameterSchema> hyperparameters, Func<int, double> valueOf)
    {
        var values = hyperparameters.Select((schema, index) =>
        {
            var value = valueOf(index);
            var choice = schema.Choices.FirstOrDefault(choice => choice.Value == value).Name;
            return $"{schema.Name}: {choice ?? value.ToString("R", CultureInfo.InvariantCulture)}";
        });
        return $"{name}({string.Join(", ", values)})";
    }
}
