using System.Text;

namespace FusedOptim.Generator.Spelling;

/// <summary>Writes lines at the indentation of the blocks that are open.</summary>
internal sealed class IndentedTextWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Whether long lines become several.</summary>
    public bool Wraps { get; init; } = true;

    /// <summary>Writes a line; several where it is too long to read.</summary>
    public void Line(string text = "")
    {
        var indentation = _depth * 4;
        foreach (var part in Wraps ? LineWrapping.Wrap(text, indentation) : [text])
        {
            if (part.Length > 0)
                _text.Append(' ', indentation).Append(part);
            _text.Append('\n');
        }
    }

    /// <summary>Whether a line is short enough to stay one.</summary>
    public bool Fits(string text) => _depth * 4 + text.Length <= LineWrapping.LongestLine;

    public void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Line(line);
    }

    /// <summary>The number of characters written.</summary>
    public int Length => _text.Length;

    /// <summary>Writes lines into the middle, at the indentation of the blocks that are open at the end.</summary>
    /// <param name="start">Where to.</param>
    /// <param name="content">Writes them; gets what is written from there to the end.</param>
    public void Insert(int start, Action<IndentedTextWriter, string> content)
    {
        var inserted = new IndentedTextWriter { _depth = _depth };
        content(inserted, _text.ToString(start, _text.Length - start));
        _text.Insert(start, inserted.ToString());
    }

    /// <summary>A blank line, unless the last line opened a block.</summary>
    public void Blank()
    {
        if (_text.Length >= 2 && _text[_text.Length - 2] is not ('{' or '\n'))
            _text.Append('\n');
    }

    public Block Open(string header)
    {
        Line(header);
        return Open();
    }

    public Block Open()
    {
        Line("{");
        _depth++;
        return new Block(this);
    }

    public Indentation Indent(int depth = 1)
    {
        _depth += depth;
        return new Indentation(this, depth);
    }

    public override string ToString() => _text.ToString();

    public readonly struct Block(IndentedTextWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }

    public readonly struct Indentation(IndentedTextWriter writer, int depth) : IDisposable
    {
        public void Dispose() => writer._depth -= depth;
    }
}
