using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public sealed class Vector512OfFloatsSumTests : SumTests<Vector512Of<float>, Wide512, float>;

public sealed class Vector512OfDoublesSumTests : SumTests<Vector512Of<double>, Vector512Of<double>, double>;

public sealed class Vector256OfFloatsSumTests : SumTests<Vector256Of<float>, Wide256, float>;

public sealed class Vector256OfDoublesSumTests : SumTests<Vector256Of<double>, Vector256Of<double>, double>;

public sealed class Vector128OfFloatsSumTests : SumTests<Vector128Of<float>, Wide128, float>;

public sealed class Vector128OfDoublesSumTests : SumTests<Vector128Of<double>, Vector128Of<double>, double>;

public sealed class ScalarOfFloatSumTests : SumTests<ScalarOf<float>, WideScalar, float>;

public sealed class ScalarOfDoubleSumTests : SumTests<ScalarOf<double>, ScalarOf<double>, double>;
