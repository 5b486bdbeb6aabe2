namespace ResourceSharing.Mapping.Locate;

/// <summary>What an answer keeps at most, so that it can be stored with a request.</summary>
public static class LocateLimits
{
    /// <summary>Characters of a title, author or number that are taken from a citation.</summary>
    public const int MaxTerm = 300;

    /// <summary>Pieces of evidence; what is left out is counted in the last one.</summary>
    public const int MaxEvidence = 60;

    /// <summary>Titles of our own that staff can choose from; with more, they search themselves.</summary>
    public const int MaxTitles = 20;

    /// <summary>Characters of one text inside the evidence.</summary>
    public const int MaxText = 300;

    /// <summary>A text cut to what evidence keeps, never inside a pair of surrogates.</summary>
    internal static string Cut(string text, int most = MaxText)
    {
        if (text.Length <= most)
            return text;
        return char.IsHighSurrogate(text[most - 1]) ? text[..(most - 1)] : text[..most];
    }
}
