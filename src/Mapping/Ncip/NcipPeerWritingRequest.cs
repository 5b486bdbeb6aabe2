using System.Globalization;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What a request asks for.</summary>
internal sealed partial class NcipPeerWriting
{
    private NcipCode Scope => form.Dialect == NcipPeerDialect.Generic
        ? NcipValues.BibliographicItem : NcipPeerWords.Title;

    private RequestItem Request(IllMessage.Request request, NcipRequestId id)
    {
        var content = request.Content;
        var citation = content.Citation;
        LoseOfRequest(content);
        LoseOfCitation(citation);
        var records = NcipPeerItems.RecordsOf(citation).ToArray();
        var items = NcipPeerItems.ItemsOf(citation).ToArray();
        WireList<NcipBibliographicId> ids =
        [
            .. items.Select(item => new NcipBibliographicId { Item = item }),
            .. records.Select(record => new NcipBibliographicId { Record = record }),
        ];
        return new RequestItem
        {
            UserId = UserOf(content.Patron),
            RequestId = id,
            BibliographicIds = ids,
            ItemIds = ids.Count == 0 ? [NcipPeerItems.OfRequest(id)] : [],
            RequestType = WrittenType(content),
            RequestScopeType = Scope,
            NeedBeforeDate = Date(content.NeededBy),
            AcknowledgedFeeAmount = content.Cost?.MaximumCost is { } most ? NcipAmount.From(most) : null,
            ShippingInformation = ShippingOf(content),
            ItemOptionalFields = new NcipItemOptionalFields
            {
                BibliographicDescription = Described(citation, [.. items.Take(1)], [.. records]),
                ItemDescription = Copied(citation),
            },
        };
    }

    private NcipBibliographicDescription Described(
        Citation citation, WireList<NcipBibliographicItemId> items, WireList<NcipBibliographicRecordId> records)
    {
        if (string.IsNullOrWhiteSpace(citation.Title))
            losses.Add("title", LossKind.Defaulted, "peers need one");
        return new NcipBibliographicDescription
        {
            Title = string.IsNullOrWhiteSpace(citation.Title) ? citation.DisplayTitle : citation.Title,
            Author = citation.Author,
            TitleOfComponent = citation.ArticleTitle,
            AuthorOfComponent = citation.ArticleAuthor,
            SponsoringBody = citation.SponsoringBody,
            Publisher = citation.Publisher,
            PlaceOfPublication = citation.PlaceOfPublication,
            PublicationDate = citation.PublicationDate,
            PublicationDateOfComponent = citation.IssueDate,
            Edition = citation.Edition,
            SeriesTitleNumber = citation.Series,
            Pagination = citation.Pages,
            Language = citation.Languages.Count > 0 ? new NcipCode(citation.Languages[0]) : null,
            ItemIds = items,
            RecordIds = records,
        };
    }

    /// <summary>Volume and issue have a place in the standard. Alma and the Norwegian profile do not name it, and there a
    /// person has to read them.</summary>
    private NcipItemDescription? Copied(Citation citation)
    {
        (string Caption, string? Value)[] levels =
            [(NcipPeerItems.Volume, citation.Volume), (NcipPeerItems.Issue, citation.Issue)];
        var named = levels.Where(level => !string.IsNullOrWhiteSpace(level.Value)).ToArray();
        if (form.Dialect != NcipPeerDialect.Generic)
        {
            foreach (var (caption, value) in named)
                MoveToNote(caption.ToLowerInvariant(), $"{caption}: {value}");
            named = [];
        }

        if (named.Length == 0 && string.IsNullOrWhiteSpace(citation.CallNumber))
            return null;
        return new NcipItemDescription
        {
            CallNumber = string.IsNullOrWhiteSpace(citation.CallNumber) ? null : citation.CallNumber,
            HoldingsInformation = named.Length == 0 ? null : new NcipHoldingsInformation
            {
                Structured =
                [
                    new NcipStructuredHoldings
                    {
                        Enumeration =
                        [
                            .. named.Select((level, at) => new NcipHoldingsLevel
                            {
                                Level = at + 1, Caption = level.Caption, Value = level.Value,
                            }),
                        ],
                    },
                ],
            },
        };
    }

