using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Letters;

/// <summary>What was asked for, in a machine block: written and read side by side.</summary>
internal static class MachineRequest
{
    internal static void Write(MachineLines block, IllRequest request, bool sendPatron)
    {
        block.AddList("service-type", request.Services.Select(IsoCode.Name));
        Write(block, request.Citation);
        block.AddList("wanted-medium", request.Media.Select(m => $"{IsoCode.Name(m.Medium)} {m.Characteristics}"));
        if (sendPatron)
        {
            block.Add("patron-name", request.Patron?.Name);
            block.Add("patron-status", request.Patron?.Status);
        }
        block.Add("deliver-to", request.DeliverTo?.Postal);
        block.Add("deliver-file", request.DeliverTo?.Electronic);
        block.Add("deliver-by", request.DeliveryService);
        block.Add("bill-to", request.BillTo?.Postal);
        block.Add("bill-file", request.BillTo?.Electronic);
        block.Add("level-of-service", request.LevelOfService);
        block.Add("needed-by", request.NeededBy);
        block.AddCode("expiry", NotDefault(request.Expiry, ExpiryFlag.NoExpiry));
        block.Add("expires", request.ExpiresOn);
        block.AddCode("hold", NotDefault(request.PlaceOnHold, PlaceOnHold.AccordingToResponderPolicy));
        block.Add("account", request.Cost?.AccountNumber);
        block.Add("maximum-cost", request.Cost?.MaximumCost);
        block.AddList("payment", Payment(request.Cost));
        block.Add("copyright", request.CopyrightCompliance);
        block.Add("retry", request.IsRetry ? true : null);
        block.Add("forwarded", request.IsForwarded ? true : null);
        block.Add("forward-note", request.ForwardNote);
    }

    internal static IllRequest Read(MachineReading block)
    {
        var services = block.Codes<ServiceType>("service-type");
        return new IllRequest
        {
            Citation = ReadCitation(block),
            Services = block.Read("service-type", services.Count > 0, services),
            Media = [.. block.List("wanted-medium").Select(text => Medium(block, text))],
            Patron = Patron(block),
            DeliverTo = Delivery(block.Postal("deliver-to"), block.Electronic("deliver-file")),
            DeliveryService = block.Text("deliver-by"),
            BillTo = Delivery(block.Postal("bill-to"), block.Electronic("bill-file")),
            LevelOfService = block.Text("level-of-service"),
            NeededBy = block.Date("needed-by"),
            Expiry = block.Code<ExpiryFlag>("expiry") ?? ExpiryFlag.NoExpiry,
            ExpiresOn = block.Date("expires"),
            PlaceOnHold = block.Code<PlaceOnHold>("hold") ?? PlaceOnHold.AccordingToResponderPolicy,
            Cost = Cost(block),
            CopyrightCompliance = block.Text("copyright"),
            IsRetry = block.Flag("retry"),
            IsForwarded = block.Flag("forwarded"),
            ForwardNote = block.Text("forward-note"),
        };
    }

    private static void Write(MachineLines block, Citation citation)
    {
        block.AddCode("item-type", citation.ItemType);
        block.AddCode("medium", citation.Medium);
        block.Add("title", citation.Title);
        block.Add("subtitle", citation.Subtitle);
        block.Add("uniform-title", citation.UniformTitle);
        block.Add("author", citation.Author);
        block.Add("article-title", citation.ArticleTitle);
        block.Add("article-author", citation.ArticleAuthor);
        block.Add("sponsoring-body", citation.SponsoringBody);
        block.Add("publisher", citation.Publisher);
        block.Add("place", citation.PlaceOfPublication);
        block.Add("published", citation.PublicationDate);
        block.Add("issue-date", citation.IssueDate);
        block.Add("edition", citation.Edition);
        block.Add("this-edition-only", citation.ThisEditionOnly ? true : null);
        block.Add("series", citation.Series);
        block.Add("volume", citation.Volume);
        block.Add("issue", citation.Issue);
        block.Add("volume-and-issue", citation.VolumeAndIssue);
        block.Add("pages", citation.Pages);
        block.Add("isbn", citation.Isbn);
        block.Add("issn", citation.Issn);
        block.Add("doi", citation.Doi);
        block.Add("pubmed", citation.PubMedId);
        block.Add("oclc", citation.OclcNumber);
        block.Add("lccn", citation.LccNumber);
        block.AddList("system-number", citation.SystemNumbers.Select(n => Row(n.System, n.Number, n.Database)));
        block.Add("other-numbers", citation.OtherNumbers);
        block.Add("call-number", citation.CallNumber);
        block.Add("verified-in", citation.VerificationSource);
        block.AddList("language", citation.Languages);
    }

