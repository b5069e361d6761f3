using System.Runtime.CompilerServices;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <content>The data sets that a network takes, and the names of its outputs.</content>
public sealed partial class Network<T>
{
    private NamedOutputs _outputNames;

    /// <summary>Gets or sets the name of each output: of a class or a target value. <see cref="Trainer.Fit"/> sets the names that
    /// the training data have; without any, they are "0", "1" and so on. They are saved and loaded with the network.</summary>
    /// <remarks><see cref="Trainer.Fit"/> and evaluations refuse data whose classes have other names, or the same names in another
    /// order. Set the names where the network is to learn other classes.</remarks>
    /// <exception cref="ArgumentException">There are not <see cref="OutputSize"/> names, a name is empty, or two are
    /// equal.</exception>
    public IReadOnlyList<string> OutputNames
    {
        get => _outputNames.All;
        set => _outputNames = NamedOutputs.Of(OutputSize, value, nameof(value));
    }

    /// <summary>Throws unless a data set has features for this network.</summary>
    internal void CheckFeatures(Dataset dataset, [CallerArgumentExpression(nameof(dataset))] string argument = "")
    {
        ArgumentNullException.ThrowIfNull(dataset, argument);
        if (dataset.FeatureCount != InputSize)
        {
            throw new ArgumentException(
                Invariant($"The data have {dataset.FeatureCount} features; the network takes {InputSize}."), argument);
        }

        dataset.RequireComplete(argument);
    }

    /// <summary>Throws unless a data set has examples for this network, with classes or target values of the same names.</summary>
    internal void Check(Dataset dataset, [CallerArgumentExpression(nameof(dataset))] string argument = "") =>
        Check(dataset, _outputNames, argument);

    /// <summary>Throws unless training data, and data to validate on, have examples for this network, and the same names.</summary>
    /// <returns>The names that training data give the outputs.</returns>
    internal NamedOutputs CheckTraining(Dataset training, Dataset? validation)
    {
        Check(training, nameof(training));
        var names = _outputNames.With(NamesOf(training));
        if (validation is not null)
            Check(validation, names, nameof(validation));
        return names;
    }

    /// <summary>Takes names that were checked.</summary>
    internal void Take(NamedOutputs names) => _outputNames = names;

    /// <summary>Gets names for a table of results: those of the network, or of a data set where the network has none.</summary>
    internal IReadOnlyList<string> NamesWith(Dataset dataset) => _outputNames.With(NamesOf(dataset)).All;

    private static IReadOnlyList<string> NamesOf(Dataset dataset) => dataset.HasLabels ? dataset.ClassNames : dataset.TargetNames;

    private void Check(Dataset dataset, NamedOutputs names, string argument)
    {
        CheckFeatures(dataset, argument);
        if (dataset.HasTargets && dataset.TargetCount != OutputSize)
        {
            throw new ArgumentException(
                Invariant($"The data have {dataset.TargetCount} target values; the network has {OutputSize} outputs."), argument);
        }

        if (dataset.ClassCount > OutputSize)
        {
            throw new ArgumentException(
                Invariant($"The data have {dataset.ClassCount} classes; the network has {OutputSize} outputs."), argument);
        }

        if (names.FindDifference(NamesOf(dataset)) is >= 0 and var i)
        {
            var advice = dataset.HasLabels
                ? $"Load the data with the {nameof(OutputNames)} of the network as CsvOptions.ClassNames, or name their classes by " +
                    $"{nameof(Dataset)}.{nameof(Dataset.WithNames)}."
                : "Load the target values in the order of the training data.";
            throw new ArgumentException(
                Invariant($"{(dataset.HasLabels ? "Class" : "Target value")} {i} is '{NamesOf(dataset)[i]}' in the data and ") +
                $"'{names.All[i]}' in the network. {advice} Where the names of the network are wrong, set {nameof(OutputNames)}.",
                argument);
        }
    }
}
