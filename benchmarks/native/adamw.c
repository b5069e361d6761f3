/* AdamW as a plain C loop, for comparison: what a careful C programmer writes and leaves to the compiler.
   Operands do not overlap (restrict), and what does not change from element to element is computed before the loop.

   It is compiled when the benchmarks run:  cc -Ofast -march=native -fPIC -c adamw.c  &&  cc -shared adamw.o
   (in two steps, because linking with -Ofast adds start-up code that flushes denormals in the whole thread). */

#include <math.h>
#include <stddef.h>

/* The layout is that of AdamWConstants in C#. */
struct adamw_constants {
    float gradient_scale;
    float beta1, one_minus_beta1;
    float beta2, one_minus_beta2;
    float reciprocal_bias_correction1; /* 1 / (1 - beta1^step) */
    float reciprocal_bias_correction2; /* 1 / (1 - beta2^step) */
    float epsilon;
    float learning_rate;
    float decay; /* 1 - learning_rate * weight_decay */
};

void adamw(ptrdiff_t count, float *restrict parameter, const float *restrict gradient, float *restrict m,
           float *restrict v, const struct adamw_constants *constants)
{
    const struct adamw_constants u = *constants;
    for (ptrdiff_t i = 0; i < count; i++) {
        float g = u.gradient_scale * gradient[i];
        m[i] = u.beta1 * m[i] + u.one_minus_beta1 * g;
        v[i] = u.beta2 * v[i] + u.one_minus_beta2 * g * g;
        float m_hat = m[i] * u.reciprocal_bias_correction1;
        float v_hat = v[i] * u.reciprocal_bias_correction2;
        parameter[i] = parameter[i] * u.decay - u.learning_rate * m_hat / (sqrtf(v_hat) + u.epsilon);
    }
}
