using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Reading: the ILL-Request.</summary>
internal sealed partial class IsoIllMapperReading
{
    private IllRequest Request(IllRequestApdu wire)
    {
        LoseAny(wire.ResponderSpecificService, "responder-specific-service");
        LoseAny(wire.SupplementalItemDescription, "supplemental-item-description");
        var search = wire.SearchType ?? new SearchType();
        return new IllRequest
        {
            Citation = CitationOf(wire.ItemId),
            Services = Services(wire.IllServiceType),
            Media = [.. (wire.SupplyMediumInfoType ?? []).Select(medium => new SupplyMedium(
                (Canonical.MediumType)(int)medium.SupplyMediumType, ReadText(medium.MediumCharacteristics)))],
            Patron = PatronOf(wire.ClientId),
            DeliverTo = DeliverTo(wire),
            DeliveryService = ReadText((wire.DeliveryService as DeliveryService.PhysicalDelivery)?.Value),
            BillTo = Delivery(wire.BillingAddress, "billing-address"),
            LevelOfService = ReadText(search.LevelOfService),
            NeededBy = Date(search.NeedBeforeDate, "search-type.need-before-date"),
            Expiry = search.ExpiryFlag,
            ExpiresOn = Date(search.ExpiryDate, "search-type.expiry-date"),
            PlaceOnHold = (PlaceOnHold)(int)wire.PlaceOnHold,
            Cost = Cost(wire.CostInfoType),
            CopyrightCompliance = ReadText(wire.CopyrightCompliance),
            TransactionType = wire.TransactionType,
            Messages = Messages(wire.RequesterOptionalMessages),
            ThirdParty = ThirdPartyOf(wire.ThirdPartyInfoType),
            IsRetry = wire.RetryFlag,
            IsForwarded = wire.ForwardFlag,
            ForwardNote = ReadText(wire.ForwardNote),
        };
    }

    private ServiceType[] Services(WireList<IllServiceType> wire)
    {
        if (wire.Count > 0)
            return [.. wire.Select(service => (ServiceType)(int)service)];
        Lose("iLL-service-type", LossKind.Defaulted, "empty; taken for a loan");
        return [ServiceType.Loan];
    }

    private static RequesterMessages Messages(RequesterOptionalMessagesType wire) => new(
        wire.CanSendReceived, wire.CanSendReturned,
        wire.RequesterShipped,
        wire.RequesterCheckedIn);

    /// <summary>An address among the acceptable ways of electronic delivery is as good as one in the delivery
    /// address, and a lender needs it.</summary>
    private Canonical.DeliveryAddress? DeliverTo(IllRequestApdu wire)
    {
        var to = Delivery(wire.DeliveryAddress, "delivery-address");
        if (wire.DeliveryService is not DeliveryService.ElectronicDelivery electronic)
            return to;
        var first = electronic.Value.Select(way => way.EDeliveryDetails)
            .OfType<EDeliveryDetails.EDeliveryAddress>().Select(a => Address(a.Value))
            .FirstOrDefault(a => a is not null);
        bool taken = first is not null && to?.Electronic is null;
        Lose("delivery-service.electronic-delivery", LossKind.Dropped,
            taken ? "only the first address is kept, as the electronic delivery address"
                : "the electronic delivery address is kept instead");
        return taken ? (to ?? new Canonical.DeliveryAddress()) with { Electronic = first } : to;
    }

    private Patron? PatronOf(ClientId? wire)
    {
        var patron = new Patron
        {
            Name = ReadText(wire?.ClientName),
            Status = ReadText(wire?.ClientStatus),
            Identifier = ReadText(wire?.ClientIdentifier),
            Email = PatronEmail(),
        };
        return patron == new Patron() ? null : patron;
    }

    private string? PatronEmail()
    {
        var data = Take<WireList<ClientInfoData>>(ClientInfoOid) ?? [];
        var mails = data.Select(EmailIn).ToArray();
        int at = Array.FindIndex(mails, mail => mail is not null);
        for (int i = 0; i < data.Count; i++)
        {
            if (i != at || data[i].InfoContent.Count > 1
                || data[i].InfoContent is not [ClientInfoContent.StringContent])
            {
                LoseExtension(ClientInfoOid, $"[{i}]", LossKind.Dropped,
                    "of the patron's data outside client-id only one mail address is kept");
            }
        }

        return at < 0 ? null : mails[at];
    }

