using FusedOptim.Formats;
using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>The choice of a format for each state of a rule.</summary>
internal static class StateFormats
{
    /// <summary>The format of each state; <see langword="null"/> for as kernels take it.</summary>
    /// <exception cref="ArgumentException">A key is unknown, a state must be exact, or kernels compute in double.</exception>
    public static StorageFormat?[] Choose(RuleSchema schema, ParameterStorage storage, OptimizerOptions options)
    {
        foreach (var (key, format) in options.StateFormats)
        {
            var state = schema.States.FirstOrDefault(state => state.Key == key);
            if (state is not null && IsAlwaysExact(state) && format is not null)
            {
                var reason =
                    state.IsMatrix ? "is a matrix" :
                    state.IsVector ? $"has one value for each {state.Over.ToString().ToLowerInvariant()}" : "is declared exact";
                throw new ArgumentException(
                    $"StateFormats names the state '{key}', which {reason} and keeps the precision of kernels. Remove it " +
                    "from StateFormats.", nameof(options));
            }
        }

        var formats = schema.States.Select(state => FormatOf(state, options)).ToArray();
        if (storage.ComputeSize != sizeof(float) && formats.FirstOrDefault(format => format is not null) is { } narrow)
        {
            throw new ArgumentException(
                $"States are to be stored as {narrow.Name}, which is decoded to float; the parameters are of double.",
                nameof(options));
        }

        return formats;
    }

    private static StorageFormat? FormatOf(StateSchema state, OptimizerOptions options) =>
        options.StateFormats.TryGetValue(state.Key, out var format) ? format :
        IsAlwaysExact(state) ? null :
        options.StateFormat;

    private static bool IsAlwaysExact(StateSchema state) => state.IsExact || state.IsVector;
}
