using System.Text;

namespace ResourceSharing.Gateway.Circulation;

/// <summary>Reads CSV row by row (RFC 4180). What separates fields is found out from the first line; blank lines are passed
/// over.</summary>
internal sealed class CsvReader
{
    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly string _text;
    private readonly char _separator;
    private readonly StringBuilder _cell = new();
    private int _at;
    private int _line = 1;

    public CsvReader(string text)
    {
        _text = text;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var first = end < 0 ? text : text[..end];
        _separator = Separators.MaxBy(separator => first.Count(letter => letter == separator));
    }

    /// <summary>The line on which the last row began, from 1.</summary>
    public int RowLine { get; private set; } = 1;

    /// <summary>The file ends within quotes.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The next row; null at the end, and where the file is broken.</summary>
    public (int Number, IReadOnlyList<string> Cells)? Next()
    {
        while (_at < _text.Length && _text[_at] is '\r' or '\n')
        {
            EndLine();
        }

        if (_at >= _text.Length)
        {
            return null;
        }

        RowLine = _line;
        var cells = new List<string>();
        while (true)
        {
            cells.Add(Cell());
            if (IsBroken)
            {
                return null;
            }

            if (_at >= _text.Length || _text[_at] is '\r' or '\n')
            {
                return (RowLine, cells);
            }

            _at++; // the separator
        }
    }

    // Text behind closing quotes is kept: some programs write it.
    private string Cell()
    {
        _cell.Clear();
        if (_at < _text.Length && _text[_at] == '"')
        {
            _at++;
            Quoted();
        }

        while (_at < _text.Length && _text[_at] != _separator && _text[_at] is not ('\r' or '\n'))
        {
            _cell.Append(_text[_at++]);
        }

        return _cell.ToString();
    }

    private void Quoted()
    {
        while (_at < _text.Length)
        {
            var letter = _text[_at++];
            if (letter == '"')
            {
                if (_at >= _text.Length || _text[_at] != '"')
                {
                    return;
                }

                _at++;
            }
            else if (letter == '\n')
            {
                _line++;
            }

            _cell.Append(letter);
        }

        IsBroken = true;
    }

    private void EndLine()
    {
        if (_text[_at] == '\n' || _at + 1 >= _text.Length || _text[_at + 1] != '\n')
        {
            _line++;
        }

        _at++;
    }
}
