using System.Globalization;
using FusedOptim.TorchSharpWorker;
using TorchSharp;

// Times TorchSharp, on request, so that another process can take turns with it. It writes one line, `ready` and
// the versions, and then answers each line of its input with one line:
//
//   CANDIDATE STEPS   makes that many steps and answers with the nanoseconds that they took
//   threads COUNT     releases all candidates, sets the number of threads of libtorch and of FusedOptim, and answers `threads COUNT`
//   clear             releases all candidates and their memory, and answers `cleared`
//
// Candidates are made when they are first named. RULE is adamw, sgd or adagrad:
//
//   RULE-TENSORS-COUNT              TorchSharp's optimizer over TENSORS tensors of COUNT elements
//   fused-RULE-TENSORS-COUNT        libtorch's _fused_RULE_ over the same
//   fusedoptim-RULE-TENSORS-COUNT   FusedOptimizer over the same
//   slabs-RULE-TENSORS-COUNT        FusedOptim's Optimizer over the same in memory of a ParameterSet
//   training-WIDTHS-BATCH           zero_grad, forward, cross-entropy, backward, AdamW: `training-784-128-10-64` is 784 inputs,
//                                   128 ReLU, 10 outputs, 64 examples
//   gru-INPUTS-UNITS-POSITIONS-BATCH   zero_grad, forward, sum, backward of a GRU
//   after-backward-THREADS-WIDTHS-BATCH   FusedOptimizer on so many threads after such a backward pass, which is not timed
//   muon-ROWS-COLUMNS, muon-bfloat-ROWS-COLUMNS   a step of Muon for a matrix of floats, orthogonalized in float or in bfloat16
//   muon-batch-COUNT-SIZE, muon-each-COUNT-SIZE   Muon's orthogonalization of many square matrices in batched products, or one after the other
//   products-WIDTHS-BATCH           the matrix products of that step alone
OldLibstdcxx.Accept(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so"));
Console.WriteLine(
    $"ready TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {torch.__version__}");
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
        var number = int.Parse(words[1], CultureInfo.InvariantCulture);
        if (words[0] == "threads")
        {
            candidates.SetThreads(number);
            Console.WriteLine(line);
            continue;
        }

        Console.WriteLine(candidates.Time(words[0], number).ToString(CultureInfo.InvariantCulture));
    }
    catch (Exception exception)
    {
        Console.WriteLine($"unsupported {exception.Message.Split('\n')[0]}");
    }
}
