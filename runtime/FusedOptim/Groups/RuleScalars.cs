using FusedOptim.Schema;

namespace FusedOptim.Groups;

/// <summary>
/// The scalars of a rule in one group: a row for each cohort, in the order of the schema. Those of the model are the
/// same in all rows between steps.
/// </summary>
internal sealed class RuleScalars
{
    private readonly IReadOnlyList<ScalarSchema> _schemas;
    private readonly double[] _initial;
    private double[] _rows;
    private double[] _saved = [];

    /// <summary>The scalars of one cohort, with their initial values.</summary>
    /// <param name="schemas">The scalars of the rule.</param>
    /// <param name="hyperparameter">The value of a hyperparameter, by its index.</param>
    public RuleScalars(IReadOnlyList<ScalarSchema> schemas, Func<int, double> hyperparameter)
    {
        _schemas = schemas;
        _initial = new double[schemas.Count];
        for (var scalar = 0; scalar < _initial.Length; scalar++)
        {
            var schema = schemas[scalar];
            _initial[scalar] = schema.InitialHyperparameter < 0 ? schema.Initial : hyperparameter(schema.InitialHyperparameter);
        }

        _rows = [.. _initial];
    }

    /// <summary>The scalars of a cohort.</summary>
    public Span<double> this[int cohort] => _rows.AsSpan(cohort * _schemas.Count, _schemas.Count);

    /// <summary>The value of a scalar.</summary>
    /// <param name="cohort">The cohort.</param>
    /// <param name="key">The key of the scalar. One of the model is set for all cohorts.</param>
    public double this[int cohort, string key]
    {
        get => this[cohort][IndexOf(key)];
        set
        {
            var scalar = IndexOf(key);
            this[cohort][scalar] = value;
            if (_schemas[scalar].Over == Over.Model)
                Spread(scalar, value);
        }
    }

    /// <summary>Makes rows for another number of cohorts. New ones are as the first.</summary>
    public void Resize(int cohortCount)
    {
        if (_rows.Length == cohortCount * _schemas.Count)
            return;
        var rows = new double[cohortCount * _schemas.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = _rows[i < _rows.Length ? i : i % _schemas.Count];
        _rows = rows;
    }

    /// <summary>Gives all cohorts the model's scalars of one.</summary>
    public void ShareModelScalars(int cohort)
    {
        for (var scalar = 0; scalar < _schemas.Count; scalar++)
        {
            if (_schemas[scalar].Over == Over.Model)
                Spread(scalar, this[cohort][scalar]);
        }
    }

    /// <summary>Gives the scalars of a tensor their initial values.</summary>
    public void Reset(int cohort)
    {
        for (var scalar = 0; scalar < _schemas.Count; scalar++)
        {
            if (_schemas[scalar].Over == Over.Tensor)
                this[cohort][scalar] = _initial[scalar];
        }
    }

    /// <summary>The scalars of some cohorts, one row after another.</summary>
    public double[] RowsOf(IEnumerable<int> cohorts) => [.. cohorts.SelectMany(cohort => this[cohort].ToArray())];

    /// <summary>Sets the scalars of some cohorts.</summary>
    /// <param name="cohorts">The cohorts.</param>
    /// <param name="rows">What <see cref="RowsOf"/> gave for as many.</param>
    public void Set(IEnumerable<int> cohorts, double[] rows)
    {
        foreach (var (index, cohort) in cohorts.Index())
            rows.AsSpan(index * _schemas.Count, _schemas.Count).CopyTo(this[cohort]);
    }

    /// <summary>Copies the scalars aside.</summary>
    public void Save()
    {
        if (_schemas.Count == 0)
            return;
        if (_saved.Length != _rows.Length)
            _saved = new double[_rows.Length];
        _rows.CopyTo(_saved, 0);
    }

    /// <summary>Puts the scalars back that were copied aside.</summary>
    public void PutBack()
    {
        if (_schemas.Count > 0)
            _saved.CopyTo(_rows, 0);
    }

    private void Spread(int scalar, double value)
    {
        for (var i = scalar; i < _rows.Length; i += _schemas.Count)
            _rows[i] = value;
    }

    private int IndexOf(string key)
    {
        for (var scalar = 0; scalar < _schemas.Count; scalar++)
        {
            if (_schemas[scalar].Key == key)
                return scalar;
        }

        throw new ArgumentException(
            _schemas.Count == 0
                ? $"The rule has no scalar '{key}'; it has none at all."
                : $"The rule has no scalar '{key}'; it has {string.Join(", ", _schemas.Select(schema => schema.Key))}.",
            nameof(key));
    }
}