    /// <summary>The address stands under the type for mail, as a text or one level deeper as type
    /// 61.</summary>
    private static string? EmailIn(ClientInfoData data)
    {
        if (data.InfoType is not ClientInfoType.Standard
            { Value: StandardClientInfoType.EMailInfo or StandardClientInfoType.EMailAddress })
        {
            return null;
        }

        var texts = data.InfoContent.OfType<ClientInfoContent.StringContent>().Select(c => ReadText(c.Value));
        var nested = data.InfoContent.OfType<ClientInfoContent.Nested>()
            .Where(n => n.Value.InfoType is ClientInfoType.Standard { Value: StandardClientInfoType.EMailAddress })
            .SelectMany(n => n.Value.InfoContent).OfType<ClientInfoContent.StringContent>()
            .Select(c => ReadText(c.Value));
        return texts.Concat(nested).FirstOrDefault(text => text is not null);
    }

    private CostInfo? Cost(CostInfoType? wire) => wire is null ? null : new CostInfo
    {
        AccountNumber = ReadText(wire.AccountNumber),
        MaximumCost = MoneyOf(wire.MaximumCost, "cost-info-type.maximum-cost"),
        ReciprocalAgreement = wire.ReciprocalAgreement,
        WillPayFee = wire.WillPayFee,
        PaymentProvided = wire.PaymentProvided,
    };

    private ThirdParty? ThirdPartyOf(ThirdPartyInfoType? wire)
    {
        if (wire is null)
            return null;
        const string Element = "third-party-info-type";
        var sendTo = wire.SendToList ?? [];
        for (int i = 0; i < sendTo.Count; i++)
        {
            LoseAny(ReadText(sendTo[i].AccountNumber), $"{Element}.send-to-list[{i}].account-number");
            LoseAny(Address(sendTo[i].SystemAddress), $"{Element}.send-to-list[{i}].system-address");
        }

        return new ThirdParty
        {
            MayForward = wire.PermissionToForward,
            MayChain = wire.PermissionToChain,
            MayPartition = wire.PermissionToPartition,
            MayChangeSendToList = wire.PermissionToChangeSendToList,
            InitialRequesterAddress = Address(wire.InitialRequesterAddress),
            IsOrdered = wire.Preference == Preference.Ordered,
            SendTo = [.. sendTo.Select((entry, i) =>
                RequiredParty(entry.SystemId, $"{Element}.send-to-list[{i}].system-id"))],
            AlreadyTried = [.. (wire.AlreadyTriedList ?? []).Select((id, i) =>
                RequiredParty(id, $"{Element}.already-tried-list[{i}]"))],
        };
    }

