"""Times PyTorch on one thread, on request, so that another program can take turns with it.

Debian: apt-get install python3-torch libopenblas0-pthread. Started without arguments it writes one line, `ready` and
what it runs on, or `missing` and why, and then answers each line of its input with one line:

    CANDIDATE STEPS    makes so many steps and answers with the nanoseconds that they took;
                       an answer that begins with `unsupported` says why this PyTorch cannot do it
    clear              forgets all candidates, and their memory, and answers `cleared`

Candidates are made when they are first asked for:

    adamw-COUNT-VARIANT            AdamW over one tensor of COUNT elements; `default`, `foreach` or `fused`
    training-WIDTHS-BATCH          zero_grad, forward, cross-entropy, backward, AdamW: `training-784-128-10-64` is
                                   784 inputs, 128 ReLU, 10 outputs, 64 examples
    products-WIDTHS-BATCH          the matrix products of such a step alone

Everything is as PyTorch does it unasked, but for `torch.set_num_threads(1)`. By hand, with options:

    python3 worker.py adamw-32768-default 1000
"""

import os
import sys
import time


def blas():
    """The libraries for matrix products that this process really has loaded: PyTorch is built against a generic name."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            paths = {os.path.basename(line.split()[-1]) for line in maps if "blas" in line}
    except OSError:
        return "unknown"
    return " ".join(sorted(paths))


def adamw(torch, count, variant):
    generator = torch.Generator().manual_seed(1)
    parameter = torch.nn.Parameter(torch.rand(count, generator=generator) - 0.5)
    # Away from zero, so that no moment becomes a denormal number, which would cost time of its own.
    parameter.grad = (torch.rand(count, generator=generator) + 1) * 0.005
    options = {} if variant == "default" else {variant: True}
    return torch.optim.AdamW([parameter], **options).step


def training(torch, widths, batch):
    torch.manual_seed(1)
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters())
    features = torch.rand(batch, widths[0])
    labels = torch.randint(widths[-1], (batch,))

    def step():
        optimizer.zero_grad()
        loss(model(features), labels).backward()
        optimizer.step()

    return step


def products(torch, widths, batch):
    torch.manual_seed(1)
    pairs = list(zip(widths, widths[1:]))
    inputs = [torch.rand(batch, rows) for rows, _ in pairs]
    gradients = [torch.rand(batch, columns) for _, columns in pairs]
    weights = [torch.rand(columns, rows) for rows, columns in pairs]

    def step():
        for index, weight in enumerate(weights):
            torch.mm(inputs[index], weight.t())
            torch.mm(gradients[index].t(), inputs[index])
            if index > 0:
                torch.mm(gradients[index], weight)

    return step


def make(torch, name):
    kind, *arguments = name.split("-")
    if kind == "adamw":
        count, variant = arguments
        step = adamw(torch, int(count), variant)
    elif kind in ("training", "products"):
        *widths, batch = map(int, arguments)
        step = {"training": training, "products": products}[kind](torch, widths, batch)
    else:
        raise ValueError(f"there is no candidate '{name}'")
    step()  # what this version does not have fails here
    return step


def run(torch, candidates, name, steps):
    try:
        if name not in candidates:
            candidates[name] = make(torch, name)
    except (TypeError, ValueError, RuntimeError) as problem:
        return f"unsupported {problem}".splitlines()[0]
    step = candidates[name]
    start = time.perf_counter_ns()
    for _ in range(steps):
        step()
    return str(time.perf_counter_ns() - start)


def main(arguments):
    try:
        import torch
    except ImportError as problem:
        print(f"missing {problem}", flush=True)
        return 1
    torch.set_num_threads(1)
    candidates = {}
    if arguments:
        name, steps = arguments
        print(run(torch, candidates, name, int(steps)))
        return 0
    print(f"ready PyTorch {torch.__version__}, {torch.get_num_threads()} thread, {blas()}", flush=True)
    for line in sys.stdin:
        if line.strip() == "clear":
            candidates.clear()
            print("cleared", flush=True)
        else:
            name, steps = line.split()
            print(run(torch, candidates, name, int(steps)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
