namespace FusedOptim.Samples.Mnist;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Failure = 1;

    // What shells call a program that Ctrl+C ended.
    public const int Cancelled = 130;
}
