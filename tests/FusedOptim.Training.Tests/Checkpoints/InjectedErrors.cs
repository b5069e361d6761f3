using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FusedOptim.Rules;
using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training.Tests;

/// <summary>
/// A program that lets strace fail each system call on files, one after the other, while a thread saves or loads: with EIO and
/// with ENOSPC. A save must leave the whole old file and be an exception, or leave the whole new one; a load must change
/// everything, or be an exception and change nothing. tests/files.sh runs it.
/// </summary>
internal static partial class InjectedErrors
{
    private const string Calls =
        "openat,read,pread64,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,close,dup,ftruncate,fallocate,fchmod,fchown," +
        "flock,lseek,unlink,newfstatat,fstat,statx,readlink,getdents64";

    private static readonly string[] s_errors = ["EIO", "ENOSPC"];
    private static readonly Sequential s_model = new(new Dense(4, 3), new BatchNorm(), new Dense(3, 2));
    private static readonly List<string> s_faults = [];

    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("fusedoptim").FullName;
        try
        {
            AllowTracing();
            var saving = Inject("saving", () => new Saving(folder));
            var loading = Inject("loading", () => new Loading(folder));
            foreach (var fault in s_faults)
                Console.WriteLine(fault);
            Console.WriteLine(
                $"{saving.Injections + loading.Injections} errors injected into {saving.Calls} system calls of saving and " +
                $"{loading.Calls} of loading: {saving.Exceptions + loading.Exceptions} exceptions, {s_faults.Count} faults.");
            return s_faults.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Calls, int Injections, int Exceptions) Inject(string name, Func<Operation> make)
    {
        // Compiled and loaded before anything is counted.
        using (var warmUp = make())
            warmUp.Act();
        var calls = Count(make);
        var (injections, exceptions) = (0, 0);
        foreach (var (call, count) in calls)
        {
            var thrown = 0;
            foreach (var error in s_errors)
            {
                for (var index = 1; index <= count; index++)
                {
                    using var operation = make();
                    var exception = Trace(
                        operation, ["-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={index}"], out var log);
                    injections++;
                    thrown += exception is null ? 0 : 1;
                    var place = $"{name}, {call} {index} of {count}, {error}";
                    if (!log.Contains("(INJECTED)", StringComparison.Ordinal))
                        s_faults.Add($"{place}: nothing was injected.");
                    if (operation.Fault(exception, call) is { } fault)
                        s_faults.Add($"{place}: {fault} {exception?.Message}");
                }
            }

            exceptions += thrown;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{name,-8} {call,-11} {count,3} calls, {thrown,3} exceptions of {2 * count}"));
        }

        return (calls.Values.Sum(), injections, exceptions);
    }

    private static Dictionary<string, int> Count(Func<Operation> make)
    {
        using var operation = make();
        if (Trace(operation, ["-e", $"trace={Calls}"], out var log) is { } exception)
            throw new InvalidOperationException($"Without an error there is one: {exception}");
        return CallAtStart().Matches(log).GroupBy(match => match.Groups[1].Value).ToDictionary(
            group => group.Key, group => group.Count());
    }

    // The thread is traced from the moment when it is about to act.
    private static Exception? Trace(Operation operation, string[] arguments, out string log)
    {
        Exception? exception = null;
        using var isKnown = new ManualResetEventSlim();
        using var mayAct = new ManualResetEventSlim();
        var id = 0;
        var thread = new Thread(() =>
        {
            id = ThreadId();
            isKnown.Set();
            mayAct.Wait();
            try
            {
                operation.Act();
            }
            catch (Exception thrown)
            {
                exception = thrown;
            }
        });
        thread.Start();
        isKnown.Wait();
        var output = Path.GetTempFileName();
        using var strace = Process.Start(new ProcessStartInfo(
            "strace", [.. arguments, "-o", output, "-p", id.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardError = true })!;
        var attached = strace.StandardError.ReadLine();
        mayAct.Set();
        thread.Join();
        strace.StandardError.ReadToEnd();
        strace.WaitForExit();
        log = File.ReadAllText(output);
        File.Delete(output);
        return attached?.Contains("attached", StringComparison.Ordinal) == true
            ? exception
            : throw new InvalidOperationException($"strace cannot trace a thread of this process: {attached}");
    }

    // A process may be traced by its child.
    private static void AllowTracing()
    {
        const int setTracer = 0x59616d61;
        _ = Control(setTracer, -1, 0, 0, 0);
    }

    [GeneratedRegex(@"^([a-z_0-9]+)\(", RegexOptions.Multiline)]
    private static partial Regex CallAtStart();

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nint first, nint second, nint third, nint fourth);

