#!/usr/bin/env python3
"""Writes ElementwiseReference.cs: arguments and correctly rounded results of the Elementwise functions, as bits.

Needs mpmath. Run: python3 elementwise-reference.py > ElementwiseReference.cs
"""
import random
import struct

from mpmath import mp, mpf

mp.prec = 200
random.seed(20240229)

FUNCTIONS = {
    "Exp": (mp.exp, [0.5, 1.0, -1.0, 0.34657359027997264, -0.34657359027997264, 709.78, -708.4, -740.0, -745.1, 1e-300]),
    "Log": (mp.log, [0.5, 2.0, 10.0, 0.7071067811865475, 1.4142135623730951, 1e-310, 5e-324, 1.7976931348623157e308]),
    "Tanh": (mp.tanh, [0.1, -0.17, 0.2, 0.55, 1.0, 18.9, 19.2, 30.0, 1e-300, 5e-324]),
    "Logistic": (lambda x: 1 / (1 + mp.exp(-x)), [0.5, -0.5, 37.0, -37.0, -700.0, -740.0, 1e-300, -1e-17]),
    "Softplus": (
        lambda x: mp.log1p(mp.exp(x)),
        [0.5, -0.5, 0.88, 0.89, -0.88, -0.89, 37.0, -37.0, 40.0, 1e300, -700.0, -740.0, 1e-300, -1e-17],
    ),
    "Erf": (mp.erf, [0.1, 0.9999999999999999, 1.0, 1.0000000000000002, -3.0, 5.5, 5.9, 5.95, 30.0, 1e-300, -1e-310]),
    "Cbrt": (
        lambda x: mp.sign(x) * mp.cbrt(abs(x)),
        [1.0, 2.0, 8.0, -27.0, 0.7071067811865475, 1.4142135623730951, 1e-310, -5e-324, 1.7976931348623157e308],
    ),
}


def arguments(name, special):
    yield from special
    for i in range(48):
        u = random.uniform(-1, 1)
        if name == "Cbrt":
            yield u * 2.0 ** random.uniform(-1020, 1020)
        elif name == "Log":
            yield (2.0 ** random.uniform(-1020, 1020), 1 + u / 2, 1 + u * 2.0 ** -random.randint(3, 50))[i % 3]
        else:
            yield (u * (300 if name == "Exp" else 15), u, u * 2.0 ** -random.randint(2, 40))[i % 3]


def points():
    yield from [(1.0, 1.0), (1.0, -1.0), (-1.0, 1e-300), (1e-300, -1.0), (1e300, -1e300), (5e-324, 1e-323), (1e-310, 3.0)]
    for i in range(48):
        y = random.uniform(-1, 1) * 2.0 ** random.uniform(-900, 900)
        yield y, y * random.uniform(-2, 2) * 2.0 ** (0, 0, random.uniform(-60, 60))[i % 3]


def bits(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


print("namespace FusedOptim.Tests;\n")
print("/// <summary>Written by elementwise-reference.py: argument and correctly rounded result, as bits.</summary>")
print("internal static class ElementwiseReference\n{")
for index, (name, (function, special)) in enumerate(FUNCTIONS.items()):
    if index:
        print()
    print(f"    public static readonly ulong[] {name} =\n    [")
    for x in arguments(name, special):
        print(f"        0x{bits(x):016x}, 0x{bits(float(function(mpf(x)))):016x},")
    print("    ];")

print("\n    /// <summary>Ordinate, abscissa and angle.</summary>")
print("    public static readonly ulong[] Atan2 =\n    [")
for y, x in points():
    print(f"        0x{bits(y):016x}, 0x{bits(x):016x}, 0x{bits(float(mp.atan2(mpf(y), mpf(x)))):016x},")
print("    ];")
print("}")
