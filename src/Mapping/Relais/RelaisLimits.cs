using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Relais;

/// <summary>What is read and written at most.</summary>
public static class RelaisLimits
{
    /// <summary>Octets of an answer: 1 MiB. A record of a request has less than 1 KiB.</summary>
    public const int MaxAnswerOctets = 1024 * 1024;

    /// <summary>Requests of one list that are looked at.</summary>
    public const int MaxRequests = 2000;

    /// <summary>Pickup locations that are looked at; a university has some twenty.</summary>
    public const int MaxPickups = 200;

    /// <summary>Characters of one text that is read.</summary>
    public const int MaxText = 500;

    /// <summary>Characters of a phrase that is searched.</summary>
    public const int MaxPhrase = 200;

    /// <summary>Characters of a note.</summary>
    public const int MaxNote = 500;

    internal static JsonLimits Json { get; } = new(MaxAnswerOctets, MaxTokens: 200_000, MaxDepth: 16);
}
