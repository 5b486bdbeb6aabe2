using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperReading;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Writing: the ILL-Request.</summary>
internal sealed partial class IsoIllMapperWriting
{
    private const int MaxServices = 5;
    private const int MaxMedia = 7;

    private IllRequestApdu Request(IllMessage.Request request)
    {
        var content = request.Content;
        return new IllRequestApdu
        {
            ProtocolVersionNum = Version, TransactionId = transaction, ServiceDateTime = time,
            TransactionType = content.TransactionType,
            DeliveryAddress = Delivery(content.DeliverTo),
            DeliveryService = WriteText(content.DeliveryService) is { } way
                ? new DeliveryService.PhysicalDelivery(way) : null,
            BillingAddress = Delivery(content.BillTo),
            IllServiceType = Services(content.Services),
            RequesterOptionalMessages = Messages(content.Messages),
            SearchType = Search(content),
            SupplyMediumInfoType = Media(content.Media),
            PlaceOnHold = (PlaceOnHoldType)(int)content.PlaceOnHold,
            ClientId = Client(content.Patron),
            ItemId = Item(content.Citation),
            CostInfoType = Cost(content.Cost),
            CopyrightCompliance = WriteText(content.CopyrightCompliance),
            ThirdPartyInfoType = ThirdPartyInfo(content.ThirdParty),
            RetryFlag = content.IsRetry,
            ForwardFlag = content.IsForwarded,
            ForwardNote = WriteText(content.ForwardNote),
            RequesterNote = Note(),
        };
    }

    private WireList<IllServiceType> Services(IReadOnlyList<ServiceType> services)
    {
        if (services.Count > MaxServices)
            Lose("services", LossKind.Dropped, $"only the first {MaxServices} are sent");
        if (services.Count > 0)
            return [.. services.Take(MaxServices).Select(service => (IllServiceType)(int)service)];
        Lose("services", LossKind.Defaulted, "none named; sent as a loan");
        return [IllServiceType.Loan];
    }

    private WireList<SupplyMediumInfoType>? Media(IReadOnlyList<SupplyMedium> media)
    {
        if (media.Count > MaxMedia)
            Lose("media", LossKind.Dropped, $"only the first {MaxMedia} are sent");
        return media.Count == 0 ? null :
        [
            .. media.Take(MaxMedia).Select(medium => new SupplyMediumInfoType
            {
                SupplyMediumType = (SupplyMediumType)(int)medium.Medium,
                MediumCharacteristics = WriteText(medium.Characteristics),
            }),
        ];
    }

    private static RequesterOptionalMessagesType Messages(RequesterMessages messages) => new()
    {
        CanSendReceived = messages.CanSendReceived,
        CanSendReturned = messages.CanSendReturned,
        RequesterShipped = messages.Shipped,
        RequesterCheckedIn = messages.CheckedIn,
    };

    private SearchType? Search(IllRequest content)
    {
        var level = WriteText(content.LevelOfService);
        if (level is { Text.Length: > 1 } words)
        {
            MoveToNote("levelOfService", $"level of service {words.Text}");
            level = null;
        }

        if (content.ExpiresOn is not null && content.Expiry != ExpiryFlag.OtherDate)
            Lose("expiresOn", LossKind.Dropped, "sent only when the request expires on a date of its own");
        var search = new SearchType
        {
            LevelOfService = level,
            NeedBeforeDate = Date(content.NeededBy),
            ExpiryFlag = content.Expiry,
            ExpiryDate = content.Expiry == ExpiryFlag.OtherDate ? Date(content.ExpiresOn) : null,
        };
        return search == new SearchType() ? null : search;
    }

    private ClientId? Client(Patron? patron)
    {
        if (patron is null)
            return null;
        if (!context.SendPatron)
        {
            Lose("patron", LossKind.Dropped, "the partner's file does not allow patron data");
            return null;
        }

        var client = new ClientId
        {
            ClientName = WriteText(patron.Name),
            ClientStatus = WriteText(patron.Status),
            ClientIdentifier = WriteText(patron.Identifier),
        };
        return client == new ClientId() ? null : client;
    }

    private CostInfoType? Cost(CostInfo? cost) => cost is null ? null : new CostInfoType
    {
        AccountNumber = WriteText(cost.AccountNumber),
        MaximumCost = AmountOf(cost.MaximumCost, "maximum cost"),
        ReciprocalAgreement = cost.ReciprocalAgreement,
        WillPayFee = cost.WillPayFee,
        PaymentProvided = cost.PaymentProvided,
    };

