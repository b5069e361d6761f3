using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Diagnostics;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor SinglePrecision = Error(
        "FOPT020", "Rules are written in double",
        "'{0}' is a float; write 'double': a rule is stated in real numbers, and its kernels run in the precision of the tensors, float or double");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "FOPT021", "A type the language does not have",
        "'{0}' has type '{1}'; a rule computes with double, with int (uniform values only) and with bool");

    public static readonly DiagnosticDescriptor UnsupportedStatement = Error(
        "FOPT022", "A statement the language does not have",
        "{0} cannot be compiled to a kernel; {1}");

    public static readonly DiagnosticDescriptor Loop = Error(
        "FOPT023", "A loop",
        "Loops cannot be compiled to a kernel, which is itself the loop over the elements; write the steps out, or use a closed form (Math.Pow of a hyperparameter and the step is computed once a step)");

    public static readonly DiagnosticDescriptor UnsupportedExpression = Error(
        "FOPT024", "An expression the language does not have",
        "{0} cannot be compiled to a kernel; {1}");

    public static readonly DiagnosticDescriptor UnknownMethod = Error(
        "FOPT025", "A method without source",
        "'{0}' cannot be compiled to a kernel{1}; allowed are the functions of System.Math, Elementwise, and private or static methods whose source is in this project");

    public static readonly DiagnosticDescriptor VaryingFunction = Error(
        "FOPT026", "A function that no instruction set computes exactly",
        "'{0}' of a value that varies from element to element has no exact form on every instruction set; it may be used on hyperparameters and the step{1}");

    public static readonly DiagnosticDescriptor UnsuitableFunction = Error(
        "FOPT027", "A function with a better one beside it",
        "'{0}' {1}; write '{2}'");

    public static readonly DiagnosticDescriptor VaryingClampBounds = Error(
        "FOPT028", "The bounds of Clamp",
        "The bounds of Clamp must be the same for all elements (made of hyperparameters, constants and the step): C# throws where the minimum is above the maximum; write 'Math.Min(Math.Max(x, low), high)'");

    public static readonly DiagnosticDescriptor VaryingInteger = Error(
        "FOPT029", "An int that varies",
        "{0} would be an int that varies from element to element; ints are made of constants, the step and int hyperparameters alone: use 'double'");

    public static readonly DiagnosticDescriptor NotAssignable = Error(
        "FOPT030", "What a rule can write",
        "'{0}' cannot be assigned in a rule's method; a method writes its locals, its states and, in 'Update', the parameter{1}");

    public static readonly DiagnosticDescriptor NotReadable = Error(
        "FOPT031", "What a rule can read",
        "'{0}' cannot be read in a rule's method: its value could change during a step; use a hyperparameter, a constant, a static readonly field of type double, int or bool, or a property computed from those{1}");

    public static readonly DiagnosticDescriptor Recursion = Error(
        "FOPT032", "Recursion",
        "'{0}' calls itself; helpers are inlined into the kernel and cannot be recursive");

    public static readonly DiagnosticDescriptor CheckedArithmetic = Error(
        "FOPT033", "Checked arithmetic",
        "Checked int arithmetic cannot be compiled to a kernel, which must not throw in the middle of a step; write 'unchecked(...)', or compute in double");

    public static readonly DiagnosticDescriptor Pattern = Error(
        "FOPT034", "A pattern the language does not have",
        "{0}; a rule matches constants, comparisons ('> 0'), 'and', 'or', 'not' and '_', and a switch ends with '_' or 'default'");

    public static readonly DiagnosticDescriptor AccumulatorUse = Error(
        "FOPT036", "What a method does with a sum",
        "'{0}' is reduced over all elements, so that a single one cannot read or replace it; the only thing to write is '{1}'");

    public static readonly DiagnosticDescriptor UnknownPrepareParameter = Error(
        "FOPT037", "Names bind the parameters of Prepare",
        "'{0}' is nothing that 'Prepare' can bind; {1}");

    public static readonly DiagnosticDescriptor PreparedName = Error(
        "FOPT038", "A name that is bound already",
        "'{0}' has a meaning in every phase already; give the scalar or the result another name");

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "FOPT035", "A rule that is too large",
        "'{0}' has more than {1} after its helpers are inlined; simplify it");
}
