#!/usr/bin/python3
"""Records runs of PyTorch's optimizers that another program continues, into pytorch_state.json beside this file.

    apt-get install python3-torch        # Debian 12: PyTorch 1.13.1
    /usr/bin/python3 tests/recordings/record_pytorch_state.py

The states are written by the function of docs/torchsharp.md, which is taken from the page as it stands. Where there is no
package safetensors, the function below takes the place of its save_file.

The model is torch.nn.Linear(3, 2) in float64. Steps are counted from 0, elements through weight and bias:

    parameter[i]    = (i + 1) / 8 at the start
    gradient[t][i]  = ((7 t + 13 i) mod 17 - 8) / 16

For each setting the file has the model's parameters and the file of states after 10 steps, and the parameters after 20.
"""
import base64
import json
import pathlib
import re
import sys
import tempfile
import types

import torch

FOLDER = pathlib.Path(__file__).parent
PAGE = FOLDER.parent.parent / "docs" / "torchsharp.md"
STEPS = 10

SETTINGS = [
    ("SGD", dict(lr=0.05, momentum=0.9, weight_decay=0.01)),
    ("Adam", dict(lr=0.01)),
    ("AdamW", dict(lr=0.01, weight_decay=0.1)),
    ("RMSprop", dict(lr=0.01)),
    ("Adagrad", dict(lr=0.1)),
    # Its loop over single tensors is wrong in PyTorch 1.13 (record_pytorch.py).
    ("NAdam", dict(lr=0.01, foreach=True)),
]


def save_file(tensors, path):
    """Writes a safetensors file: the length of the header, the header in JSON, the values."""
    header, offset = {}, 0
    for name, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        kind = {torch.float64: "F64", torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(tensor.numpy().tobytes())


def read_export():
    """Takes export_optimizer_state from the page."""
    try:
        import safetensors.torch
    except ImportError:
        package, module = types.ModuleType("safetensors"), types.ModuleType("safetensors.torch")
        module.save_file = save_file
        sys.modules.update({"safetensors": package, "safetensors.torch": module})
    names = {}
    exec(re.search(r"```python\n(.*?export_optimizer_state.*?)```", PAGE.read_text(), re.S).group(1), names)
    return names["export_optimizer_state"]


def run(model, optimizer, first):
    """Makes steps with the gradients that are stated above."""
    for step in range(first, first + STEPS):
        element = 0
        for parameter in model.parameters():
            values = [((7 * step + 13 * (element + i)) % 17 - 8) / 16 for i in range(parameter.numel())]
            parameter.grad = torch.tensor(values, dtype=torch.float64).reshape(parameter.shape)
            element += parameter.numel()
        optimizer.step()


def values_of(model):
    return [value for parameter in model.parameters() for value in parameter.detach().flatten().tolist()]


def record(name, settings, export):
    model = torch.nn.Linear(3, 2).double()
    with torch.no_grad():
        element = 0
        for parameter in model.parameters():
            parameter.copy_((torch.arange(parameter.numel(), dtype=torch.float64) + element + 1).reshape(parameter.shape) / 8)
            element += parameter.numel()
    optimizer = getattr(torch.optim, name)(model.parameters(), **settings)
    run(model, optimizer, 0)
    with tempfile.NamedTemporaryFile() as file:
        export(model, optimizer, file.name)
        states = pathlib.Path(file.name).read_bytes()
    start = values_of(model)
    run(model, optimizer, STEPS)
    return dict(optimizer=name, settings=settings, states=base64.b64encode(states).decode(), start=start, end=values_of(model))


def main():
    torch.set_default_dtype(torch.float64)
    export = read_export()
    recording = dict(
        source=f"torch.optim of PyTorch {torch.__version__}, by record_pytorch_state.py", steps=STEPS,
        cases=[record(name, settings, export) for name, settings in SETTINGS])
    (FOLDER / "pytorch_state.json").write_text(json.dumps(recording, indent=1) + "\n")


main()
