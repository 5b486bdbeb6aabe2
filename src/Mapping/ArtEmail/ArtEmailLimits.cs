namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>Upper bounds of ARTEmail. The columns and the lines of an address are those of the format; the rest is
/// ours.</summary>
public static class ArtEmailLimits
{
    /// <summary>Columns of a detail line or of a line of a postal address; what is longer is cut, never wrapped.</summary>
    public const int Columns = 40;

    /// <summary>Lines of a postal address.</summary>
    public const int AddressLines = 6;

    /// <summary>Characters of a mail address in an address block.</summary>
    public const int EmailChars = 99;

    /// <summary>Characters of the reference behind TX. The real limit is not published.</summary>
    public const int ReferenceChars = 15;

    /// <summary>Orders in one mail. The format has no limit; a mail of 200 stays below 100 KiB.</summary>
    public const int OrdersPerMail = 200;

    /// <summary>Characters of a reply that are read: some thousand lines, far more than one day brings.</summary>
    public const int ReplyChars = 256 * 1024;

    /// <summary>Statements that are taken from one reply. What comes behind them is left to the staff as a whole.</summary>
    public const int Statements = 500;

    /// <summary>Characters of one statement's words, with the lines that continue it.</summary>
    public const int WordsChars = 1000;

    /// <summary>Words of one line that may be the number of a request.</summary>
    public const int CandidatesPerLine = 4;
}
