using System.Text;

namespace ResourceSharing.Mapping.Mail;

/// <summary>Lines of text as a browser would show them: white space once, no more than one empty line in a row.</summary>
internal sealed class TextLines
{
    /// <summary>As Outlook writes it into plain text; programs know it for a separator.</summary>
    private const string RuleLine = "________________________________";

    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private int _quoteLevel;
    private int _preLevel;
    private int _linkStart;
    private bool _isSpaceDue;
    private bool _isEmptyLineDue;
    private int _emptyLineLevel;

    private bool IsFull => _text.Length >= MimeReadLimits.MailTextMaxChars;

    internal void Write(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is '\u200b' or '\ufeff' or '\u00ad' or '\0')
                continue;
            if (_preLevel > 0 && c is '\n')
                NewLine();
            else if (c is ' ' or '\t' or '\n' or '\r' or '\f' or '\u00a0')
                Space(c);
            else
                Append(c);
        }
    }

    /// <summary>Ends the line if there is something in it.</summary>
    internal void EndLine()
    {
        if (_line.Length > 0)
            NewLine();
        _isSpaceDue = false;
    }

    /// <summary>Ends the line and leaves one empty line before what comes next.</summary>
    internal void EndParagraph()
    {
        EndLine();
        LeaveEmptyLine();
    }

    /// <summary>Ends the line even when it is empty.</summary>
    internal void NewLine()
    {
        if (_line.Length == 0)
            LeaveEmptyLine();
        else
            Emit();
        _isSpaceDue = false;
    }

    internal void Rule()
    {
        EndLine();
        Write(RuleLine);
        EndLine();
    }

    /// <summary>Cells of one row stand in one line.</summary>
    internal void Cell()
    {
        _isSpaceDue = false;
        if (_line.Length > 0)
            _line.Append('\t');
    }

    internal void Quote(int change) =>
        _quoteLevel = Math.Clamp(_quoteLevel + change, 0, MimeReadLimits.QuoteMaxLevels);

    internal void Preformat(bool isStart) => _preLevel = Math.Max(0, _preLevel + (isStart ? 1 : -1));

    internal void MarkLink() => _linkStart = _line.Length;

    /// <summary>What was written on this line since the link began.</summary>
    internal string LinkText() => _linkStart < _line.Length ? _line.ToString(_linkStart, _line.Length - _linkStart) : "";

    internal string Finish()
    {
        EndLine();
        return _text.ToString();
    }

    private void Space(char c)
    {
        if (_preLevel > 0 && c is not '\r')
            _line.Append(' ');
        else
            _isSpaceDue = _line.Length > 0;
    }

    private void Append(char c)
    {
        if (_isSpaceDue)
            _line.Append(' ');
        _isSpaceDue = false;
        if (!IsFull)
            _line.Append(c);
    }

    private void LeaveEmptyLine()
    {
        _emptyLineLevel = _isEmptyLineDue ? Math.Min(_emptyLineLevel, _quoteLevel) : _quoteLevel;
        _isEmptyLineDue = _text.Length > 0;
    }

    private void Emit()
    {
        // An empty line between a quotation and what is around it belongs to what is around it.
        if (_isEmptyLineDue && !IsFull)
            _text.Append('>', Math.Min(_emptyLineLevel, _quoteLevel)).Append('\n');
        _isEmptyLineDue = false;
        if (!IsFull)
            _text.Append('>', _quoteLevel).Append(_quoteLevel > 0 ? " " : "").Append(_line).Append('\n');
        _line.Clear();
        _linkStart = 0;
    }
}
