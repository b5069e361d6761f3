using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public sealed class Vector512OfFloatsMemoryTests : VectorMemoryTests<Vector512Of<float>, Wide512, float>;

public sealed class Vector512OfDoublesMemoryTests : VectorMemoryTests<Vector512Of<double>, Vector512Of<double>, double>;

public sealed class Vector256OfFloatsMemoryTests : VectorMemoryTests<Vector256Of<float>, Wide256, float>;

public sealed class Vector256OfDoublesMemoryTests : VectorMemoryTests<Vector256Of<double>, Vector256Of<double>, double>;

public sealed class Vector128OfFloatsMemoryTests : VectorMemoryTests<Vector128Of<float>, Wide128, float>;

public sealed class Vector128OfDoublesMemoryTests : VectorMemoryTests<Vector128Of<double>, Vector128Of<double>, double>;

public sealed class ScalarOfFloatMemoryTests : VectorMemoryTests<ScalarOf<float>, WideScalar, float>;

public sealed class ScalarOfDoubleMemoryTests : VectorMemoryTests<ScalarOf<double>, ScalarOf<double>, double>;
