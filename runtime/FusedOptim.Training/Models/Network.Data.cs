using System.Runtime.CompilerServices;
using FusedOptim.Training.Collections;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <content>The data sets that a network takes, and the names of its inputs and outputs.</content>
public sealed partial class Network<T>
{
    private NamedOutputs _outputNames;

    /// <summary>Gets or sets the name of each input: of a feature of the training data. Empty where names are not known.
    /// <see cref="Trainer.Fit"/> sets the names that the training data have. They are saved and loaded with the network.</summary>
    /// <remarks><see cref="Trainer.Fit"/>, evaluations and predictions refuse data sets whose features have other names, or the same
    /// names in another order. Data without names, and spans of features, are not compared. Set an empty list where the network is to
    /// learn from other features.</remarks>
    /// <exception cref="ArgumentException">There are neither <see cref="InputSize"/> names nor none, a name is empty, or two are
    /// equal.</exception>
    public IReadOnlyList<string> InputNames
    {
        get;
        set
        {
            var names = ValueList<string>.Of(value);
            var fault = names.Count is not 0 && names.Count != InputSize
                ? Invariant($"There are {names.Count} names; there must be {InputSize}, one for each input, or none")
                : SavedNames.FindFault(names);
            field = fault is null ? names : throw new ArgumentException($"{fault}.", nameof(value));
        }
    } = ValueList<string>.Empty;

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

        FeatureOrder.Check(
            dataset, InputNames, "network", $"network.{nameof(InputNames)}",
            $" Where the names of the network are wrong, set {nameof(InputNames)}.", argument);
        dataset.RequireComplete(argument);
    }

    /// <summary>Throws unless a data set has examples for this network, with classes or target values of the same names.</summary>
    internal void Check(Dataset dataset, [CallerArgumentExpression(nameof(dataset))] string argument = "") =>
        Check(dataset, _outputNames, argument);

    /// <summary>Throws unless training data, and data to validate on, have examples for this network, and the same names.</summary>
    internal void CheckTraining(Dataset training, Dataset? validation)
    {
        Check(training, nameof(training));
        if (validation is null)
            return;
        Check(validation, _outputNames.With(NamesOf(training)), nameof(validation));
        FeatureOrder.Check(
            validation, training.FeatureNames, "training data", $"training.{nameof(Dataset.FeatureNames)}", advice: "", nameof(validation));
    }

    /// <summary>Takes the names of inputs and outputs that training data have, which were checked.</summary>
    internal void TakeNames(Dataset training)
    {
        _outputNames = _outputNames.With(NamesOf(training));
        if (training.FeatureNames.Count > 0)
            InputNames = training.FeatureNames;
    }

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
