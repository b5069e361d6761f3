using System.Security.Cryptography;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim;

/// <summary>
/// A digest of what a rule computes: of the results of a few steps from fixed numbers, by the strict scalar kernel in double.
/// Two rules of one name whose formulas differ have different fingerprints; a rule has the same one on every machine.
/// </summary>
internal static class RuleFingerprint
{
    private const int Length = 11;

    // What a rule does can depend on the step: bias corrections, warm-up, a start of averaging.
    private static readonly int[] s_steps = [1, 2, 3, 7, 8, 40, 5_000];

    /// <summary>The fingerprint of the variant of a rule that its structural hyperparameters choose. The other hyperparameters
    /// do not matter.</summary>
    /// <returns>16 lower-case hexadecimal digits.</returns>
    /// <exception cref="InvalidOperationException">The thread flushes denormal numbers to zero.</exception>
    public static string Of(IUpdateRule rule)
    {
        using var team = new WorkerTeam(1);
        team.CheckFloatingPointEnvironment();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // Factors whose default is 1 or 0 show in the second round alone.
        for (var round = 0; round < 2; round++)
        {
            var probe = rule.Copy();
            for (var i = 0; i < rule.Schema.Hyperparameters.Count; i++)
            {
                if (ProbeValue(rule.Schema.Hyperparameters[i], round) is { } value)
                    probe.SetHyperparameter(i, value);
            }

            try
            {
                AppendSteps(probe, team, hash);
            }
            catch (Exception)
            {
                // A rule may refuse such numbers. It refuses them the same way each time.
                hash.AppendData([0]);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static void AppendSteps(IUpdateRule rule, WorkerTeam team, IncrementalHash hash)
    {
        using var set = new ParameterSet<double>();
        var parameters = AddProbes(set, rule.Schema);
        using var optimizer = Optimizer.Create(
            set, rule, new OptimizerOptions { Target = KernelTarget.StrictScalar, Team = team });
        foreach (var step in s_steps)
        {
            foreach (var parameter in parameters)
            {
                // From 1e-4 to 60 in size, both signs, one zero, and never the same twice.
                for (var i = 0; i < parameter.Count; i++)
                    parameter.Gradients[i] = (i - 3) * (0.0001 + 0.0137 * (step % 5) + 0.9 * (i % 3) * (i % 3) * (step % 2 == 0 ? -2.3 : 1.7));
                GiveInputs(optimizer, parameter, rule.Schema, step);
                optimizer.RestoreStepCount(parameter, step - 1);
            }

            optimizer.Step();
            foreach (var parameter in parameters)
                Append(hash, parameter.Values);
        }

        foreach (var parameter in parameters)
        {
            foreach (var key in optimizer.GetStateKeys(parameter))
                Append(hash, optimizer.GetState(parameter, key));
            foreach (var scalar in rule.Schema.Scalars)
                Append(hash, [optimizer.GetScalar(parameter, scalar.Key)]);
        }

        using (optimizer.UseEvaluationWeights())
        {
            foreach (var parameter in parameters)
                Append(hash, parameter.Values);
        }
    }

    // Rules with rows or columns may treat a vector in a different way.
    private static Parameter<double>[] AddProbes(ParameterSet<double> set, RuleSchema schema)
    {
        List<Parameter<double>> parameters = [];
        if (!schema.TakesMatrices)
            parameters.Add(set.Add("probe", ParameterKind.Weight, [Length]));
        if (schema.UsesView)
        {
            var matrices = set.Add("matrices", ParameterKind.Weight, [2, 3, 4]);
            matrices.View = MatrixView.OfLastTwoDimensions(matrices.Shape);
            parameters.Add(matrices);
        }

        foreach (var parameter in parameters)
        {
            for (var i = 0; i < parameter.Count; i++)
                parameter.Values[i] = (i - 5) * 0.171875 + 0.03;
        }

        return [.. parameters];
    }

    private static void GiveInputs(Optimizer optimizer, Parameter<double> parameter, RuleSchema schema, int step)
    {
        foreach (var (index, name) in optimizer.GetInputNames(parameter).Index())
        {
            var over = schema.Inputs.First(input => input.Name == name).Over;
            var value = 0.40625 + 0.28125 * index + 0.0703125 * (step % 5);
            if (over == Over.Tensor)
                optimizer.SetInput(parameter, name, value);
            else if (over == Over.Model)
                optimizer.SetInput(name, value);
            if (over != Over.Element)
                continue;
            var elements = optimizer.GetInput(parameter, name);
            for (var i = 0; i < elements.Length; i++)
                elements[i] = value * (i % 4 - 1.5);
        }
    }

    // In single precision: libraries of the system differ in the last bit of powers and logarithms in double.
    private static void Append(IncrementalHash hash, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            var single = double.IsNaN(value) ? float.NaN : (float)value;
            var bits = BitConverter.SingleToUInt32Bits(single);
            hash.AppendData([(byte)bits, (byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24)]);
        }
    }

    // Null where the hyperparameter chooses the variant, or allows none of the numbers.
    private static double? ProbeValue(HyperparameterSchema schema, int round)
    {
        if (schema.Choices.Count > 0)
            return null;
        double[] candidates = schema.IsInteger
            ? [schema.Default, schema.Default + 1, schema.Default - 1, 1, 2, 3, 10]
            : [schema.Default, 0.75 * schema.Default, 1.25 * schema.Default, 0.015625, 0.25, 0.75, 1.5, 3];
        var allowed = candidates.Where(value => value != 0 && schema.Allows(value)).Distinct().ToArray();
        return allowed.Length == 0 ? null : allowed[Math.Min(round, allowed.Length - 1)];
    }
}
