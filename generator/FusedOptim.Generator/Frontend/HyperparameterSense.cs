using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;

namespace FusedOptim.Generator.Frontend;

/// <summary>Finds hyperparameters that do nothing, and defaults that vanish in single precision.</summary>
internal static class HyperparameterSense
{
    /// <summary>Warns of them.</summary>
    /// <param name="hyperparameters">The hyperparameters.</param>
    /// <param name="graphs">What is computed from them.</param>
    /// <param name="isUsedElsewhere">Whether one has another use.</param>
    /// <param name="name">The name of the record.</param>
    /// <param name="refusals">Receives the warnings.</param>
    public static void Check(
        HyperparameterReader hyperparameters, IEnumerable<Graph> graphs, Func<int, bool> isUsedElsewhere, string name,
        Refusals refusals)
    {
        var used = new HashSet<int>(graphs.SelectMany(static graph => graph.Nodes)
            .Where(static node => node.Op == Op.Hyperparameter).Select(static node => node.Integer));
        foreach (var pair in hyperparameters.Properties)
        {
            var model = hyperparameters.Models[pair.Value];
            if (!used.Contains(pair.Value) && !isUsedElsewhere(pair.Value))
                refusals.Warn(Descriptors.HyperparameterUnused, pair.Key.Locations[0], model.Name, name);
            if (model.Default != 0 && (float)model.Default == 0)
            {
                refusals.Warn(
                    Descriptors.VanishingConstant, pair.Key.Locations[0], model.Name,
                    model.Default.ToString("R", CultureInfo.InvariantCulture));
            }
        }
    }
}