    private static Citation ReadCitation(MachineReading block) => new()
    {
        ItemType = block.Code<ItemType>("item-type"),
        Medium = block.Code<MediumType>("medium"),
        Title = block.Text("title"),
        Subtitle = block.Text("subtitle"),
        UniformTitle = block.Text("uniform-title"),
        Author = block.Text("author"),
        ArticleTitle = block.Text("article-title"),
        ArticleAuthor = block.Text("article-author"),
        SponsoringBody = block.Text("sponsoring-body"),
        Publisher = block.Text("publisher"),
        PlaceOfPublication = block.Text("place"),
        PublicationDate = block.Text("published"),
        IssueDate = block.Text("issue-date"),
        Edition = block.Text("edition"),
        ThisEditionOnly = block.Flag("this-edition-only"),
        Series = block.Text("series"),
        Volume = block.Text("volume"),
        Issue = block.Text("issue"),
        VolumeAndIssue = block.Text("volume-and-issue"),
        Pages = block.Text("pages"),
        Isbn = block.Text("isbn"),
        Issn = block.Text("issn"),
        Doi = block.Text("doi"),
        PubMedId = block.Text("pubmed"),
        OclcNumber = block.Text("oclc"),
        LccNumber = block.Text("lccn"),
        SystemNumbers = [.. block.List("system-number").Select(Cells).Select(cells => new SystemNumber(
            cells[0], cells.ElementAtOrDefault(1) ?? "", NullIfEmpty(cells.ElementAtOrDefault(2))))],
        OtherNumbers = block.Text("other-numbers"),
        CallNumber = block.Text("call-number"),
        VerificationSource = block.Text("verified-in"),
        Languages = block.List("language"),
    };

    /// <summary>Several values on one line of a list.</summary>
    internal static string Row(params string?[] cells) => string.Join(
        " | ", cells.Select(cell => LetterText.OneLine(cell ?? "").Replace('|', '/'))).TrimEnd(' ', '|');

    internal static string[] Cells(string row) => row.Split('|', StringSplitOptions.TrimEntries);

    internal static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static T? NotDefault<T>(T value, T standard)
        where T : struct => EqualityComparer<T>.Default.Equals(value, standard) ? null : value;

    private static IEnumerable<string> Payment(CostInfo? cost)
    {
        if (cost is { ReciprocalAgreement: true })
            yield return "reciprocal-agreement";
        if (cost is { WillPayFee: true })
            yield return "will-pay-fee";
        if (cost is { PaymentProvided: true })
            yield return "payment-provided";
    }

    private static SupplyMedium Medium(MachineReading block, string text)
    {
        string[] words = text.Split(' ', 2);
        return new SupplyMedium(
            block.Read("wanted-medium", IsoCode.TryParse<MediumType>(words[0], out var medium), medium),
            NullIfEmpty(words.ElementAtOrDefault(1)));
    }

    private static Patron? Patron(MachineReading block)
    {
        var patron = new Patron { Name = block.Text("patron-name"), Status = block.Text("patron-status") };
        return patron.Name is null && patron.Status is null ? null : patron;
    }

    private static DeliveryAddress? Delivery(PostalAddress? postal, ElectronicAddress? electronic) =>
        postal is null && electronic is null ? null : new DeliveryAddress { Postal = postal, Electronic = electronic };

    private static CostInfo? Cost(MachineReading block)
    {
        var payment = block.List("payment");
        var cost = new CostInfo
        {
            AccountNumber = block.Text("account"),
            MaximumCost = block.Amount("maximum-cost"),
            ReciprocalAgreement = payment.Contains("reciprocal-agreement"),
            WillPayFee = payment.Contains("will-pay-fee"),
            PaymentProvided = payment.Contains("payment-provided"),
        };
        return cost == new CostInfo() ? null : cost;
    }
}
