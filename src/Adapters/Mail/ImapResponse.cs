using System.Globalization;
using System.Text;

namespace ResourceSharing.Adapters.Mail;

/// <summary>What a server says (RFC 3501, 7): a closed set.</summary>
internal abstract record ImapResponse
{
    private ImapResponse()
    {
    }

    /// <summary>It waits for more of our command: <c>+ text</c>.</summary>
    /// <param name="Text">A challenge, or words for people.</param>
    internal sealed record Continuation(string Text) : ImapResponse;

    /// <summary>The result of a command, or news about the connection.</summary>
    /// <param name="Tag">The command's tag; null when it belongs to none.</param>
    /// <param name="Condition">Good or bad.</param>
    /// <param name="Code">What stands in brackets: name and arguments; null for none.</param>
    /// <param name="Text">Words for people; control characters replaced, at most 1,000 characters.</param>
    internal sealed record Status(string? Tag, ImapCondition Condition, ImapCode? Code, string Text) : ImapResponse
    {
        /// <summary>For the operator.</summary>
        public override string ToString() =>
            $"{Condition.ToString().ToUpperInvariant()}{(Code is null ? "" : $" [{Code.Name}]")} {Text}";
    }

    /// <summary>Data: <c>* 12 FETCH (...)</c>, <c>* SEARCH 1 2</c>.</summary>
    /// <param name="Number">The number before its name; null for none.</param>
    /// <param name="Name">Its name in upper case.</param>
    /// <param name="Values">What follows.</param>
    internal sealed record Data(uint? Number, string Name, IReadOnlyList<ImapValue> Values) : ImapResponse;
}

/// <summary>RFC 3501, 7.1.</summary>
internal enum ImapCondition
{
    Ok,
    No,
    Bad,
    PreAuth,
    Bye,
}

/// <summary>A response code: <c>[UIDVALIDITY 3857529045]</c>.</summary>
/// <param name="Name">In upper case.</param>
/// <param name="Arguments">What follows the name, as it was written.</param>
internal sealed record ImapCode(string Name, string Arguments);

/// <summary>One value of a response: a closed set.</summary>
internal abstract record ImapValue
{
    private ImapValue()
    {
    }

    /// <summary>The number that an atom stands for; null when it is none.</summary>
    internal uint? Number => this is Atom { Text: var text }
        && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) ? number : null;

    /// <summary>A word, a number or a flag; NIL too.</summary>
    internal sealed record Atom(string Text) : ImapValue;

    /// <summary>A quoted string or a literal.</summary>
    internal sealed record Octets(ReadOnlyMemory<byte> Content) : ImapValue
    {
        internal string Text => Encoding.UTF8.GetString(Content.Span);
    }

    /// <summary>Values in parentheses.</summary>
    internal sealed record List(IReadOnlyList<ImapValue> Items) : ImapValue;
}
