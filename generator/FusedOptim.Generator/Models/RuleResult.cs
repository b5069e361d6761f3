using FusedOptim.Generator.Helpers;

namespace FusedOptim.Generator.Models;

/// <summary>What reading a declaration gives: a rule, or diagnostics that say why there is none.</summary>
/// <param name="Rule">The rule; null where anything was refused, or where the compiler itself reports an error.</param>
/// <param name="Diagnostics">In the order of the source.</param>
internal sealed record RuleResult(RuleModel? Rule, EquatableArray<DiagnosticModel> Diagnostics);