    private abstract class Operation : IDisposable
    {
        protected Operation()
        {
            Network = s_model.Build(seed: 1);
            Optimizer = FusedOptim.Optimizer.Create(Network.Parameters, new AdamW());
            Checkpoint = new Checkpoint().Add(Network).Add(Optimizer);
        }

        protected Network<float> Network { get; }

        protected Optimizer Optimizer { get; }

        protected Checkpoint Checkpoint { get; }

        public abstract void Act();

        /// <summary>The fault after the error, if there is one.</summary>
        public abstract string? Fault(Exception? exception, string call);

        public void Dispose()
        {
            Optimizer.Dispose();
            Network.Dispose();
        }

        protected void Step()
        {
            foreach (var parameter in Network.Parameters)
                parameter.Gradients.Fill(0.5f);
            Optimizer.Groups[0].GetRule<AdamW>().LearningRate *= 0.5;
            Optimizer.Step();
        }

        protected string State()
        {
            var numbers = Network.Parameters.SelectMany(parameter => parameter.Values.ToArray()
                .Concat(Optimizer.GetState(parameter, "exp_avg").ToArray())
                .Concat(Optimizer.GetState(parameter, "exp_avg_sq").ToArray())
                .Select(BitConverter.SingleToInt32Bits)
                .Append(Optimizer.GetStepCount(parameter))).Append(Optimizer.StepCount);
            return string.Join(' ', numbers) +
                Optimizer.Groups[0].GetRule<AdamW>().LearningRate.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Replaces a checkpoint by that of one more step.</summary>
    private sealed class Saving : Operation
    {
        private readonly string _folder;
        private readonly string _path;
        private readonly byte[] _old;
        private readonly byte[] _expected;

        public Saving(string folder)
        {
            _folder = Path.Combine(folder, "saving");
            _path = Path.Combine(_folder, "run.safetensors");
            if (Directory.Exists(_folder))
                Directory.Delete(_folder, recursive: true);
            Directory.CreateDirectory(_folder);
            Step();
            Checkpoint.Save(_path);
            _old = File.ReadAllBytes(_path);
            Step();
            var elsewhere = Path.Combine(folder, "expected.safetensors");
            Checkpoint.Save(elsewhere);
            _expected = File.ReadAllBytes(elsewhere);
        }

        public override void Act() => Checkpoint.Save(_path);

        public override string? Fault(Exception? exception, string call)
        {
            var bytes = File.ReadAllBytes(_path);
            var (isOld, isNew) = (bytes.AsSpan().SequenceEqual(_old), bytes.AsSpan().SequenceEqual(_expected));
            if (!isOld && !isNew)
                return "The file is neither the old nor the new one.";
            if (exception is null && isOld)
                return "There is no exception, and the file is the old one.";
            if (exception is not null && isNew && !exception.Message.Contains("is in place", StringComparison.Ordinal))
                return "The file is the new one, and the exception does not say so.";
            // The framework does not take a file without positions.
            if (exception is not null and not (IOException or UnauthorizedAccessException or NotSupportedException))
                return $"The exception is a {exception.GetType().Name}.";
            var left = Directory.GetFiles(_folder).Length - 1;
            if (left > (call == "unlink" ? 1 : 0))
                return $"{left} temporary files are left.";
            Checkpoint.Save(_path);
            return Directory.GetFiles(_folder).Length == 1 ? null : "The next save leaves a temporary file.";
        }
    }

    /// <summary>Loads a checkpoint over a later state.</summary>
    private sealed class Loading : Operation
    {
        private readonly string _path;
        private readonly string _saved;
        private readonly string _before;

        public Loading(string folder)
        {
            _path = Path.Combine(folder, "loading.safetensors");
            Step();
            Checkpoint.Save(_path);
            _saved = State();
            Step();
            _before = State();
        }

        public override void Act() => Checkpoint.Load(_path);

        public override string? Fault(Exception? exception, string call)
        {
            var state = State();
            if (state != _before && state != _saved)
                return "Some has changed and some has not.";
            if (exception is null != (state == _saved))
                return exception is null ? "There is no exception, and nothing has changed." : "There is an exception, and all has changed.";
            return exception is null or IOException or UnauthorizedAccessException
                ? null
                : $"The exception is a {exception.GetType().Name}.";
        }
    }
}
