using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public sealed class Vector512OfFloatsMathTests : VectorMathTests<Vector512Of<float>, float>;

public sealed class Vector512OfDoublesMathTests : VectorMathTests<Vector512Of<double>, double>;

public sealed class Vector256OfFloatsMathTests : VectorMathTests<Vector256Of<float>, float>;

public sealed class Vector256OfDoublesMathTests : VectorMathTests<Vector256Of<double>, double>;

public sealed class Vector128OfFloatsMathTests : VectorMathTests<Vector128Of<float>, float>;

public sealed class Vector128OfDoublesMathTests : VectorMathTests<Vector128Of<double>, double>;

public sealed class ScalarOfFloatMathTests : VectorMathTests<ScalarOf<float>, float>;

public sealed class ScalarOfDoubleMathTests : VectorMathTests<ScalarOf<double>, double>;

public sealed class Wide512MathTests : VectorMathTests<Wide512, double>;

public sealed class Wide256MathTests : VectorMathTests<Wide256, double>;

public sealed class Wide128MathTests : VectorMathTests<Wide128, double>;

public sealed class WideScalarMathTests : VectorMathTests<WideScalar, double>;
