using System.Runtime.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Collections;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Ensembles;

/// <summary>
/// Networks that predict together: the mean of their outputs or of their probabilities, or a vote. Networks that start from different
/// seeds err in different places, so that together they mostly err less than each of them (Hansen and Salamon, "Neural network
/// ensembles", 1990; Lakshminarayanan, Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation using deep
/// ensembles", 2017).
/// </summary>
/// <remarks>
/// Sums are taken in double, in the order of the members: the same bits on every machine. The ensemble uses the weights that its members
/// hold and does not dispose them. Of a <see cref="Trainer"/> whose rule averages weights, add the network within
/// <see cref="Trainer.UseEvaluationWeights"/>, or a network that loads what <see cref="Trainer.SaveNetwork(string, Preprocessing?, TargetScaling?)"/>
/// saved. One thread at a time uses a member.
/// </remarks>
public sealed class NetworkEnsemble
{
    private readonly ValueList<Network<float>> _members;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="members">The networks: at least one, all different, with equal numbers and names of inputs and outputs.</param>
    /// <exception cref="ArgumentException">There is no network, one is there twice, or two do not fit together.</exception>
    public NetworkEnsemble(params IEnumerable<Network<float>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        _members = new ValueList<Network<float>>(members);
        if (_members.Count == 0)
            throw new ArgumentException("There are no members; an ensemble has at least one network.", nameof(members));
        for (var i = 0; i < _members.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(_members[i], nameof(members));
            if (_members.Take(i).Contains(_members[i]))
                throw new ArgumentException(Invariant($"Member {i} is there twice; members must differ."), nameof(members));
            CheckFits(i);
        }
    }

    /// <summary>Gets the networks.</summary>
    public IReadOnlyList<Network<float>> Members => _members;

    /// <summary>Gets how the class of an example is decided; by the mean of the probabilities by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not an <see cref="EnsembleVote"/>.</exception>
    public EnsembleVote Vote
    {
        get;
        init
        {
            Guard.Check(
                value is EnsembleVote.MeanProbability or EnsembleVote.Majority, (int)value, $"an {nameof(EnsembleVote)}", nameof(Vote));
            field = value;
        }
    }

    /// <summary>Gets the number of values that the members take for each example.</summary>
    public int InputSize => _members[0].InputSize;

    /// <summary>Gets the number of values that the members give for each example.</summary>
    public int OutputSize => _members[0].OutputSize;

    /// <summary>Computes the mean of the outputs of the members, as for target values.</summary>
    /// <param name="dataset">The data; labels and target values are not used.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <returns>examples × <see cref="OutputSize"/>, row by row.</returns>
    /// <exception cref="ArgumentException">The data do not fit the members.</exception>
    /// <exception cref="InvalidOperationException">A member is in use on another thread.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public float[] Predict(Dataset dataset, CancellationToken cancellationToken = default) =>
        ComputeAll(dataset, AddOutputs, cancellationToken);

    /// <summary>Computes the mean of the probabilities of the members: of the softmax of their outputs.</summary>
    /// <returns>examples × <see cref="OutputSize"/>, row by row. All probabilities of an example are NaN where they are NaN for a
    /// member.</returns>
    /// <inheritdoc cref="Predict"/>
    public float[] PredictProbabilities(Dataset dataset, CancellationToken cancellationToken = default) =>
        ComputeAll(dataset, AddProbabilities, cancellationToken);

    /// <summary>Gets the class of each example, as <see cref="Vote"/> decides.</summary>
    /// <returns>The class of each example; −1 where a mean of probabilities is NaN, or no member has a vote.</returns>
    /// <inheritdoc cref="Predict"/>
    public int[] Classify(Dataset dataset, CancellationToken cancellationToken = default)
    {
        Check(dataset);
        var classes = new int[dataset.Count];
        ForEachBatch(dataset, cancellationToken, (batch, row) => Classify(batch, classes.AsSpan(row, batch.Count)));
        return classes;
    }

