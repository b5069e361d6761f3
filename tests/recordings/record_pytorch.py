#!/usr/bin/python3
"""Records trajectories of PyTorch's own optimizers, in float64 and float32, into pytorch_optim.json beside this file.

    apt-get install python3-torch        # Debian 12: PyTorch 1.13.1
    /usr/bin/python3 tests/recordings/record_pytorch.py

The gradients are fixed beforehand: they depend on the step and the element alone, not on the parameter. Parameters and
gradients are drawn from SplitMix64 as multiples of 2^-23 (gradients times a power of two that depends on the element),
so that both precisions and any other program start from exactly the same numbers:

    bits(n)         = the n-th output of SplitMix64 with the seed below, n counted from 0
    unit(n)         = ((bits(n) >> 40) - 2^23) * 2^-23
    parameter[i]    = unit(i)
    gradient[t][i]  = unit(t * elements + i) * 2^-(i mod 8), steps t counted from 1

For each setting the file has, at some steps, the parameters of the first elements in both precisions and the
root-mean-square distance over all elements of the float32 parameters from the float64 ones; and after the last step the
states of the first elements in float64.

NAdam and ASGD keep scalars of their own (a product, a rate) in tensors of the default type; that is float64 here, so
that the float64 trajectories are what they say. NAdam's loop over single tensors multiplies its product once too often
in PyTorch 1.13, which later versions mended; its update of many tensors at once does not, and is what is recorded.
"""
import json
import pathlib
import re

import numpy
import torch

SEED = 2024
ELEMENTS = 32768
RECORDED_ELEMENTS = 16
STEPS = 100
RECORDED_STEPS = [1, 2, 10, 30, 100]

SETTINGS = [
    ("SGD", dict(lr=0.1)),
    ("SGD", dict(lr=0.1, weight_decay=0.01)),
    ("SGD", dict(lr=0.1, maximize=True)),
    ("SGD", dict(lr=0.05, momentum=0.9)),
    ("SGD", dict(lr=0.05, momentum=0.9, weight_decay=0.01)),
    ("SGD", dict(lr=0.01, momentum=0.99)),
    ("SGD", dict(lr=0.05, momentum=0.9, nesterov=True)),
    ("SGD", dict(lr=0.05, momentum=0.9, nesterov=True, weight_decay=0.01)),
    ("SGD", dict(lr=0.05, momentum=0.9, dampening=0.5)),
    ("SGD", dict(lr=0.05, momentum=0.9, dampening=0.1, weight_decay=0.01)),
    ("Adagrad", dict(lr=0.01)),
    ("Adagrad", dict(lr=0.1, weight_decay=0.01)),
    ("Adagrad", dict(lr=0.1, initial_accumulator_value=0.1, eps=1e-6)),
    ("Adagrad", dict(lr=0.1, lr_decay=0.01)),
    ("Adadelta", dict(lr=1.0)),
    ("Adadelta", dict(lr=0.5, rho=0.95, eps=1e-5)),
    ("Adadelta", dict(lr=1.0, weight_decay=0.01)),
    ("RMSprop", dict(lr=0.01)),
    ("RMSprop", dict(lr=0.001, alpha=0.9, eps=1e-6)),
    ("RMSprop", dict(lr=0.01, weight_decay=0.01)),
    ("Adam", dict(lr=0.001)),
    ("Adam", dict(lr=0.01, betas=(0.8, 0.99), eps=1e-6)),
    ("Adam", dict(lr=0.01, weight_decay=0.01)),
    ("Adam", dict(lr=0.001, maximize=True)),
    ("AdamW", dict(lr=0.001)),
    ("AdamW", dict(lr=0.01, betas=(0.95, 0.98), weight_decay=0.1)),
    ("AdamW", dict(lr=0.001, weight_decay=0)),
    ("Adam", dict(lr=0.001, amsgrad=True)),
    ("Adam", dict(lr=0.01, amsgrad=True, betas=(0.8, 0.9), weight_decay=0.01)),
    ("Adamax", dict(lr=0.002)),
    ("Adamax", dict(lr=0.01, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.01)),
    ("NAdam", dict(lr=0.002, foreach=True)),
    ("NAdam", dict(lr=0.01, betas=(0.8, 0.99), momentum_decay=0.1, weight_decay=0.01, foreach=True)),
    ("RAdam", dict(lr=0.001)),
    ("RAdam", dict(lr=0.01, betas=(0.8, 0.9), weight_decay=0.01)),
    ("Rprop", dict(lr=0.01)),
    ("Rprop", dict(lr=0.001, etas=(0.4, 1.3), step_sizes=(1e-4, 0.05))),
    ("ASGD", dict(lr=0.01)),
    ("ASGD", dict(lr=0.1, lambd=0.1, alpha=0.6, t0=20, weight_decay=0.01)),
    ("RMSprop", dict(lr=0.01, centered=True)),
    ("RMSprop", dict(lr=0.001, momentum=0.9)),
    ("RMSprop", dict(lr=0.001, alpha=0.9, momentum=0.5, centered=True, weight_decay=0.01)),
]


