using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

public sealed class Vector512OfFloatsSumTests : SumTests<Vector512Lanes<float>, Vector512<float>, Wide512, Wide512, float>;

public sealed class Vector512OfDoublesSumTests : SumTests<Vector512Lanes<double>, Vector512<double>, Vector512Lanes<double>, Vector512<double>, double>;

public sealed class Vector256OfFloatsSumTests : SumTests<Vector256Lanes<float>, Vector256<float>, Wide256, Wide256, float>;

public sealed class Vector256OfDoublesSumTests : SumTests<Vector256Lanes<double>, Vector256<double>, Vector256Lanes<double>, Vector256<double>, double>;

public sealed class Vector128OfFloatsSumTests : SumTests<Vector128Lanes<float>, Vector128<float>, Wide128, Wide128, float>;

public sealed class Vector128OfDoublesSumTests : SumTests<Vector128Lanes<double>, Vector128<double>, Vector128Lanes<double>, Vector128<double>, double>;

public sealed class ScalarOfFloatSumTests : SumTests<ScalarLanes<float>, float, WideScalar, WideScalar, float>;

public sealed class ScalarOfDoubleSumTests : SumTests<ScalarLanes<double>, double, ScalarLanes<double>, double, double>;
