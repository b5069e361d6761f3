using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.Generator.Frontend;

/// <summary>Collects what is refused while a declaration is read; reading goes on, so that each mistake is reported.</summary>
internal sealed class Refusals
{
    private readonly List<DiagnosticModel> _diagnostics = [];
    private readonly List<TextSpan> _covered = [];

    /// <summary>Whether no rule may be made of the declaration.</summary>
    public bool Any { get; private set; }

    public void Add(DiagnosticDescriptor descriptor, Location location, params string[] arguments)
    {
        Any = true;
        Report(descriptor, location, arguments);
    }

    /// <summary>Reports what is no reason to refuse the rule.</summary>
    public void Warn(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        Report(descriptor, location, arguments);

    private void Report(DiagnosticDescriptor descriptor, Location location, string[] arguments)
    {
        var diagnostic = new DiagnosticModel(descriptor.Id, LocationModel.Of(location), arguments.ToEquatableArray());
        // A helper that is inlined twice refuses once.
        if (!_diagnostics.Contains(diagnostic))
            _diagnostics.Add(diagnostic);
    }

    /// <summary>Notes a place that uses something refused elsewhere.</summary>
    public void Cover(Location location) => _covered.Add(location.SourceSpan);

    /// <summary>Whether a place holds something that has been refused already.</summary>
    public bool Covers(Location location) =>
        _covered.Any(location.SourceSpan.Contains) ||
        _diagnostics.Any(diagnostic => location.SourceSpan.Contains(diagnostic.Location.Span));

    /// <summary>The code does not compile, and the compiler says so itself: a second message would only be in the way.</summary>
    public void LeaveToCompiler() => Any = true;

    public EquatableArray<DiagnosticModel> ToDiagnostics() =>
        _diagnostics.OrderBy(static diagnostic => diagnostic.Location.Span.Start).ToEquatableArray();
}
