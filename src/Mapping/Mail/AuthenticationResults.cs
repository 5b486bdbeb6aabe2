namespace ResourceSharing.Mapping.Mail;

/// <summary>What one mail server has found out about who sent a mail (RFC 8601).</summary>
/// <param name="ServerId">The server that says so, in lower case. Anybody can write anybody's name here.</param>
/// <param name="Results">The results, in their order; empty when nothing was checked.</param>
public sealed record AuthenticationResults(string ServerId, IReadOnlyList<AuthenticationResult> Results)
{
    /// <summary>Reads one field; null when it does not keep to the grammar: nothing in it is believed then.</summary>
    /// <param name="raw">The value of the field, not decoded.</param>
    public static AuthenticationResults? Parse(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return new AuthenticationResultsReader(raw).Read();
    }
}

/// <summary>The result of one method.</summary>
/// <param name="Method"><c>dmarc</c>, <c>dkim</c>, <c>spf</c> ... in lower case.</param>
/// <param name="Result"><c>pass</c>, <c>fail</c>, <c>none</c> ... in lower case.</param>
/// <param name="Properties">What it was found out about.</param>
public sealed record AuthenticationResult(
    string Method, string Result, IReadOnlyList<AuthenticationProperty> Properties)
{
    /// <summary>The value of a property; null when it is missing or stands there more than once.</summary>
    /// <param name="type"><c>header</c>, <c>smtp</c> or <c>policy</c>.</param>
    /// <param name="name"><c>from</c>, <c>d</c>, <c>mailfrom</c> ...</param>
    public string? Property(string type, string name)
    {
        var found = Properties.Where(property => property.Type == type && property.Name == name).Take(2).ToList();
        return found.Count == 1 ? found[0].Value : null;
    }
}

/// <summary>A property, for example <c>header.from=east.example</c>.</summary>
/// <param name="Type">Where it was taken from, in lower case: <c>header</c>.</param>
/// <param name="Name">Its name in lower case: <c>from</c>.</param>
/// <param name="Value">Its value as written: <c>east.example</c>.</param>
public sealed record AuthenticationProperty(string Type, string Name, string Value);
