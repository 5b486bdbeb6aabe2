using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What a request asks for.</summary>
internal sealed partial class NcipPeerReading
{
    private IllMessage.Request Request(RequestItem request, MessageHeader header)
    {
        var (services, media, hold) = Wanted(request.RequestType);
        if (request.EarliestDateNeeded is not null)
            losses.Add("EarliestDateNeeded", LossKind.Dropped, "there is no place for it");
        var pickup = Text(request.PickupLocation?.Value);
        if (pickup is not null)
            losses.Add("PickupLocation", LossKind.MovedToNote, "the borrower's own matter");
        var note = string.Join('\n', new[] { Note(), pickup is null ? null : $"Pickup location: {pickup}" }.OfType<string>());
        return new IllMessage.Request
        {
            Header = header,
            Note = Text(note),
            Content = new IllRequest
            {
                Citation = CitationOf(request),
                Services = services,
                Media = media,
                PlaceOnHold = hold,
                Patron = PatronOf(request.UserId),
                DeliverTo = DeliverTo(request.ShippingInformation),
                DeliveryService = Text(request.ShippingInformation?.Instructions),
                NeededBy = Day(request.NeedBeforeDate),
                Cost = request.AcknowledgedFeeAmount is { } fee ? new CostInfo { MaximumCost = fee.ToMoney() } : null,
            },
        };
    }

    private (ServiceType[] Services, SupplyMedium[] Media, PlaceOnHold Hold) Wanted(NcipCode? type)
    {
        var hold = type?.Is(NcipPeerWords.PhysicalNoReservation) == true || type?.Is("LIINoReservation") == true
            ? PlaceOnHold.No : PlaceOnHold.AccordingToResponderPolicy;
        if (type is null)
        {
            losses.Add("RequestType", LossKind.Defaulted, "missing; read as a loan");
            return ([ServiceType.Loan], [], hold);
        }

        if (type.Is(NcipValues.Digital))
            return ([ServiceType.CopyNonReturnable], [new SupplyMedium(MediumType.MachineReadable)], hold);
        if (type.Is(NcipPeerWords.NonReturnable) || type.Is(NcipValues.NonReturnableCopy))
            return ([ServiceType.CopyNonReturnable], [], hold);
        if (type.Is(NcipValues.Estimate))
            return ([ServiceType.Estimate], [], hold);
        bool isLoan = type.Is(NcipValues.Physical) || type.Is(NcipValues.Loan) || type.Is(NcipValues.Hold)
            || type.Is(NcipPeerWords.PhysicalNoReservation);
        if (!isLoan)
            losses.Add("RequestType", LossKind.Defaulted, $"\"{NcipPeerItems.Short(type.Value)}\" is read as a loan");
        return ([ServiceType.Loan], [], hold);
    }

    /// <summary>A user who has the name of an agency stands for the library that borrows.</summary>
    private Patron? PatronOf(NcipUserId? user)
    {
        var value = Text(user?.Value);
        return value is null || value == NcipCode.Plain(message.Header?.FromAgencyId?.Value ?? "")
            ? null : new Patron { Identifier = value };
    }

    private DeliveryAddress? DeliverTo(NcipShippingInformation? shipping)
    {
        var postal = NcipPeerAddresses.Read(shipping?.Physical, message.Header?.FromAgencyId?.Value);
        var electronic = NcipPeerAddresses.Read(shipping?.Electronic);
        return postal is null && electronic is null
            ? null : new DeliveryAddress { Postal = postal, Electronic = electronic };
    }

    private static Citation CitationOf(RequestItem request)
    {
        var fields = request.ItemOptionalFields;
        var wanted = fields?.BibliographicDescription ?? new NcipBibliographicDescription();
        var levels = (fields?.ItemDescription?.HoldingsInformation?.Structured ?? [])
            .SelectMany(holdings => holdings.Enumeration).ToArray();
        var citation = new Citation
        {
            Title = Text(wanted.Title),
            Author = Text(wanted.Author),
            ArticleTitle = Text(wanted.TitleOfComponent),
            ArticleAuthor = Text(wanted.AuthorOfComponent),
            SponsoringBody = Text(wanted.SponsoringBody),
            Publisher = Text(wanted.Publisher),
            PlaceOfPublication = Text(wanted.PlaceOfPublication),
            PublicationDate = Text(wanted.PublicationDate),
            IssueDate = Text(wanted.PublicationDateOfComponent),
            Edition = Text(wanted.Edition),
            Series = Text(wanted.SeriesTitleNumber),
            Pages = Text(wanted.Pagination),
            Volume = Level(levels, NcipPeerItems.Volume),
            Issue = Level(levels, NcipPeerItems.Issue),
            CallNumber = Text(fields?.ItemDescription?.CallNumber),
            Languages = Text(wanted.Language?.Value) is { } language ? [language] : [],
        };
        return WithNumbers(citation, request, wanted);
    }

    private static string? Level(NcipHoldingsLevel[] levels, string caption) => Text(Array.Find(
        levels, level => string.Equals(level.Caption?.Trim(), caption, StringComparison.OrdinalIgnoreCase))?.Value);

    private static Citation WithNumbers(Citation citation, RequestItem request, NcipBibliographicDescription wanted)
    {
        var items = request.BibliographicIds.Select(id => id.Item).Concat(wanted.ItemIds).OfType<NcipBibliographicItemId>()
            .Select(id => (id.Code?.Value, id.Identifier));
        var records = request.BibliographicIds.Select(id => id.Record).Concat(wanted.RecordIds)
            .OfType<NcipBibliographicRecordId>().Select(id => (id.Code?.Value ?? id.AgencyId?.Value, id.Identifier));
        var owned = request.ItemIds.Where(id => !NcipPeerItems.IsNumberOfRequest(id, request.RequestId))
            .Select(id => ((string?)(id.IdentifierType?.Value ?? NcipValues.Barcode), id.Value));
        foreach (var (system, number) in items.Concat(records).Concat(owned))
        {
            if (Text(number) is { } known)
                citation = NcipPeerItems.With(citation, NcipCode.Plain(system ?? ""), known);
        }

        return citation;
    }
}
