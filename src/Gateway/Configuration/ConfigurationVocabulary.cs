using System.Collections.Frozen;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>
/// The names that files may use and that only the composition root knows, so that the configuration itself
/// names no protocol, no dialect and no letter.
/// </summary>
public sealed record ConfigurationVocabulary
{
    /// <summary>
    /// Channel types and the settings record of each. A record implements <see
    /// cref="ResourceSharing.Adapters.Contracts.IChannelSettings"/> and has a constructor without parameters.
    /// </summary>
    public required IReadOnlyDictionary<string, Type> ChannelTypes { get; init; }

    /// <summary>How a mailbox of our own staff is reached; staff get no mail when left out.</summary>
    public Func<string, ChannelConfig>? StaffMail { get; init; }

    /// <summary>Names of all dialects.</summary>
    public IReadOnlySet<string> Dialects { get; init; } = FrozenSet<string>.Empty;

    /// <summary>
    /// Codes of all letters: file names in config/letters/LANGUAGE without <c>.hbs</c>. When empty, letters
    /// are not checked.
    /// </summary>
    public IReadOnlySet<string> LetterCodes { get; init; } = FrozenSet<string>.Empty;
}
