using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public sealed class Vector512OfFloatsMathTests : VectorMathTests<Vector512Lanes<float>, Vector512<float>, float>;

public sealed class Vector512OfDoublesMathTests : VectorMathTests<Vector512Lanes<double>, Vector512<double>, double>;

public sealed class Vector256OfFloatsMathTests : VectorMathTests<Vector256Lanes<float>, Vector256<float>, float>;

public sealed class Vector256OfDoublesMathTests : VectorMathTests<Vector256Lanes<double>, Vector256<double>, double>;

public sealed class Vector128OfFloatsMathTests : VectorMathTests<Vector128Lanes<float>, Vector128<float>, float>;

public sealed class Vector128OfDoublesMathTests : VectorMathTests<Vector128Lanes<double>, Vector128<double>, double>;

public sealed class ScalarOfFloatMathTests : VectorMathTests<ScalarLanes<float>, float, float>;

public sealed class ScalarOfDoubleMathTests : VectorMathTests<ScalarLanes<double>, double, double>;

public sealed class Wide512MathTests : VectorMathTests<Wide512, Wide512, double>;

public sealed class Wide256MathTests : VectorMathTests<Wide256, Wide256, double>;

public sealed class Wide128MathTests : VectorMathTests<Wide128, Wide128, double>;

public sealed class WideScalarMathTests : VectorMathTests<WideScalar, WideScalar, double>;
