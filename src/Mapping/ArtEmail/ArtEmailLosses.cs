using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.ArtEmail;

/// <summary>What a request says and no line of an order takes. The patron is none of it: an order never names one.</summary>
internal static class ArtEmailLosses
{
    private const string NoPlace = "An order has no place for it.";

    public static void Note(IllRequest content, ArtEmailContext context, ArtEmailKind kind, LossLog losses)
    {
        foreach (var (field, value) in Unsaid(content, context, kind).Where(one => !string.IsNullOrWhiteSpace(one.Value)))
            losses.Add(field, LossKind.Dropped, NoPlace);
        if (content.PlaceOnHold == PlaceOnHold.No && !HasKeyword(context, "WLX"))
            losses.Add("placeOnHold", LossKind.Dropped, "The keywords of the partner's file do not hold WLX.");
        if (context.DeliverTo is null && content.DeliverTo?.Postal is not null)
            losses.Add("deliverTo", LossKind.Dropped, "It goes to the address of the account.");
    }

    private static IEnumerable<(string Field, string? Value)> Unsaid(
        IllRequest content, ArtEmailContext context, ArtEmailKind kind)
    {
        var citation = content.Citation;
        yield return ("note", context.Note);
        yield return ("neededBy", content.NeededBy?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        yield return ("maximumCost", content.Cost?.MaximumCost?.ToString());
        yield return ("edition", kind == ArtEmailKind.Book ? null : citation.Edition);
        yield return ("pages", kind == ArtEmailKind.Book ? citation.Pages : null);
        yield return ("publisher", kind == ArtEmailKind.Book ? null : citation.Publisher);
        yield return ("series", citation.Series);
        yield return ("doi", citation.Doi);
        yield return ("pubMedId", citation.PubMedId);
        yield return ("oclcNumber", citation.OclcNumber);
        yield return ("otherNumbers", citation.OtherNumbers);
        yield return ("verificationSource", citation.VerificationSource);
        yield return ("isbn", kind == ArtEmailKind.Article ? citation.Isbn : null);
        yield return ("issn", kind is ArtEmailKind.Book or ArtEmailKind.Chapter ? citation.Issn : null);
    }

    private static bool HasKeyword(ArtEmailContext context, string keyword) => context.Keywords.Split(' ').Contains(keyword);
}