    /// <summary>Computes loss and accuracy on a data set. A <see cref="LabelLoss"/> gets the logarithms of
    /// <see cref="PredictProbabilities"/> as outputs, whose softmax these probabilities are; a <see cref="TargetLoss"/> gets
    /// <see cref="Predict"/>. The accuracy is that of <see cref="Classify(Dataset, CancellationToken)"/>.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="dataset">The data.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <exception cref="ArgumentException">The data do not fit the members or the loss.</exception>
    /// <exception cref="InvalidOperationException">A member is in use on another thread.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public Evaluation Evaluate(Loss loss, Dataset dataset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Check(dataset);
        foreach (var member in _members)
            member.Check(dataset);
        loss.Check(dataset, nameof(dataset));
        loss.CheckOutputs(OutputSize, nameof(loss));
        var (sum, weights, right, count) = (0.0, 0.0, 0, 0);
        ForEachBatch(dataset, cancellationToken, (batch, _) =>
        {
            var outputs = loss is LabelLoss
                ? ComputeMeans(batch.Features, AddProbabilities, ToOutput) : ComputeMeans(batch.Features, AddOutputs, Narrow);
            var weight = loss.GetWeight(batch);
            sum += loss.Evaluate(outputs, batch) * weight;
            weights += weight;
            if (loss is not LabelLoss labelLoss)
                return;
            var classes = new int[batch.Count];
            Classify(batch, classes);
            for (var i = 0; i < classes.Length; i++)
            {
                if (labelLoss.Ignores(batch.Labels[i]))
                    continue;
                count++;
                if (classes[i] == batch.Labels[i])
                    right++;
            }
        });
        return new Evaluation(sum / weights, loss is LabelLoss ? (double)right / count : double.NaN);
    }

    private void Classify(MiniBatch batch, Span<int> classes)
    {
        var counts = new double[batch.Count * OutputSize];
        foreach (var member in _members)
        {
            if (Vote == EnsembleVote.Majority)
                AddVotes(member, batch.Features, counts);
            else
                AddProbabilities(member, batch.Features, counts);
        }

        for (var i = 0; i < classes.Length; i++)
        {
            var ofExample = counts.AsSpan(i * OutputSize, OutputSize);
            var isUndecided = Vote == EnsembleVote.Majority && !ofExample.ContainsAnyExcept(0.0);
            classes[i] = isUndecided ? LargestOutput.None : LargestOutput.IndexOf<double>(ofExample);
        }
    }

    private static void AddOutputs(Network<float> member, ReadOnlySpan<float> inputs, Span<double> sums)
    {
        using var access = member.Access.Enter();
        var outputs = member.Predict(inputs);
        for (var i = 0; i < outputs.Length; i++)
            sums[i] += outputs[i];
    }

    private static void AddProbabilities(Network<float> member, ReadOnlySpan<float> inputs, Span<double> sums)
    {
        using var access = member.Access.Enter();
        var outputs = member.Predict(inputs);
        var probabilities = new double[member.OutputSize];
        for (var start = 0; start < outputs.Length; start += probabilities.Length)
        {
            Softmax.Compute(outputs.Slice(start, probabilities.Length), probabilities);
            for (var j = 0; j < probabilities.Length; j++)
                sums[start + j] += probabilities[j];
        }
    }

    private static void AddVotes(Network<float> member, ReadOnlySpan<float> inputs, Span<double> votes)
    {
        using var access = member.Access.Enter();
        var outputs = member.Predict(inputs);
        for (var start = 0; start < outputs.Length; start += member.OutputSize)
        {
            if (LargestOutput.IndexOf(outputs.Slice(start, member.OutputSize)) is >= 0 and var vote)
                votes[start + vote]++;
        }
    }

    private float[] ComputeAll(Dataset dataset, Adding add, CancellationToken cancellationToken)
    {
        Check(dataset);
        var results = new float[checked(dataset.Count * OutputSize)];
        ForEachBatch(
            dataset, cancellationToken,
            (batch, row) => ComputeMeans(batch.Features, add, Narrow).CopyTo(results.AsSpan(row * OutputSize)));
        return results;
    }

    private float[] ComputeMeans(ReadOnlySpan<float> inputs, Adding add, Func<double, float> convert)
    {
        var sums = new double[inputs.Length / InputSize * OutputSize];
        foreach (var member in _members)
            add(member, inputs, sums);
        return [.. sums.Select(sum => convert(sum / _members.Count))];
    }

    private static float Narrow(double value) => (float)value;

    // The smallest normal number: the logarithm of 0 would make an infinite loss of an underflow.
    private static float ToOutput(double probability) =>
        (float)Elementwise.Log(probability < 2.2250738585072014e-308 ? 2.2250738585072014e-308 : probability);

    private static void ForEachBatch(Dataset dataset, CancellationToken cancellationToken, BatchAction action)
    {
        for (var row = 0; row < dataset.Count; row += NetworkPredictions.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            action(dataset.Slice(row, Math.Min(NetworkPredictions.BatchSize, dataset.Count - row)), row);
        }
    }

    private void Check(Dataset dataset, [CallerArgumentExpression(nameof(dataset))] string argument = "")
    {
        foreach (var member in _members)
            member.CheckFeatures(dataset, argument);
    }

    private void CheckFits(int index)
    {
        var (first, other) = (_members[0], _members[index]);
        if ((other.InputSize, other.OutputSize) != (first.InputSize, first.OutputSize))
        {
            throw new ArgumentException(
                Invariant($"Member {index} has {other.InputSize} inputs and {other.OutputSize} outputs, member 0 has {first.InputSize} ") +
                Invariant($"and {first.OutputSize}; all must have the same."), "members");
        }

        if (!other.OutputNames.SequenceEqual(first.OutputNames) ||
            other.InputNames.Count > 0 && first.InputNames.Count > 0 && !other.InputNames.SequenceEqual(first.InputNames))
        {
            throw new ArgumentException(
                Invariant($"Member {index} has other names of inputs or outputs than member 0; all must have the same. Where names are ") +
                $"wrong, set {nameof(first.InputNames)} or {nameof(first.OutputNames)}.", "members");
        }
    }

    private delegate void Adding(Network<float> member, ReadOnlySpan<float> inputs, Span<double> sums);

    private delegate void BatchAction(MiniBatch batch, int row);
}
