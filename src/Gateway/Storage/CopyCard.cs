using System.Globalization;
using System.Runtime.InteropServices;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Storage;

/// <summary>How far a request for a copy came. The numbers stand in the store.</summary>
public enum CopyStage
{
    /// <summary>Requested, and it may still come to something.</summary>
    Requested = 1,

    /// <summary>A supplier was asked.</summary>
    Sent = 2,

    /// <summary>Supplied.</summary>
    Supplied = 3,
}

/// <summary>By what copies of articles of one journal are counted in a calendar year. Two requests are for the same journal when
/// they have the same ISSN or the same title, since not every request has both.</summary>
/// <param name="Issn">A key of ISSN and year; null without an ISSN.</param>
/// <param name="Title">A key of title and year; null without a title.</param>
/// <param name="Stage">How far it came.</param>
/// <param name="Age">Years between publication and request; 0 when nobody knows, so that it counts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CopyCard(long? Issn, long? Title, CopyStage Stage, int Age)
{
    private const int YearDigits = 4;

    private static readonly Status[] Ended =
    [
        Status.Rejected, Status.Expired, Status.Cancelled, Status.CancelledByPatron, Status.CancelledByStaff,
        Status.ExternallyObtained, Status.Deleted,
    ];

    /// <summary>Of a borrowing request for an article that came to something or may; null for all others.</summary>
    public static CopyCard? Of(RequestState state)
    {
        var citation = state.Content.Citation;
        var isSerial = citation.ItemType == ItemType.Serial || citation.Issn is not null;
        if (state.Side != Side.Borrowing || !isSerial || state.Content.Format() == SupplyFormat.Physical || IsOwn(state))
        {
            return null;
        }

        var isSupplied = state.WasSupplied();
        if (!isSupplied && Ended.Contains(state.Status))
        {
            return null;
        }

        var year = (state.SentOn ?? DateOnly.FromDateTime(state.CreatedAt.DateTime)).Year;
        var (issn, title) = (Digits(citation.Issn), RequestText.Fold(citation.Title ?? "", joins: true));
        return issn.Length + title.Length == 0 ? null : new CopyCard(
            Key("issn", issn, year), Key("title", title, year),
            isSupplied ? CopyStage.Supplied : state.SentOn is null ? CopyStage.Requested : CopyStage.Sent,
            Math.Max(0, year - (PublishedIn(citation) ?? year)));
    }

    /// <summary>What our own library digitises comes from no other library.</summary>
    private static bool IsOwn(RequestState state) => state.Digitisation is { Stage: not WorkStage.Cancelled };

    private static long? Key(string kind, string text, int year) =>
        text.Length == 0 ? null : HashKey.Of(string.Create(CultureInfo.InvariantCulture, $"{kind}\n{text}\n{year}"));

    private static string Digits(string? issn) =>
        new((issn ?? "").Where(letter => char.IsAsciiDigit(letter) || letter is 'x' or 'X').Select(char.ToUpperInvariant).ToArray());

    // The first four digits in a row: "2024", "March 2024", "c2024".
    private static int? PublishedIn(Citation citation)
    {
        var text = citation.PublicationDate ?? citation.IssueDate ?? "";
        for (var at = 0; at + YearDigits <= text.Length; at++)
        {
            if (text.AsSpan(at, YearDigits).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                return int.Parse(text.AsSpan(at, YearDigits), NumberStyles.None, CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}
