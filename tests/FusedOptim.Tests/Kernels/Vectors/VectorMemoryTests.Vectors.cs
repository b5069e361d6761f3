using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public sealed class Vector512OfFloatsMemoryTests : VectorMemoryTests<Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float>;

public sealed class Vector512OfDoublesMemoryTests : VectorMemoryTests<Vector512Lanes<double>, Vector512<double>, Vector512Lanes<double>, Vector512<double>, double>;

public sealed class Vector256OfFloatsMemoryTests : VectorMemoryTests<Vector256Lanes<float>, Vector256<float>, Wide256, Wide256, float>;

public sealed class Vector256OfDoublesMemoryTests : VectorMemoryTests<Vector256Lanes<double>, Vector256<double>, Vector256Lanes<double>, Vector256<double>, double>;

public sealed class Vector128OfFloatsMemoryTests : VectorMemoryTests<Vector128Lanes<float>, Vector128<float>, Wide128, Wide128, float>;

public sealed class Vector128OfDoublesMemoryTests : VectorMemoryTests<Vector128Lanes<double>, Vector128<double>, Vector128Lanes<double>, Vector128<double>, double>;

public sealed class ScalarOfFloatMemoryTests : VectorMemoryTests<ScalarLanes<float>, float, WideScalar, WideScalar, float>;

public sealed class ScalarOfDoubleMemoryTests : VectorMemoryTests<ScalarLanes<double>, double, ScalarLanes<double>, double, double>;
