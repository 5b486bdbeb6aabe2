using System.Globalization;

namespace ResourceSharing.Adapters.Mail;

/// <summary>What a server has told in passing: about itself and about the open folder.</summary>
internal sealed class ImapState
{
    /// <summary>Capabilities in upper case; empty when they are not known.</summary>
    internal IReadOnlySet<string> Capabilities { get; private set; } = new HashSet<string>();

    /// <summary>How many messages the folder holds.</summary>
    internal uint Exists { get; private set; }

    /// <summary>Identifiers count only together with this number (RFC 3501, 2.3.1.1); 0 when none was told.</summary>
    internal uint UidValidity { get; private set; }

    /// <summary>Flags that can be set for good, in lower case; <c>\*</c> when new keywords can be made. Null when the
    /// server tells nothing: then all can (RFC 3501, 6.3.1).</summary>
    internal IReadOnlySet<string>? PermanentFlags { get; private set; }

    /// <summary>True when the folder cannot be changed.</summary>
    internal bool IsReadOnly { get; private set; }

    /// <summary>True when messages have come since this was last set to false.</summary>
    internal bool HasNews { get; set; }

    /// <summary>What the server said with BYE; null when it did not.</summary>
    internal string? Farewell { get; private set; }

    internal bool Offers(string capability) => Capabilities.Contains(capability);

    internal bool Allows(string flag) => PermanentFlags is not { } known || known.Contains(flag.ToLowerInvariant())
        || (known.Contains("\\*") && !flag.StartsWith('\\'));

    internal void ForgetCapabilities() => Capabilities = new HashSet<string>();

    /// <summary>Before a folder is opened.</summary>
    internal void ForgetFolder()
    {
        (Exists, UidValidity, IsReadOnly, HasNews) = (0, 0, false, false);
        PermanentFlags = null;
    }

    internal void Observe(ImapResponse response)
    {
        switch (response)
        {
            case ImapResponse.Status status:
                if (status.Condition == ImapCondition.Bye)
                    Farewell = status.ToString();
                if (status.Code is { } code)
                    Observe(code);
                break;
            case ImapResponse.Data { Name: "CAPABILITY" } data:
                Capabilities = Words(data.Values.OfType<ImapValue.Atom>().Select(atom => atom.Text.ToUpperInvariant()));
                break;
            case ImapResponse.Data { Name: "EXISTS", Number: { } count }:
                HasNews |= count > Exists;
                Exists = count;
                break;
            case ImapResponse.Data { Name: "EXPUNGE" } when Exists > 0:
                Exists--;
                break;
            default:
                break;
        }
    }

    private void Observe(ImapCode code)
    {
        switch (code.Name)
        {
            case "CAPABILITY":
                Capabilities = Words(code.Arguments.ToUpperInvariant().Split(' '));
                break;
            case "UIDVALIDITY":
                UidValidity = uint.TryParse(
                    code.Arguments, NumberStyles.None, CultureInfo.InvariantCulture, out uint validity) ? validity : 0;
                break;
            case "PERMANENTFLAGS":
                PermanentFlags = Words(code.Arguments.ToLowerInvariant().Split(' ', '(', ')'));
                break;
            case "READ-ONLY":
                IsReadOnly = true;
                break;
            case "READ-WRITE":
                IsReadOnly = false;
                break;
            default:
                break;
        }
    }

    private static HashSet<string> Words(IEnumerable<string> words) =>
        words.Where(word => word.Length > 0).ToHashSet(StringComparer.Ordinal);
}
