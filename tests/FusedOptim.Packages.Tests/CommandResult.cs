namespace FusedOptim.Packages.Tests;

/// <summary>The end of a command.</summary>
/// <param name="Command">Its command line.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed on its standard output, then on its standard error.</param>
public sealed record CommandResult(string Command, int ExitCode, string Output)
{
    /// <summary>Fails the test if the exit code is not 0.</summary>
    public CommandResult ThrowUnlessSuccessful()
    {
        Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
        return this;
    }
}