    private NcipShippingInformation? ShippingOf(IllRequest content)
    {
        var (postal, electronic) = (content.DeliverTo?.Postal, content.DeliverTo?.Electronic);
        bool isFile = !string.IsNullOrWhiteSpace(electronic?.Address)
            && (postal is null || content.Services is not [ServiceType.Loan, ..]);
        bool isParcel = !isFile && postal is not null && postal.Lines().Any();
        LoseIf(isFile && postal is not null, "deliver to (postal)");
        LoseIf(!isFile && electronic is not null, "deliver to (electronic)");
        if (!isFile && !isParcel)
        {
            LoseIf(!string.IsNullOrWhiteSpace(content.DeliveryService), "delivery service");
            return null;
        }

        return new NcipShippingInformation
        {
            Instructions = string.IsNullOrWhiteSpace(content.DeliveryService) ? null : content.DeliveryService,
            Electronic = isFile ? Electronic(electronic!) : null,
            Physical = isParcel ? Physical(postal!, "deliver to (postal)") : null,
        };
    }

    private NcipCode WrittenType(IllRequest content)
    {
        var type = TypeOf(content);
        LoseIf(content.Services.Count > 1, "services");
        bool isNamed = content.Services is [] or [ServiceType.Loan or ServiceType.CopyNonReturnable, ..];
        if (!isNamed)
            losses.Add("service", LossKind.Defaulted, $"sent as {type.Value}");
        bool saysFile = type.Is(NcipValues.Digital);
        LoseIf(content.Media.Count > (saysFile ? 1 : 0) || content.Media is [{ Characteristics: not null }, ..], "media");
        bool saysNoHold = type.Is(NcipPeerWords.PhysicalNoReservation);
        LoseIf(content.PlaceOnHold != PlaceOnHold.AccordingToResponderPolicy && !saysNoHold, "place on hold");
        return type;
    }

    /// <summary>What a request is for, in the words of the dialect.</summary>
    private NcipCode TypeOf(IllRequest? content)
    {
        bool isCopy = content?.Services is [ServiceType.CopyNonReturnable, ..];
        bool isFile = isCopy && content!.Media is [{ Medium: MediumType.MachineReadable }, ..];
        return form.Dialect switch
        {
            NcipPeerDialect.AlmaP2p => isFile ? NcipValues.Digital : isCopy ? NcipPeerWords.NonReturnable : NcipValues.Physical,
            NcipPeerDialect.Nncipp => isCopy ? NcipPeerWords.NonReturnable
                : content?.PlaceOnHold == PlaceOnHold.No ? NcipPeerWords.PhysicalNoReservation : NcipValues.Physical,
            _ => isCopy ? NcipValues.NonReturnableCopy : NcipValues.Loan,
        };
    }

    private void LoseOfRequest(IllRequest content)
    {
        LoseIf(content.Patron is not null && (!form.SendPatron || string.IsNullOrEmpty(content.Patron.Identifier)), "patron");
        LoseIf(form.SendPatron && (content.Patron?.Name ?? content.Patron?.Status ?? content.Patron?.Email) is not null,
            "patron (all but the identifier)");
        LoseIf(content.BillTo is not null, "bill to");
        LoseIf(content.LevelOfService is not null, "level of service");
        LoseIf(content.Expiry != ExpiryFlag.NoExpiry || content.ExpiresOn is not null, "expiry");
        LoseIf(content.CopyrightCompliance is not null, "copyright compliance");
        LoseIf(content.TransactionType != TransactionType.Simple, "transaction type");
        LoseIf(content.Messages != RequesterMessages.All, "requester messages");
        LoseIf(content.ThirdParty is not null, "third party");
        LoseIf(content.IsRetry, "retry");
        LoseIf(content.IsForwarded || content.ForwardNote is not null, "forwarded");
        LoseIf(content.Cost is { } cost && (cost.AccountNumber is not null || cost.ReciprocalAgreement || cost.WillPayFee
            || cost.PaymentProvided || (cost.MaximumCost is { } most && NcipAmount.From(most)?.ToMoney() != most)), "cost");
    }

    private void LoseOfCitation(Citation citation)
    {
        LoseIf(citation.ItemType is not null, "item type");
        LoseIf(citation.Medium is not null, "medium");
        LoseIf(citation.ThisEditionOnly, "this edition only");
        LoseIf(citation.VerificationSource is not null, "verification source");
        LoseIf(citation.UniformTitle is not null && !string.IsNullOrWhiteSpace(citation.Title), "uniform title");
        LoseIf(citation.Languages.Count > 1, "languages");
        LoseIf(citation.SystemNumbers.Any(one => one.Database is not null), "databases of system numbers");
        (string Field, string? Value)[] moved =
        [
            ("Subtitle", citation.Subtitle), ("Volume and issue", citation.VolumeAndIssue),
            ("Other numbers", citation.OtherNumbers),
        ];
        foreach (var (field, value) in moved.Where(one => !string.IsNullOrWhiteSpace(one.Value)))
            MoveToNote(field.ToLower(CultureInfo.InvariantCulture), $"{field}: {value}");
    }
}
