namespace FusedOptim.Generator.Tests.Fuzzing.Generation;

/// <content>Phases over elements, rows and columns, which hand each other sums, maxima, states and values.</content>
internal sealed partial class RandomMethods
{
    private const int MostPhases = 4;

    private readonly List<(string Name, Over Over)> _values = [];
    private readonly List<(string Name, Over Over)> _vectors = [];

    private IEnumerable<string> Sizes => _seesRows ? ["(double)rows", "(double)columns"] : [];

    private IEnumerable<string> SizeDeclarations => _seesRows ? ["long rows", "long columns"] : [];

    /// <summary>The states of rows and columns that phases have written, as others read them.</summary>
    private IEnumerable<(string Name, string Declaration)> Vectors =>
        _vectors.Select(vector => (vector.Name, $"[State(Over.{vector.Over})] double {vector.Name}"));

    private void Phases()
    {
        var count = 1 + _expressions.Below(MostPhases);
        for (var phase = 0; phase < count; phase++)
        {
            var over = _expressions.Pick(phase == 0
                ? [Over.Element, Over.Element, Over.Element, Over.Row, Over.Column]
                : (Over[])[Over.Element, Over.Row, Over.Row, Over.Column]);
            if (over == Over.Element)
                MeasureElements(phase);
            else
                MeasureEntries(phase, over);
        }
    }

    private void MeasureElements(int phase)
    {
        var places = Places(Over.Element);
        var before = KnownReductions();
        var (sums, maxima, norms) = Reductions(phase, least: 1, ["(Over.Row)", "(Over.Row)", "(Over.Column)", "(Over.Column)", "(Over.Matrix)", "", "(Over.Model)"]);
        Begin(
            [("gradient", false), ("parameter", false), ("m", true), .. ElementwiseInputs, .. places.Select(place => (place.Name, false))],
            [.. _own, "step", .. before, .. Sizes, .. OtherInputs]);
        Accumulate(sums, maxima);
        string[] parameters =
        [
            "double gradient", "double parameter", State("m"), "int step", .. InputDeclarations, .. SizeDeclarations,
            .. before.Select(name => $"double {name}"), .. places.Select(place => place.Declaration), .. sums.Concat(maxima).Concat(norms).Select(sum => sum.Declaration),
        ];
        Add($"{(phase == 0 && _expressions.Chance(50) ? "private void Measure" : $"[Phase] private void Gather{phase}")}({Shuffled(parameters)})",
            1 + _expressions.Below(2), isVoid: true, last: () => $"{sums[0].Name} += gradient * {_expressions.Value(1)};\n        {_statements.Accumulation(_size)}{_statements.Entries(norms.Select(norm => norm.Name), _size)}");
        Know(sums, maxima, norms);
    }

    private void MeasureEntries(int phase, Over over)
    {
        var places = Places(over).Where(place => _vectors.All(vector => vector.Name != place.Name)).ToList();
        var before = KnownReductions();
        var state = over == Over.Row ? "ofRow" : "ofColumn";
        var (sums, maxima, norms) = Reductions(phase, least: 0, ["", "(Over.Model)", "(Over.Matrix)", "(Over.Matrix)"]);
        string[] outputs = [.. new[] { $"handed{phase}", $"factor{phase}" }[.._expressions.Below(3)]];
        Begin(
            [.. places.Select(place => (place.Name, false)), (state, true), .. outputs.Select(output => (output, true))],
            [.. _own, "step", .. before, .. Sizes, .. OtherInputs]);
        Accumulate(sums, maxima);
        var isFirst = _vectors.All(vector => vector.Over != over);
        var arguments = isFirst
            ? _expressions.Pick([$"Over.{over}", $"\"{state}Key\", Over.{over}", $"Over.{over}, Value = 0.75", $"Over.{over}, Initial = nameof(B)"])
            : $"Over.{over}";
        string[] parameters =
        [
            "int step", .. SizeDeclarations, .. before.Select(name => $"double {name}"), .. places.Select(place => place.Declaration),
            .. _otherInputs.Select(static input => input.Declaration), $"[State({arguments})] ref double {state}",
            .. outputs.Select(output => $"out double {output}"), .. sums.Concat(maxima).Concat(norms).Select(sum => sum.Declaration),
        ];
        var first = string.Join("\n        ", outputs.Select(output => $"{output} = {(places.Count > 0 ? _expressions.Pick(places).Name : state)};"));
        Add($"[Phase(Over.{over})] private void Gather{phase}({Shuffled(parameters)})", 1 + _expressions.Below(3), isVoid: true, first, () =>
            $"{state} = {_expressions.Value(_size)};" + (sums.Count + maxima.Count > 0 ? $"\n        {_statements.Accumulation(_size)}" : "") + _statements.Entries(norms.Select(norm => norm.Name), _size));
        if (isFirst)
            _vectors.Add((state, over));
        _values.AddRange(outputs.Select(output => (output, over)));
        Know(sums, maxima, norms);
    }

