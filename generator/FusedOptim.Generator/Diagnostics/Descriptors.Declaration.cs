using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Diagnostics;

internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotSealedPartialRecord = Error(
        "FOPT001", "A rule is a sealed partial record",
        "'{0}' must be declared as a 'sealed partial record'; it lacks {1}");

    public static readonly DiagnosticDescriptor NotTopLevel = Error(
        "FOPT002", "A rule is a plain top-level type",
        "'{0}' {1}; declare the rule directly in a namespace, without type parameters, a base record or 'file'");

    public static readonly DiagnosticDescriptor NoMethod = Error(
        "FOPT003", "A rule has a method",
        "'{0}' has no method; write 'double Direction(double gradient, ...)', which returns what is subtracted from the parameter after scaling by LearningRate, or 'void Update(ref double parameter, double gradient, ...)', or declare it by attributes alone: [FirstMoment], [SecondMoment], [BiasCorrection]");

    public static readonly DiagnosticDescriptor SeveralMethods = Error(
        "FOPT004", "A rule has one method",
        "'{0}' declares {1} more than once; {2}");

    public static readonly DiagnosticDescriptor MethodSignature = Error(
        "FOPT005", "The method's signature",
        "'{0}' must {1}");

    public static readonly DiagnosticDescriptor UnknownParameter = Error(
        "FOPT006", "Names bind the parameters of the method",
        "'{0}' is nothing that a rule can bind; {1}");

    public static readonly DiagnosticDescriptor ParameterType = Error(
        "FOPT007", "The type of a bound parameter",
        "'{0}' must be declared as '{1}'{2}");

    public static readonly DiagnosticDescriptor StateType = Error(
        "FOPT008", "A state is ref double",
        "State '{0}' must be declared as '[State] ref double {0}': a state is read and written for each element, in the precision of the tensor");

    public static readonly DiagnosticDescriptor StateKey = Error(
        "FOPT009", "The key of a state",
        "The key '{0}' of state '{1}' {2}; a key is made of letters, digits and underscores and is unique in its rule");

    public static readonly DiagnosticDescriptor StateInitial = Error(
        "FOPT010", "What a state starts from",
        "{0} '{1}' cannot start from {2}; {3}");

    public static readonly DiagnosticDescriptor HyperparameterType = Error(
        "FOPT011", "The type of a hyperparameter",
        "Hyperparameter '{0}' has type '{1}'; a hyperparameter is a 'double', an 'int', or a choice between variants of the rule: a 'bool' or an enumeration over int");

    public static readonly DiagnosticDescriptor NoLearningRate = Error(
        "FOPT012", "The learning rate",
        "'{0}' has no hyperparameter 'LearningRate', which {1}; {2}");

    public static readonly DiagnosticDescriptor IntegerRange = Error(
        "FOPT013", "[Range] of a double in integers",
        "[Range] of the double '{0}' is written with integers, and rounds each value before it is compared; write {1}");

    public static readonly DiagnosticDescriptor RangeWithoutNamespace = Error(
        "FOPT041", "[Range] without its namespace",
        "[Range] of '{0}' is not the attribute (System.Range has the same name); add 'using System.ComponentModel.DataAnnotations;'");

    public static readonly DiagnosticDescriptor RangeBounds = Error(
        "FOPT014", "A range that cannot be met",
        "The range of '{0}' {1}");

    public static readonly DiagnosticDescriptor ModifierForm = Error(
        "FOPT015", "A modifier that needs a direction",
        "{0} needs what 'Direction' returns, but {1}; {2}");

    public static readonly DiagnosticDescriptor ModifierValue = Error(
        "FOPT016", "The value of a modifier",
        "{0} on '{1}' {2}");

    public static readonly DiagnosticDescriptor Moments = Error(
        "FOPT040", "A rule declared by attributes alone",
        "The moments of '{0}' cannot be compiled: {1}");

    public static readonly DiagnosticDescriptor ModifierConflict = Error(
        "FOPT039", "Modifiers that do not go together",
        "{0} cannot stand on '{1}': {2}");

    public static readonly DiagnosticDescriptor NoValue = Error(
        "FOPT042", "A function has a method",
        "'{0}' has no method 'Value'; write 'private double Value(double x) => ...', which returns the function of one element");

    public static readonly DiagnosticDescriptor ArgumentCount = Error(
        "FOPT043", "The arguments of a function",
        "'Value' of '{0}' takes {1} arguments; a function of elements takes from 1 to {2}, and what is the same for all elements is a hyperparameter");

    public static readonly DiagnosticDescriptor TooManyStates = Error(
        "FOPT046", "Too many states",
        "'{0}' is one state more than a rule can have; '{1}' can have {2}, so keep what all elements share in scalars ([Scalar])");

    public static readonly DiagnosticDescriptor Interval = Error(
        "FOPT047", "The interval of an occasion",
        "'{0}' cannot come every '{1}' steps; {2}");

    public static readonly DiagnosticDescriptor StateScope = Error(
        "FOPT066", "A state of a row or column",
        "State '{0}' has a value for each {1}: {2}");

    public static readonly DiagnosticDescriptor ReductionScope = Error(
        "FOPT067", "What a sum is over",
        "'{0}' cannot be reduced over this, because '{1}' runs once for each {2}; write {3}");

    public static readonly DiagnosticDescriptor ScalarScope = Error(
        "FOPT048", "What a scalar is over",
        "Scalar '{0}' belongs to a tensor or to the model; what each {1} keeps is a state: '{2}'");

    public static readonly DiagnosticDescriptor Input = Error(
        "FOPT049", "What an input is",
        "Input '{0}' {1}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "FOPT017", "A name that the generated part needs",
        "'{0}' is declared in '{1}', but {2}; choose another name");

    public static readonly DiagnosticDescriptor TooManyVariants = Error(
        "FOPT019", "Variants of a rule",
        "The choices of '{0}' ({1}) make {2} variants, each with kernels of its own; at most {3} are compiled: declare some of them as rules of their own");

    public static readonly DiagnosticDescriptor LibraryAlias = Error(
        "FOPT044", "The library under an alias",
        "The generated part of '{0}' refers to '{1}' by 'global::', but the reference to it has another alias alone; add 'global' to its aliases: Aliases=\"global,...\"");

    public static readonly DiagnosticDescriptor WrittenByGenerator = Error(
        "FOPT045", "What another generator writes",
        "'{0}' is not compiled, because '{1}' is written by another source generator, and no generator sees what others write; declare '{1}' in a file of the project, or in a project that this one refers to");

    public static readonly DiagnosticDescriptor LanguageVersion = Error(
        "FOPT018", "C# 14",
        "The generated part of '{0}' is written in C# 14; remove <LangVersion> from the project (net10.0 has C# 14) or set it to 14.0 or later");
}