    private Citation CitationOf(ItemId wire)
    {
        LoseAny(wire.NationalBibliographyNo, "item-id.national-bibliography-no");
        var more = Take<WireList<IllRequestExtensionItem>>(RequestOid) ?? [];
        var volume = ReadText(First<IllRequestExtensionItem.Volume>(more)?.Value);
        var issue = ReadText(First<IllRequestExtensionItem.IssueNumber>(more)?.Value);
        var together = ReadText(wire.VolumeIssue);
        var (doi, afterDoi) = TakeWord(ReadText(wire.AdditionalNoLetters), "DOI:");
        var (pmid, others) = TakeWord(afterDoi, "PMID:");
        var numbers = SystemNumbers(wire.SystemNo);
        LoseRequestExtension(more);
        return new Citation
        {
            ItemType = (ItemType?)(int?)wire.ItemType,
            Medium = (Canonical.MediumType?)(int?)wire.HeldMediumType,
            Title = ReadText(wire.Title),
            Subtitle = ReadText(wire.SubTitle),
            Author = ReadText(wire.Author),
            ArticleTitle = ReadText(wire.TitleOfArticle),
            ArticleAuthor = ReadText(wire.AuthorOfArticle),
            SponsoringBody = ReadText(wire.SponsoringBody),
            Publisher = ReadText(wire.Publisher),
            PlaceOfPublication = ReadText(wire.PlaceOfPublication),
            PublicationDate = ReadText(wire.PublicationDate),
            IssueDate = ReadText(wire.PublicationDateOfComponent),
            Edition = ReadText(wire.Edition),
            ThisEditionOnly = more.OfType<IllRequestExtensionItem.ThisEditionOnly>().Any(),
            Series = ReadText(wire.SeriesTitleNumber),
            Volume = volume,
            Issue = issue,
            VolumeAndIssue = together == VolumeIssue(volume, issue) ? null : together,
            Pages = ReadText(wire.Pagination),
            Isbn = ReadText(wire.Isbn),
            Issn = ReadText(wire.Issn),
            Doi = doi,
            PubMedId = pmid,
            OclcNumber = TakeNumber(numbers, SystemName(WellKnownSystem.Oclc)),
            LccNumber = TakeNumber(numbers, SystemName(WellKnownSystem.LibraryOfCongress)),
            SystemNumbers = numbers,
            OtherNumbers = others,
            CallNumber = ReadText(wire.CallNumber),
            VerificationSource = ReadText(wire.VerificationReferenceSource),
            UniformTitle = ReadText(First<IllRequestExtensionItem.UniformTitle>(more)?.Value),
            Languages = [.. (First<IllRequestExtensionItem.RequestedMaterialLanguage>(more)?.Value ?? [])
                .Select(language => ReadText(language)).OfType<string>()],
        };
    }

    private static T? First<T>(WireList<IllRequestExtensionItem> items)
        where T : IllRequestExtensionItem => items.OfType<T>().FirstOrDefault();

    /// <summary>What is used is the first of each of five kinds; everything else has no place.</summary>
    private void LoseRequestExtension(WireList<IllRequestExtensionItem> items)
    {
        var seen = new HashSet<Type>();
        foreach (var item in items)
        {
            bool kept = item is IllRequestExtensionItem.UniformTitle or IllRequestExtensionItem.Volume
                or IllRequestExtensionItem.IssueNumber or IllRequestExtensionItem.ThisEditionOnly
                or IllRequestExtensionItem.RequestedMaterialLanguage;
            if (!seen.Add(item.GetType()) || !kept)
            {
                LoseExtension(RequestOid, IsoCodeName(item), LossKind.Dropped,
                    kept ? "only the first of its kind is kept" : "the gateway has no place for it");
            }
        }
    }

    private static string IsoCodeName(IllRequestExtensionItem item) => IsoCode.Kebab(item.GetType().Name);

    private List<Canonical.SystemNumber> SystemNumbers(External? wire)
    {
        if (wire?.Content is not Registered<WireList<SystemNumber>> known || wire.DirectReference != SystemNumberOid)
        {
            LoseAny(wire, "item-id.system-no");
            return [];
        }

        var numbers = new List<Canonical.SystemNumber>();
        for (int i = 0; i < known.Value.Count; i++)
        {
            var entry = known.Value[i];
            if (ReadText(entry.Number) is { } number)
                numbers.Add(new(SystemOf(entry.Type, $"item-id.system-no[{i}]"), number, ReadText(entry.DatabaseId)));
            else
                Lose($"item-id.system-no[{i}]", LossKind.Dropped, "no number");
        }

        return numbers;
    }

    private string SystemOf(SystemNumberType type, string element)
    {
        if (type is SystemNumberType.WellKnown wellKnown)
            return SystemName(wellKnown.Value);
        var party = PartyOf((type as SystemNumberType.Other)?.Value, element);
        if (party is { Symbol: { } symbol, Name: null, IsPerson: false })
            return symbol.Text;
        Lose(element, LossKind.Defaulted, "of the system only one name is kept");
        return party?.Symbol?.Text ?? party?.Name ?? "unknown";
    }

    /// <summary>The number of a system that has a field of its own; one that names a database stays in the
    /// list.</summary>
    private static string? TakeNumber(List<Canonical.SystemNumber> numbers, string system)
    {
        int at = numbers.FindIndex(number => number.System == system && number.Database is null);
        if (at < 0)
            return null;
        var found = numbers[at].Number;
        numbers.RemoveAt(at);
        return found;
    }
}