def draw_units(count):
    """The first outputs of SplitMix64 (Steele, Lea and Flood, 2014), as multiples of 2^-23 from -1 to below 1."""
    with numpy.errstate(over="ignore"):
        gamma = numpy.uint64(0x9E3779B97F4A7C15)
        z = numpy.uint64(SEED) + gamma * numpy.arange(1, count + 1, dtype=numpy.uint64)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return ((z >> numpy.uint64(40)).astype(numpy.int64) - 2**23) * 2.0**-23


def run(optimizer, options, units, dtype):
    """The parameters after each recorded step, and the states after the last."""
    parameter = torch.nn.Parameter(torch.tensor(units[0], dtype=dtype))
    instance = getattr(torch.optim, optimizer)([parameter], **options)
    scale = 2.0 ** -(numpy.arange(ELEMENTS) % 8)
    parameters = {}
    for step in range(1, STEPS + 1):
        parameter.grad = torch.tensor(units[step] * scale, dtype=dtype)
        instance.step()
        if step in RECORDED_STEPS:
            parameters[step] = parameter.detach().numpy().copy()
    states = {
        key: value.numpy().copy()
        for key, value in instance.state[parameter].items()
        if isinstance(value, torch.Tensor) and value.shape == parameter.shape
    }
    return parameters, states


def numbers(values):
    """JSON numbers of the first elements: the shortest decimals that read back as the same bits in their precision."""
    return [float(str(value)) for value in values[:RECORDED_ELEMENTS]]


def record(optimizer, options, units):
    double, states = run(optimizer, options, units, torch.float64)
    single, _ = run(optimizer, options, units, torch.float32)
    return {
        "optimizer": optimizer,
        "options": options,
        "float64": {step: numbers(values) for step, values in double.items()},
        "float32": {step: numbers(values) for step, values in single.items()},
        "float32_distance": {
            step: float(numpy.sqrt(numpy.mean((single[step].astype(numpy.float64) - values) ** 2)))
            for step, values in double.items()
        },
        "float64_states": {key: numbers(values) for key, values in states.items()},
    }


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    units = draw_units((STEPS + 1) * ELEMENTS).reshape(STEPS + 1, ELEMENTS)
    cases = [record(optimizer, options, units) for optimizer, options in SETTINGS]
    document = {
        "source": f"torch.optim of PyTorch {torch.__version__}, recorded by tests/recordings/record_pytorch.py",
        "problem": "fixed gradients; record_pytorch.py says how they are drawn",
        "seed": SEED,
        "elements": ELEMENTS,
        "steps": STEPS,
        "cases": cases,
    }
    text = json.dumps(document, indent=1)
    # One line for each list of numbers.
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + " ".join(m.group(1).split()) + "]", text)
    pathlib.Path(__file__).with_name("pytorch_optim.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
