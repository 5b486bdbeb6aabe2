namespace ResourceSharing.Mapping.Mail;

/// <summary>The grammar of RFC 8601, 2.2, kept to strictly: who cannot write it is not believed.</summary>
internal sealed class AuthenticationResultsReader(string text)
{
    private int _at;

    internal AuthenticationResults? Read()
    {
        if (ReadValue() is not { Length: > 0 } server)
            return null;
        string version = ReadKeyword();
        if (version is not ("" or "1"))
            return null;
        var results = new List<AuthenticationResult>();
        while (TryTake(';'))
        {
            Skip();
            if (_at == text.Length)
                break;
            string method = ReadKeyword();
            if (method == "none" && (IsAt(';') || _at == text.Length))
                continue;
            if (results.Count == MimeReadLimits.MaxAuthenticationResults || ReadResult(method) is not { } result)
                return null;
            results.Add(result);
        }
        Skip();
        return _at == text.Length ? new AuthenticationResults(server.ToLowerInvariant(), results) : null;
    }

    private AuthenticationResult? ReadResult(string method)
    {
        if (TryTake('/'))
            ReadKeyword();
        if (method.Length == 0 || !TryTake('=') || ReadKeyword() is not { Length: > 0 } result)
            return null;
        var properties = new List<AuthenticationProperty>();
        Skip();
        while (_at < text.Length && !IsAt(';'))
        {
            if (properties.Count == MimeReadLimits.MaxAuthenticationResults || !ReadProperty(properties))
                return null;
            Skip();
        }
        return new AuthenticationResult(method, result, properties);
    }

    private bool ReadProperty(List<AuthenticationProperty> properties)
    {
        string type = ReadKeyword();
        string name = TryTake('.') ? ReadKeyword() : "";
        if (type.Length == 0 || !TryTake('='))
            return false;
        bool isReason = name.Length == 0 && type == "reason";
        if ((name.Length == 0 && !isReason) || ReadValue() is not { } value)
            return false;
        if (!isReason)
            properties.Add(new AuthenticationProperty(type, name, value));
        return true;
    }

    private string ReadKeyword()
    {
        Skip();
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '_'))
            _at++;
        return text[start.._at].ToLowerInvariant();
    }

    /// <summary>A quoted string, which a domain may follow, or characters up to white space, comment or an end.</summary>
    private string? ReadValue()
    {
        Skip();
        string quoted = "";
        if (IsAt('"'))
        {
            if (text.IndexOf('"', _at + 1) < 0)
                return null;
            (quoted, _at) = FieldText.ReadQuoted(text, _at);
            if (!IsAt('@'))
                return quoted;
        }
        int length = text.AsSpan(_at).IndexOfAny(" \t(\";");
        int end = length < 0 ? text.Length : _at + length;
        string value = quoted + text[_at..end];
        _at = end;
        return IsAt('"') ? null : value;
    }

    private bool TryTake(char wanted)
    {
        Skip();
        if (!IsAt(wanted))
            return false;
        _at++;
        return true;
    }

    private bool IsAt(char wanted) => _at < text.Length && text[_at] == wanted;

    private void Skip() => _at = FieldText.SkipComments(text, _at);
}