    /// <summary>What a phase reads of the row, the column and the matrix, as values that vary.</summary>
    private List<(string Name, string Declaration)> Places(Over space)
    {
        var known = _values.Where(value => space == Over.Element || value.Over == space || value.Over == Over.Matrix)
            .Select(value => (value.Name, $"double {value.Name}"));
        return [.. known.Concat(space == Over.Element ? Vectors : []).Where(_ => _expressions.Chance(80))];
    }

    // Of the tensor and the model.
    private List<string> KnownReductions() => [.. _sums.Concat(_maxima).Where(_ => _expressions.Chance(80))];

    private (List<Accumulated> Sums, List<Accumulated> Maxima, List<Accumulated> Norms) Reductions(int phase, int least, string[] scopes)
    {
        var sums = new[] { $"total{phase}", $"squares{phase}", $"added{phase}" }[..(least + _expressions.Below(3))];
        var maxima = new[] { $"largest{phase}" }[.._expressions.Below(2)];
        var norms = _expressions.Chance(30) ? [$"size{phase}"] : (string[])[];
        return (Of("Sum", sums), Of("Max", maxima), Of("Norm", norms));

        List<Accumulated> Of(string attribute, string[] names) => [.. names.Select(name => new Accumulated(attribute, _expressions.Pick(scopes), name))];
    }

    private void Accumulate(List<Accumulated> sums, List<Accumulated> maxima)
    {
        _statements.Sums.AddRange(sums.Select(static sum => sum.Name));
        _statements.Maxima.AddRange(maxima.Select(static maximum => maximum.Name));
    }

    /// <summary>Makes sums, maxima and norms known to what comes after the phase.</summary>
    private void Know(List<Accumulated> sums, List<Accumulated> maxima, List<Accumulated> norms)
    {
        _statements.Sums.Clear();
        _statements.Maxima.Clear();
        foreach (var accumulated in sums.Concat(maxima).Concat(norms))
        {
            if (accumulated.Place is { } over)
                _values.Add((accumulated.Name, over));
            else if (accumulated.Attribute == "Max")
                _maxima.Add(accumulated.Name);
            else
                _sums.Add(accumulated.Name);
        }
    }

    /// <summary>A sum, a maximum or a norm.</summary>
    /// <param name="Attribute">The name of the attribute.</param>
    /// <param name="Scope">What is written after it.</param>
    /// <param name="Name">The name.</param>
    private sealed record Accumulated(string Attribute, string Scope, string Name)
    {
        public string Declaration => $"[{Attribute}{Scope}] ref double {Name}";

        /// <summary>The row, column or matrix that has a value of its own.</summary>
        public Over? Place => Scope switch
        {
            "(Over.Row)" => Over.Row,
            "(Over.Column)" => Over.Column,
            "(Over.Matrix)" => Over.Matrix,
            _ => null,
        };
    }
}
