using ResourceSharing.Mapping.Ncip.Shapes;
using static ResourceSharing.Mapping.Ncip.NcipModule;
using static ResourceSharing.Mapping.Ncip.NcipVersions;

namespace ResourceSharing.Mapping.Ncip;

/// <content>The responses: problems, or what was done.</content>
internal static partial class NcipMessages
{
    private static NcipService[] NotificationServices =>
    [
        NcipService.ItemRequested, NcipService.ItemRequestCancelled, NcipService.ItemShipped, NcipService.ItemReceived,
        NcipService.ItemCheckedOut, NcipService.ItemCheckedIn, NcipService.ItemRenewed, NcipService.ItemRecalled,
        NcipService.CirculationStatusUpdated,
    ];

    /// <summary>An answer that is none of a service.</summary>
    public static MessageShape<GeneralResponse> General { get; } = GeneralOf("");

    /// <summary>Writes such an answer: right under the root, in version 1 in the element of the service where it has
    /// that.</summary>
    public static void WriteGeneral(NcipWriting writing, GeneralResponse general)
    {
        if (writing.IsV1 && general.ServiceName is { } service && NcipStandardServices.IsInVersion1(service))
        {
            GeneralOf(service).Write(writing, general);
            return;
        }

        var problems = general.Problems.Count > 0 ? general : general with { Problems = [new NcipProblem()] };
        new ProblemsMember<GeneralResponse>(
            new(x => x.Problems, "x.Problems"), general.ServiceName ?? "", isRequired: true, isNotification: false)
            .Write(writing, problems);
    }

    private static MessageShape<GeneralResponse> GeneralOf(string service) =>
        new($"{service}Response", () => new GeneralResponse(), c => c
            .Add(new HeaderMember<GeneralResponse>("ResponseHeader", ResponseHeader))
            .Add(new ProblemsMember<GeneralResponse>(
                new(x => x.Problems, "x.Problems"), service, isRequired: false,
                NcipStandardServices.IsNotification(service)))
            .With(WhatPeersAdd));

    private static IEnumerable<MessageShape> Responses() =>
        [.. LookupResponses(), .. ServiceResponses(), .. UserResponses(), .. NotificationServices.Select(Heard)];

    private static IEnumerable<MessageShape> LookupResponses()
    {
        yield return new MessageShape<LookupVersionResponse>(
            nameof(LookupVersionResponse), () => new LookupVersionResponse(), c => c
                .Add(new VersionAgenciesMember<LookupVersionResponse>())
                .Many("VersionSupported", Id, x => x.VersionsSupported, isRequired: true)
                .Many("ServiceSupported", Id, x => x.ServicesSupported)
                .Add(new ProblemsMember<LookupVersionResponse>(
                    new(x => x.Problems, "x.Problems"), "LookupVersion", isRequired: false, isNotification: false)));
        yield return Response<LookupUserResponse>(c => c
            .Must("UserId", User, x => x.UserId)
            .Many("UserFiscalAccount", FiscalAccount, x => x.FiscalAccounts)
            .Many("LoanedItemsCount", LoanedItemsCount, x => x.LoanedItemsCounts)
            .Many("LoanedItem", LoanedItem, x => x.LoanedItems, V2)
            .Many("RequestedItemsCount", RequestedItemsCount, x => x.RequestedItemsCounts)
            .Many("RequestedItem", RequestedItem, x => x.RequestedItems, V2)
            .Within("UserTransaction", b => b
                .Many("RequestedItem", RequestedItem, x => x.RequestedItems)
                .Many("LoanedItem", LoanedItem, x => x.LoanedItems), versions: V1)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Response<LookupItemResponse>(c => c
            .With(ItemOrRequest)
            .May("HoldPickupDate", Date, x => x.HoldPickupDate)
            .May("DateRecalled", Date, x => x.DateRecalled)
            .Within("ItemTransaction", b => b
                .May("CurrentBorrower", UserWithin, x => x.CurrentBorrower)
                .Many("CurrentRequester", UserWithin, x => x.CurrentRequesters))
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields));
        yield return LookupRequestResponse();
        yield return Response<LookupAgencyResponse>(c => c
            .Must("AgencyId", Code, x => x.AgencyId)
            .Many("OrganizationNameInformation", OrganizationName, x => x.Names)
            .Many("AgencyAddressInformation", AgencyAddress, x => x.Addresses)
            .Many("AuthenticationPrompt", AuthenticationPrompt, x => x.AuthenticationPrompts)
            .Many("ApplicationProfileSupportedType", Code, x => x.ApplicationProfiles)
            .Many("ConsortiumAgreement", Code, x => x.ConsortiumAgreements)
            .Many("AgencyUserPrivilegeType", Code, x => x.UserPrivilegeTypes));
    }

