using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Diagnostics;

/// <summary>What compiles, and is probably not what was meant.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor StateUnused = Warning(
        "FOPT050", "A state that does nothing",
        "State '{0}' is never {1}: it takes memory and has no effect; remove it, or {2}");

    public static readonly DiagnosticDescriptor GradientUnused = Warning(
        "FOPT051", "A rule that ignores the gradient",
        "'{0}' does not depend on the gradient; declare 'double gradient' among the parameters of '{1}' and use it");

    public static readonly DiagnosticDescriptor ZeroByZero = Warning(
        "FOPT052", "A quotient that is 0/0 at step 1",
        "'{0}' is {1} at step 1 with the defaults of the hyperparameters; steps are counted from 1, so a bias correction reads '1 - Math.Pow(Beta, step)'");

    public static readonly DiagnosticDescriptor VanishingConstant = Warning(
        "FOPT053", "A number that vanishes in single precision",
        "The default of '{0}', {1}, becomes 0 in the precision of float tensors; use at least 1e-38");

    public static readonly DiagnosticDescriptor UnnamedState = Information(
        "FOPT054", "A state without a key of its own",
        "The key of state '{0}' in checkpoints is the name of the parameter, so that renaming it breaks them; name it: '[State(\"{0}\")]'");

    public static readonly DiagnosticDescriptor HyperparameterUnused = Warning(
        "FOPT055", "A hyperparameter that nobody uses",
        "Hyperparameter '{0}' has no effect: no method of '{1}' uses it; use it or remove it");

    public static readonly DiagnosticDescriptor DebugBuild = Information(
        "FOPT056", "A Debug build",
        "'{0}' is compiled without optimization: its kernels run many times slower than in Release; build with '-c Release' before you measure or train");

    public static readonly DiagnosticDescriptor NotLinearInRate = Information(
        "FOPT057", "An update that does not scale with the learning rate",
        "What 'Update' adds to the parameter is of degree {0} in LearningRate, not 1: {1}; where that is meant, suppress this for the rule");

    public static readonly DiagnosticDescriptor RateTwice = Warning(
        "FOPT058", "The learning rate is applied twice",
        "What 'Direction' returns is multiplied by LearningRate, and is of degree {0} in LearningRate already; leave LearningRate out of the method (and of what its states keep), or write 'void Update(ref double parameter, ...)', which applies it itself");

    public static readonly DiagnosticDescriptor NoDerivative = Warning(
        "FOPT059", "A function whose derivative is zero",
        "The derivative of '{0}' by its first argument, '{1}', is 0 everywhere: what stands before it cannot learn through it; put what it is differentiated by first, or suppress this where only its values are used");

    public static readonly DiagnosticDescriptor WholeQuotient = Warning(
        "FOPT060", "A quotient of whole numbers",
        "'{0}' divides int by int and drops the fraction before it becomes a double; make one of them a double ('1.0 / ...', '(double)step / ...'), or keep the quotient in an int where that is meant");

    public static readonly DiagnosticDescriptor LostWrite = Warning(
        "FOPT061", "A copy that is written",
        "'{0}' is a copy in '{1}', and writing it has no effect; {2}");

    public static readonly DiagnosticDescriptor InputUnused = Warning(
        "FOPT062", "An input that is not read",
        "Input '{0}' is not read, and each step requires it; use it or remove it");

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        Register(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Information(string id, string title, string message) =>
        Register(id, title, message, DiagnosticSeverity.Info);
}
