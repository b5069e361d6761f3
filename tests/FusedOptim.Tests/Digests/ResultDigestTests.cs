using FusedOptim.Execution;

namespace FusedOptim.Tests.Digests;

public class ResultDigestTests
{
    // Names a file that receives the widest target and the digest, for comparison between processes: tests/isa.sh.
    private const string FileVariable = "FUSEDOPTIM_DIGEST_FILE";

    [Fact]
    public void AllTargetsHaveOneDigest()
    {
        // Those of rules that see neither rows nor columns come first: they are older.
        string[] digests = [OneDigest(usesView: false), OneDigest(usesView: true)];
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
            File.WriteAllText(path, $"{KernelTargets.Supported[^1]} {string.Join(' ', digests)}\n");
    }

    private static string OneDigest(bool usesView)
    {
        var digest = ResultDigest.Compute(KernelTargets.Selected, usesView);
        Assert.All(
            KernelTargets.Supported.Where(target => target >= KernelTarget.Scalar),
            target => Assert.Equal(digest, ResultDigest.Compute(target, usesView)));
        var stored = ResultDigest.ComputeStored(KernelTargets.Selected, threads: 1, usesView);
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTargets.Selected, threads: 2, usesView));
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTargets.Selected, threads: 5, usesView));
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTarget.Scalar, threads: 2, usesView));
        return digest + stored;
    }
}
