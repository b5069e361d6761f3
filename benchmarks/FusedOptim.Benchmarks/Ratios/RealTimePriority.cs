using System.Globalization;

namespace FusedOptim.Benchmarks;

/// <summary>
/// The real-time priority of this process (<c>chrt</c>). Its idle threads, which spin for a while before they sleep, then keep a processor
/// from the threads that are measured.
/// </summary>
internal static class RealTimePriority
{
    // Fields of /proc/self/stat, counted from 1 as in its manual; the name, which may contain anything, ends with the last parenthesis.
    private const int FirstFieldAfterName = 3;
    private const int PriorityField = 40;

    /// <summary>Gets whether the process has one. Only Linux is asked.</summary>
    public static bool IsSet
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !File.Exists("/proc/self/stat"))
                return false;
            var text = File.ReadAllText("/proc/self/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[PriorityField - FirstFieldAfterName], CultureInfo.InvariantCulture) > 0;
        }
    }
}