    private static MessageShape LookupRequestResponse() => Response<LookupRequestResponse>(
        c => c
            .With(ItemOrRequest)
            .May("UserId", User, x => x.UserId)
            .May("RequestType", Code, x => x.RequestType)
            .May("RequestScopeType", Code, x => x.RequestScopeType)
            .May("RequestStatusType", Code, x => x.RequestStatusType)
            .May("HoldQueuePosition", FromOne, x => x.HoldQueuePosition)
            .May("ShippingInformation", Shipping, x => x.ShippingInformation)
            .May("EarliestDateNeeded", Date, x => x.EarliestDateNeeded)
            .May("NeedBeforeDate", Date, x => x.NeedBeforeDate)
            .May("PickupDate", Date, x => x.PickupDate)
            .May("PickupLocation", Code, x => x.PickupLocation)
            .May("PickupExpiryDate", Date, x => x.PickupExpiryDate)
            .May("DateOfUserRequest", Date, x => x.DateOfUserRequest)
            .May("DateAvailable", Date, x => x.DateAvailable)
            .May("AcknowledgedFeeAmount", Amount, x => x.AcknowledgedFeeAmount)
            .May("PaidFeeAmount", Amount, x => x.PaidFeeAmount)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields),
        isInVersion1: false);

    private static IEnumerable<MessageShape> ServiceResponses()
    {
        yield return Response<RequestItemResponse>(
            c => c
                .With(ItemOrRequest)
                .Must("UserId", User, x => x.UserId)
                .Must("RequestType", Code, x => x.RequestType)
                .Must("RequestScopeType", Code, x => x.RequestScopeType)
                .May("ShippingInformation", Shipping, x => x.ShippingInformation)
                .May("DateAvailable", Date, x => x.DateAvailable)
                .May("HoldPickupDate", Date, x => x.HoldPickupDate)
                .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
                .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
                .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields),
            p => p
                .May("RequiredFeeAmount", Amount, x => x.RequiredFeeAmount)
                .Many("RequiredItemUseRestrictionType", Code, x => x.RequiredItemUseRestrictionTypes));
        yield return Response<CancelRequestItemResponse>(c => c
            .With(ItemOrRequest)
            .Must("UserId", User, x => x.UserId)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Response<AcceptItemResponse>(c => c
            .Must("RequestId", Request, x => x.RequestId)
            .May("ItemId", Item, x => x.ItemId));
        yield return CheckOutItemResponse();
        yield return Response<CheckInItemResponse>(c => c
            .Must("ItemId", Item, x => x.ItemId)
            .May("UserId", User, x => x.UserId)
            .May("RoutingInformation", Routing, x => x.RoutingInformation)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return RenewItemResponse();
        yield return Response<RecallItemResponse>(c => c
            .Must("ItemId", Item, x => x.ItemId)
            .May("UserId", User, x => x.UserId)
            .May("DateDue", Date, x => x.DateDue)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
    }

    private static MessageShape CheckOutItemResponse() => Response<CheckOutItemResponse>(
        c => c
            .Must("ItemId", Item, x => x.ItemId)
            .Must("UserId", User, x => x.UserId)
            .Choice(true,
                b => b.Must("DateDue", Date, x => x.DateDue),
                b => b.Flag("IndeterminateLoanPeriodFlag", x => x.IndeterminateLoanPeriod, isRequired: true),
                b => b.Flag("NonReturnableFlag", x => x.NonReturnable, isRequired: true))
            .May("RenewalCount", FromZero, x => x.RenewalCount)
            .May("ElectronicResource", ElectronicResource, x => x.ElectronicResource)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields),
        p => p
            .May("RequiredFeeAmount", Amount, x => x.RequiredFeeAmount)
            .Many("RequiredItemUseRestrictionType", Code, x => x.RequiredItemUseRestrictionTypes));

    private static MessageShape RenewItemResponse() => Response<RenewItemResponse>(
        c => c
            .Choice(true,
                b => b.Add(new PendingMember()),
                b => b
                    .Must("ItemId", Item, x => x.ItemId)
                    .May("UserId", User, x => x.UserId)
                    .May("DateDue", Date, x => x.DateDue)
                    .May("DateForReturn", Date, x => x.DateForReturn)
                    .May("RenewalCount", FromZero, x => x.RenewalCount)
                    .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
                    .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
                    .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields)),
        p => p
            .May("RequiredFeeAmount", Amount, x => x.RequiredFeeAmount)
            .Many("RequiredItemUseRestrictionType", Code, x => x.RequiredItemUseRestrictionTypes));

    private static IEnumerable<MessageShape> UserResponses()
    {
        yield return Response<CreateUserResponse>(c => c.Must("UserId", User, x => x.UserId));
        yield return Response<UpdateUserResponse>(c => c.Must("UserId", User, x => x.UserId));
        yield return Response<CreateUserFiscalTransactionResponse>(c => c
            .Must("UserId", User, x => x.UserId)
            .Must("FiscalTransactionReferenceId", FiscalTransactionId, x => x.FiscalTransactionId));
    }

    /// <summary>The answer to a notification.</summary>
    private static MessageShape Heard(NcipService service) => new MessageShape<NotificationResponse>(
        $"{service}Response", () => new NotificationResponse(service), c => c
            .Add(new HeaderMember<NotificationResponse>("ResponseHeader", ResponseHeader))
            .Add(new ProblemsMember<NotificationResponse>(
                new(x => x.Problems, "x.Problems"), service.ToString(), isRequired: false, isNotification: true))
            .With(WhatPeersAdd));

    private static MessageShape<T> Response<T>(
        Action<Content<T>> done, Action<Content<T>>? besideProblems = null, bool isInVersion1 = true)
        where T : NcipResponse, new()
    {
        var name = typeof(T).Name;
        return new(name, () => new T(), c => c
            .Add(new HeaderMember<T>("ResponseHeader", ResponseHeader))
            .Choice(true,
                p => p
                    .Add(new ProblemsMember<T>(
                        new(x => x.Problems, "x.Problems"), name[..^"Response".Length], isRequired: true, isNotification: false))
                    .With(besideProblems),
                p => p.With(done))
            .With(WhatPeersAdd))
        {
            IsInVersion1 = isInVersion1,
        };
    }
}
