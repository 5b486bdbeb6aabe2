using ResourceSharing.Mapping.Json;

namespace ResourceSharing.Mapping.Illiad;

/// <summary>What is read and written at most.</summary>
public static class IlliadLimits
{
    /// <summary>Octets of an answer: 1 MiB. A transaction has some 5 KiB, so that a list of 200 fits.</summary>
    public const int MaxAnswerOctets = 1024 * 1024;

    /// <summary>Transactions of one list that are looked at.</summary>
    public const int MaxTransactions = 500;

    /// <summary>Characters of one text that is read.</summary>
    public const int MaxText = 500;

    /// <summary>Characters of one field that is written: the narrowest columns for titles have 255.</summary>
    public const int MaxField = 255;

    /// <summary>Characters of a note.</summary>
    public const int MaxNote = 2000;

    /// <summary>Characters of a user name: its column has 50.</summary>
    public const int MaxUserName = 50;

    /// <summary>A transaction has some 150 fields, in one object.</summary>
    internal static JsonLimits Json { get; } = new(MaxAnswerOctets, MaxTokens: 200_000, MaxDepth: 16);
}
