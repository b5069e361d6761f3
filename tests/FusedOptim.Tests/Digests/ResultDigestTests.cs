using FusedOptim.Execution;

namespace FusedOptim.Tests.Digests;

public class ResultDigestTests
{
    // Names a file that receives the widest target and the digest, for comparison between processes: tests/isa.sh.
    private const string FileVariable = "FUSEDOPTIM_DIGEST_FILE";

    [Fact]
    public void AllTargetsHaveOneDigest()
    {
        var digest = ResultDigest.Compute(KernelTargets.Selected);
        Assert.All(
            KernelTargets.Supported.Where(target => target >= KernelTarget.Scalar),
            target => Assert.Equal(digest, ResultDigest.Compute(target)));
        var stored = ResultDigest.ComputeStored(KernelTargets.Selected, threads: 1);
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTargets.Selected, threads: 2));
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTargets.Selected, threads: 5));
        Assert.Equal(stored, ResultDigest.ComputeStored(KernelTarget.Scalar, threads: 2));
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
            File.WriteAllText(path, $"{KernelTargets.Supported[^1]} {digest}{stored}\n");
    }
}