    private static ThirdPartyInfoType? ThirdPartyInfo(ThirdParty? third) => third is null ? null : new()
    {
        PermissionToForward = third.MayForward,
        PermissionToChain = third.MayChain,
        PermissionToPartition = third.MayPartition,
        PermissionToChangeSendToList = third.MayChangeSendToList,
        InitialRequesterAddress = Address(third.InitialRequesterAddress),
        Preference = third.IsOrdered ? Preference.Ordered : Preference.Unordered,
        SendToList = third.SendTo.Count == 0
            ? null : [.. third.SendTo.Select(party => new SendToListEntry { SystemId = RequiredId(party) })],
        AlreadyTriedList = third.AlreadyTried.Count == 0 ? null : [.. third.AlreadyTried.Select(RequiredId)],
    };

    private ItemId Item(Citation citation) => new()
    {
        ItemType = (ItemType?)(int?)citation.ItemType,
        HeldMediumType = Medium(citation.Medium, "citation.medium"),
        CallNumber = WriteText(citation.CallNumber),
        Author = WriteText(citation.Author),
        Title = WriteText(citation.Title),
        SubTitle = WriteText(citation.Subtitle),
        SponsoringBody = WriteText(citation.SponsoringBody),
        PlaceOfPublication = WriteText(citation.PlaceOfPublication),
        Publisher = WriteText(citation.Publisher),
        SeriesTitleNumber = WriteText(citation.Series),
        VolumeIssue = WriteText(citation.VolumeAndIssue ?? VolumeIssue(citation.Volume, citation.Issue)),
        Edition = WriteText(citation.Edition),
        PublicationDate = WriteText(citation.PublicationDate),
        PublicationDateOfComponent = WriteText(citation.IssueDate),
        AuthorOfArticle = WriteText(citation.ArticleAuthor),
        TitleOfArticle = WriteText(citation.ArticleTitle),
        Pagination = WriteText(citation.Pages),
        Isbn = WriteText(citation.Isbn),
        Issn = WriteText(citation.Issn),
        SystemNo = SystemNumbers(citation),
        AdditionalNoLetters = OtherNumbers(citation),
        VerificationReferenceSource = WriteText(citation.VerificationSource),
    };

    private IllString? OtherNumbers(Citation citation)
    {
        var parts = new List<string?> { citation.OtherNumbers };
        if (citation.Doi is { } doi)
        {
            parts.Add($"DOI:{doi}");
            Lose("citation.doi", LossKind.MovedToNote,
                "ISO has no element for it; a text in additional-no-letters");
        }

        if (citation.PubMedId is { } pmid)
        {
            parts.Add($"PMID:{pmid}");
            Lose("citation.pubMedId", LossKind.MovedToNote,
                "ISO has no element for it; a text in additional-no-letters");
        }

        return WriteText(string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part))));
    }

    private static External? SystemNumbers(Citation citation)
    {
        var numbers = new List<SystemNumber>();
        if (WriteText(citation.OclcNumber) is { } oclc)
            numbers.Add(new() { Type = new SystemNumberType.WellKnown(WellKnownSystem.Oclc), Number = oclc });
        if (WriteText(citation.LccNumber) is { } lccn)
        {
            numbers.Add(new()
            { Type = new SystemNumberType.WellKnown(WellKnownSystem.LibraryOfCongress), Number = lccn });
        }

        foreach (var other in citation.SystemNumbers)
        {
            SystemNumberType system = FindSystem(other.System) is { } known
                ? new SystemNumberType.WellKnown(known)
                : new SystemNumberType.Other(new SystemId
                {
                    PersonOrInstitutionSymbol = new PersonOrInstitutionSymbol.InstitutionSymbol(
                        WriteText(other.System) ?? "unknown"),
                });
            numbers.Add(new() { Type = system, DatabaseId = WriteText(other.Database), Number = new(other.Number) });
        }

        return numbers.Count == 0 ? null : new External
        { DirectReference = SystemNumberOid, Content = new Registered<WireList<SystemNumber>>([.. numbers]) };
    }

    /// <summary>What Item-Id lacks goes into the profile's extension of the request.</summary>
    private static WireList<IllRequestExtensionItem> RequestItems(Citation citation)
    {
        var items = new List<IllRequestExtensionItem>();
        if (WriteText(citation.UniformTitle) is { } title)
            items.Add(new IllRequestExtensionItem.UniformTitle(title));
        if (WriteText(citation.Volume) is { } volume)
            items.Add(new IllRequestExtensionItem.Volume(volume));
        if (WriteText(citation.Issue) is { } issue)
            items.Add(new IllRequestExtensionItem.IssueNumber(issue));
        var languages = citation.Languages.Select(WriteText).OfType<IllString>().ToArray();
        if (languages.Length > 0)
            items.Add(new IllRequestExtensionItem.RequestedMaterialLanguage([.. languages]));
        if (citation.ThisEditionOnly)
            items.Add(new IllRequestExtensionItem.ThisEditionOnly());
        return [.. items];
    }
}
