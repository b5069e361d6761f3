using System.Text.Json;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// A thousand steps of a small network, as PyTorch's own tests record them in float64; the gradient is computed anew
/// from the parameters at every step. The file's note says why 5·10⁻¹³ is reachable from its recovered initial
/// parameters.
/// </summary>
public class PyTorchBaselineTests
{
    private const double Tolerance = 1e-12;

    private static readonly JsonElement Document = Recording.Open("pytorch_optim_baseline.json");

    public static TheoryData<string> Cases =>
        [.. Document.GetProperty("cases").EnumerateArray().Select(item => item.String("name"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoubleKernelsGoWherePyTorchGoes(string name)
    {
        var recorded = Document.GetProperty("cases").EnumerateArray().Single(item => item.String("name") == name);
        var options = recorded.GetProperty("hyperparameters");
        var original = PyTorchRules.Create(recorded.String("algorithm"), options);
        var expected = recorded.GetProperty("expected_param_after_step");
        var last = expected.EnumerateObject().Max(item => int.Parse(item.Name));
        using var trajectory = new Trajectory<double>(
            original, Document.GetProperty("initial_param_recovered_exact").Doubles());
        for (var step = 1; step <= last; step++)
        {
            var rule = original;
            // PyTorch then added epsilon to the root of the second moment before its bias was corrected.
            if (original.Schema.Name is nameof(Adam) or nameof(AmsGrad))
                rule = original.With("Epsilon", original["Epsilon"] / Math.Sqrt(1 - Math.Pow(original["Beta2"], step)));
            trajectory.Step(rule, step, SigmoidNetwork.Gradient(trajectory.Parameter));
            if (!expected.TryGetProperty($"{step}", out var values))
                continue;
            Trajectory<double>.Check(
                $"{name}, step {step}", values.Doubles(), trajectory.Parameter, Tolerance, Tolerance);
        }
    }
}
