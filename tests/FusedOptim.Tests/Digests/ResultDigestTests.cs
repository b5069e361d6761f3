using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Digests;

public class ResultDigestTests
{
    // Names a file that receives the widest target and the digest, for comparison between processes: tests/isa.sh.
    private const string FileVariable = "FUSEDOPTIM_DIGEST_FILE";

    [Fact]
    public void AllTargetsHaveOneDigest()
    {
        // Older ones come first: of rules that see neither rows nor columns, of those that see them, of those that work on matrices.
        string[] digests =
        [
            OneDigest(static rule => !rule.UsesView),
            OneDigest(static rule => rule is { UsesView: true, TakesMatrices: false }),
            OneDigest(static rule => rule.TakesMatrices),
        ];
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
            File.WriteAllText(path, $"{KernelTargets.Supported[^1]} {string.Join(' ', digests)}\n");
    }

    private static string OneDigest(Func<RuleSchema, bool> includes)
    {
        var digest = ResultDigest.Compute(KernelTargets.Selected, includes);
        Assert.All(
            KernelTargets.Supported.Where(target => target >= KernelTarget.Scalar),
            target => Assert.Equal(digest, ResultDigest.Compute(target, includes)));
        var stored = ResultDigest.ComputeStored(KernelTargets.Selected, threads: 1, includes);
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTargets.Selected, threads: 2, includes));
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTargets.Selected, threads: 5, includes));
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTarget.Scalar, threads: 2, includes));
        return digest + stored;
    }
}
