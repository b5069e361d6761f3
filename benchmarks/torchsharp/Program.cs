using FusedOptim.TorchSharpWorker;
using TorchSharp;

// Times TorchSharp on one thread, on request, so that another process can take turns with it. It writes one line, `ready` and
// the versions, and then answers each line of its input with one line:
//
//   CANDIDATE STEPS   makes that many steps and answers with the nanoseconds that they took
//   clear             releases all candidates and their memory, and answers `cleared`
//
// Candidates are made when they are first named:
//
//   adamw-TENSORS-COUNT          torch.optim.AdamW over TENSORS tensors of COUNT elements
//   fused-adamw-TENSORS-COUNT    libtorch's _fused_adamw_ over the same
//   training-WIDTHS-BATCH        zero_grad, forward, cross-entropy, backward, AdamW: `training-784-128-10-64` is 784 inputs,
//                                128 ReLU, 10 outputs, 64 examples
//   products-WIDTHS-BATCH        the matrix products of that step alone
OldLibstdcxx.Accept(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
torch.set_num_threads(1);
Console.WriteLine(
    $"ready TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {torch.__version__}, {torch.get_num_threads()} thread");
using var candidates = new Candidates();
while (Console.ReadLine() is { } line)
{
    if (line == "clear")
    {
        candidates.Clear();
        Console.WriteLine("cleared");
        continue;
    }

    try
    {
        var words = line.Split(' ');
        Console.WriteLine(candidates.Time(words[0], int.Parse(words[1])));
    }
    catch (Exception exception)
    {
        Console.WriteLine($"unsupported {exception.Message.Split('\n')[0]}");
    }
}
