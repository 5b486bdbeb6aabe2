using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>Puts what was asked for into words.</summary>
internal static class RequestValues
{
    /// <summary>The citation.</summary>
    /// <param name="put">Takes a placeholder and its value.</param>
    /// <param name="citation">What is wanted.</param>
    /// <param name="words">The language.</param>
    internal static void Put(Action<string, string?> put, Citation citation, LetterWords words)
    {
        string titleLine = LetterText.OneLine(LetterText.Clean(citation.DisplayTitle, out _));
        put("shortTitle", LetterText.Shorten(titleLine, LetterLimits.ShortTitleMaxChars));
        put("title", citation.Title);
        put("subtitle", citation.Subtitle);
        put("uniformTitle", citation.UniformTitle);
        put("author", citation.Author);
        put("articleTitle", citation.ArticleTitle);
        put("articleAuthor", citation.ArticleAuthor);
        put("sponsoringBody", citation.SponsoringBody);
        put("volume", citation.Volume);
        put("issue", citation.Issue);
        put("volumeAndIssue", citation.VolumeAndIssue);
        put("issueDate", citation.IssueDate);
        put("pages", citation.Pages);
        put("publicationDate", citation.PublicationDate);
        put("edition", citation.Edition);
        put("thisEditionOnly", words.Flag(citation.ThisEditionOnly));
        put("publisher", citation.Publisher);
        put("placeOfPublication", citation.PlaceOfPublication);
        put("series", citation.Series);
        PutNumbers(put, citation);
        put("callNumber", citation.CallNumber);
        put("verificationSource", citation.VerificationSource);
        put("languages", string.Join(", ", citation.Languages));
        put("itemType", citation.ItemType is { } type ? words.ItemType(type) : null);
        put("medium", citation.Medium is { } medium ? words.Medium(medium) : null);
    }

    /// <summary>How, until when and at what cost.</summary>
    internal static void Put(Action<string, string?> put, IllRequest request, LetterWords words)
    {
        Put(put, request.Citation, words);
        put("services", words.Or(request.Services.Select(words.Words)));
        put("media", words.Or(request.Media.Select(medium => Medium(medium, words))));
        put("levelOfService", request.LevelOfService);
        put("neededBy", words.Date(request.NeededBy));
        put("expiresOn", words.Date(ExpiresOn(request)));
        put("placeOnHold", request.PlaceOnHold switch
        {
            PlaceOnHold.Yes => words["words.yes"],
            PlaceOnHold.No => words["words.no"],
            _ => null,
        });
        put("deliverTo", LetterWords.Address(request.DeliverTo));
        put("deliveryService", request.DeliveryService);
        put("billTo", LetterWords.Address(request.BillTo));
        put("accountNumber", request.Cost?.AccountNumber);
        put("maximumCost", request.Cost?.MaximumCost?.ToString());
        put("payment", Payment(request.Cost, words));
        put("copyrightCompliance", request.CopyrightCompliance);
        put("isRetry", words.Flag(request.IsRetry));
        put("forwardNote", request.ForwardNote);
    }

    /// <summary>What of a request no letter says.</summary>
    internal static void NoteLosses(LossLog losses, IllRequest request, bool sendPatron)
    {
        if (request.Patron is { } patron)
        {
            if (!sendPatron)
                losses.Add("patron", LossKind.Dropped, "The partner's file does not allow patron data.");
            else if (patron.Identifier is not null || patron.Email is not null)
                losses.Add("patron", LossKind.Dropped, "A letter gives name and group, nothing else.");
        }
        if (request.ThirdParty is not null)
            losses.Add("thirdParty", LossKind.Dropped, "A letter does not ask to forward the request.");
        if (request.Messages != RequesterMessages.All)
            losses.Add("messages", LossKind.Dropped, "A letter does not say which messages we require.");
        if (request.TransactionType != TransactionType.Simple)
            losses.Add("transactionType", LossKind.Dropped, "A letter is always about a simple transaction.");
    }

    private static void PutNumbers(Action<string, string?> put, Citation citation)
    {
        put("isbn", citation.Isbn);
        put("issn", citation.Issn);
        put("doi", citation.Doi);
        put("pubMedId", citation.PubMedId);
        put("oclcNumber", citation.OclcNumber);
        put("lccNumber", citation.LccNumber);
        var numbers = citation.SystemNumbers.Select(n => $"{n.System}: {n.Number}").ToList();
        if (citation.OtherNumbers is { } others)
            numbers.Add(others);
        put("otherNumbers", string.Join('\n', numbers));
    }

    private static DateOnly? ExpiresOn(IllRequest request) => request.Expiry switch
    {
        ExpiryFlag.NeedBeforeDate => request.NeededBy,
        ExpiryFlag.OtherDate => request.ExpiresOn,
        _ => null,
    };

    private static string Medium(SupplyMedium medium, LetterWords words) =>
        words.Medium(medium.Medium)
        + (string.IsNullOrWhiteSpace(medium.Characteristics) ? "" : $" ({medium.Characteristics})");

    private static string Payment(CostInfo? cost, LetterWords words)
    {
        var lines = new List<string>();
        if (cost is { ReciprocalAgreement: true })
            lines.Add(words["words.reciprocal-agreement"]);
        if (cost is { WillPayFee: true })
            lines.Add(words["words.will-pay-fee"]);
        if (cost is { PaymentProvided: true })
            lines.Add(words["words.payment-provided"]);
        return string.Join('\n', lines);
    }
}
