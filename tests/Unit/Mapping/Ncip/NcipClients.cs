namespace ResourceSharing.Tests.Unit.Mapping.Ncip;

/// <summary>How clients judge an answer: they search its text for words, and look no further.</summary>
internal static class NcipClients
{
    private static readonly string[] WordsOfIds =
    [
        "Unknown Item", "Item Not Checked Out", "User Authentication Failed", "Service is not known",
        "User Ineligible To Check Out This Item", "User Unknown", "Apply to circulation desk", "Problem",
    ];

    /// <summary>IDS, Minitex, VCU, ULS: none of the words.</summary>
    public static bool Ids(string text) => !WordsOfIds.Any(word => text.Contains(word, StringComparison.Ordinal));

    /// <summary>The renewals of IDS: the new date has to be there as well.</summary>
    public static bool IdsRenewal(string text) => Ids(text) && text.Contains("<ns1:DateDue>", StringComparison.Ordinal);

    /// <summary>Cornell: a failure has a detail, and all else is a success.</summary>
    public static bool Cornell(string text) => !text.Contains("<ns1:ProblemDetail>", StringComparison.Ordinal);

    /// <summary>USMAI: an item that is there already is a success.</summary>
    public static bool Usmai(string text) => !text.Contains("<Problem>", StringComparison.Ordinal)
        || text.Contains("<Value>Duplicate Item</Value>", StringComparison.Ordinal);

    /// <summary>The judgement of the client with this name.</summary>
    public static bool TakesForDone(string client, string answer) => client switch
    {
        "IDS" or "Minitex" or "VCU" or "ULS" => Ids(answer),
        "IDS-renewal" => IdsRenewal(answer),
        "Cornell" => Cornell(answer),
        "USMAI" => Usmai(answer),
        _ => throw new FormatException($"No client {client} is known."),
    };
}
