using ResourceSharing.Mapping.Ncip.Shapes;
using static ResourceSharing.Mapping.Ncip.NcipModule;
using static ResourceSharing.Mapping.Ncip.NcipVersions;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>The messages: initiations here, responses in the other part. What a message has no place for in any schema
/// but peers send all the same (the user in a CheckInItem) is read in every one.</summary>
internal static partial class NcipMessages
{
    private static readonly UserWithinShape UserWithin = new(User);
    private static readonly Dictionary<string, MessageShape> ByName = All().ToDictionary(shape => shape.Name);

    /// <summary>Every message that is understood.</summary>
    public static IEnumerable<MessageShape> Shapes => ByName.Values;

    /// <summary>The message of an element; null when it is none that is understood.</summary>
    public static MessageShape? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>A service that is not understood: its header is read, and whatever numbers stand in it.</summary>
    public static MessageShape Unsupported(string name) =>
        new MessageShape<UnsupportedService>(name, () => new UnsupportedService(name), c => Initiating(c, _ => { }));

    private static IEnumerable<MessageShape> All() => [.. Lookups(), .. Services(), .. Notifications(), .. Responses()];

    private static IEnumerable<MessageShape> Lookups()
    {
        yield return new MessageShape<LookupVersion>(nameof(LookupVersion), () => new LookupVersion(), c => c
            .Add(new VersionAgenciesMember<LookupVersion>()));
        yield return Initiation<LookupUser>(c => c
            .With(x => Who(x, VisibleUser))
            .Many("UserElementType", Code, x => x.UserElementTypes, V1, isRequired: true)
            .Many("UserElementType", Code, x => x.UserElementTypes, V2)
            .Flag("LoanedItemsDesired", x => x.LoanedItemsDesired)
            .Flag("RequestedItemsDesired", x => x.RequestedItemsDesired)
            .Flag("UserFiscalAccountDesired", x => x.UserFiscalAccountDesired));
        yield return Initiation<LookupItem>(c => c
            .Choice(true,
                b => b.Must("ItemId", VisibleItem, x => x.ItemId),
                b => b.Must("RequestId", Request, x => x.RequestId))
            .Many("ItemElementType", Code, x => x.ItemElementTypes, V1, isRequired: true)
            .Many("ItemElementType", Code, x => x.ItemElementTypes, V2)
            .Flag("CurrentBorrowerDesired", x => x.CurrentBorrowerDesired)
            .Flag("CurrentRequestersDesired", x => x.CurrentRequestersDesired));
        yield return Initiation<LookupRequest>(c => c
            .Choice(true,
                b => b.Must("RequestId", Request, x => x.RequestId),
                b => b.With(x => Who(x, User)).Must("ItemId", Item, x => x.ItemId)
                    .Must("RequestType", Code, x => x.RequestType))
            .Many("RequestElementType", Code, x => x.RequestElementTypes)
            .With(Elements), isInVersion1: false);
        yield return Initiation<LookupAgency>(c => c
            .Must("AgencyId", Code, x => x.AgencyId)
            .Many("AgencyElementType", Code, x => x.AgencyElementTypes, isRequired: true));
    }

    private static IEnumerable<MessageShape> Services()
    {
        yield return RequestItem();
        yield return Service<CancelRequestItem>(c => c
            .With(x => Who(x, User)).With(ItemOrRequest)
            .Must("RequestType", Code, x => x.RequestType)
            .May("RequestScopeType", Code, x => x.RequestScopeType)
            .May("AcknowledgedFeeAmount", Amount, x => x.AcknowledgedFeeAmount, V2)
            .May("PaidFeeAmount", Amount, x => x.PaidFeeAmount, V2)
            .With(Elements));
        yield return AcceptItem();
        yield return Service<CheckOutItem>(c => c
            .With(x => Who(x, User))
            .Must("ItemId", Item, x => x.ItemId)
            .May("RequestId", Request, x => x.RequestId)
            .May("AcknowledgedFeeAmount", Amount, x => x.AcknowledgedFeeAmount)
            .May("PaidFeeAmount", Amount, x => x.PaidFeeAmount, V2)
            .Many("AcknowledgedItemUseRestrictionType", Code, x => x.AcknowledgedItemUseRestrictionTypes)
            .May("ShippingInformation", Shipping, x => x.ShippingInformation)
            .Flag("ResourceDesired", x => x.ResourceDesired)
            .May("DesiredDateDue", Date, x => x.DesiredDateDue)
            .With(Elements));
        yield return Service<CheckInItem>(c => c.Must("ItemId", Item, x => x.ItemId).With(Elements));
        yield return Service<RenewItem>(c => c
            .With(x => Who(x, User))
            .Must("ItemId", Item, x => x.ItemId)
            .With(Elements)
            .May("DesiredDateDue", Date, x => x.DesiredDateDue)
            .May("DesiredDateForReturn", Date, x => x.DesiredDateForReturn)
            .May("AcknowledgedFeeAmount", Amount, x => x.AcknowledgedFeeAmount)
            .May("PaidFeeAmount", Amount, x => x.PaidFeeAmount, V2)
            .Many("AcknowledgedItemUseRestrictionType", Code, x => x.AcknowledgedItemUseRestrictionTypes));
        yield return Service<RecallItem>(c => c
            .Must("ItemId", Item, x => x.ItemId)
            .May("DesiredDateDue", Date, x => x.DesiredDateDue)
            .May("ShippingInformation", Shipping, x => x.ShippingInformation)
            .With(Elements));
        yield return Service<CreateUser>(c => c
            .Choice(false, WhoAlternatives<CreateUser>(User))
            .Must("NameInformation", NameInformation, x => x.NameInformation)
            .Many("UserAddressInformation", UserAddress, x => x.Addresses)
            .May("DateOfBirth", Date, x => x.DateOfBirth)
            .Many("UserLanguage", Code, x => x.Languages)
            .Many("UserPrivilege", UserPrivilege, x => x.Privileges)
            .Many("BlockOrTrap", BlockOrTrap, x => x.BlocksOrTraps));
        yield return Service<UpdateUser>(c => c
            .With(x => Who(x, User))
            .May("DeleteUserFields", ChangedUserFields, x => x.Delete)
            .May("AddUserFields", ChangedUserFields, x => x.Add));
        yield return Service<CreateUserFiscalTransaction>(c => c
            .With(x => Who(x, User))
            .Must("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction));
    }

    private static MessageShape RequestItem() => Service<RequestItem>(c => c
        .With(x => Who(x, User))
        .Choice(true, V1 | V20,
            b => b.Many("BibliographicId", BibliographicId, x => x.BibliographicIds, isRequired: true, single: V1 | V20),
            b => b.Many("ItemId", Item, x => x.ItemIds, isRequired: true, single: V1 | V20))
        .Choice(true, From201,
            b => b.Many("BibliographicId", BibliographicId, x => x.BibliographicIds, isRequired: true)
                .Many("ItemId", Item, x => x.ItemIds),
            b => b.Many("ItemId", Item, x => x.ItemIds, isRequired: true))
        .May("RequestId", Request, x => x.RequestId)
        .Must("RequestType", Code, x => x.RequestType)
        .Must("RequestScopeType", Code, x => x.RequestScopeType)
        .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields, V2)
        .May("ShippingInformation", Shipping, x => x.ShippingInformation)
        .May("EarliestDateNeeded", Date, x => x.EarliestDateNeeded)
        .May("NeedBeforeDate", Date, x => x.NeedBeforeDate)
        .May("PickupLocation", Code, x => x.PickupLocation, V2)
        .May("PickupExpiryDate", Date, x => x.PickupExpiryDate)
        .May("AcknowledgedFeeAmount", Amount, x => x.AcknowledgedFeeAmount)
        .May("PaidFeeAmount", Amount, x => x.PaidFeeAmount, V2)
        .Many("AcknowledgedItemUseRestrictionType", Code, x => x.AcknowledgedItemUseRestrictionTypes)
        .With(Elements));

    private static MessageShape AcceptItem() => Service<AcceptItem>(c => c
        .Must("RequestId", Request, x => x.RequestId)
        .Must("RequestedActionType", Code, x => x.RequestedActionType)
        .May("UserId", User, x => x.UserId)
        .May("ItemId", Item, x => x.ItemId)
        .Choice(false,
            b => b.Must("DateForReturn", Date, x => x.DateForReturn),
            b => b.Flag("IndeterminateLoanPeriodFlag", x => x.IndeterminateLoanPeriod, isRequired: true),
            b => b.Flag("NonReturnableFlag", x => x.NonReturnable, isRequired: true))
        .Flag("RenewalNotPermitted", x => x.RenewalNotPermitted)
        .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
        .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
        .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields)
        .May("PickupLocation", Code, x => x.PickupLocation, V2)
        .May("PickupExpiryDate", Date, x => x.PickupExpiryDate, V2));

    private static IEnumerable<MessageShape> Notifications()
    {
        yield return ItemRequested();
        yield return Initiation<ItemRequestCancelled>(c => c
            .Must("UserId", User, x => x.UserId).With(ItemOrRequest)
            .Must("RequestType", Code, x => x.RequestType)
            .May("RequestScopeType", Code, x => x.RequestScopeType)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Initiation<ItemShipped>(c => c
            .With(ItemOrRequest)
            .May("UserId", User, x => x.UserId)
            .Must("DateShipped", Date, x => x.DateShipped)
            .Must("ShippingInformation", Shipping, x => x.ShippingInformation)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Initiation<ItemReceived>(c => c
            .Must("ItemId", Item, x => x.ItemId)
            .May("UserId", User, x => x.UserId)
            .May("RequestId", Request, x => x.RequestId)
            .Must("DateReceived", Date, x => x.DateReceived)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return ItemCheckedOut();
        yield return Initiation<ItemCheckedIn>(c => c
            .May("UserId", User, x => x.UserId)
            .Must("ItemId", Item, x => x.ItemId)
            .May("RoutingInformation", Routing, x => x.RoutingInformation)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Initiation<ItemRenewed>(c => c
            .May("UserId", User, x => x.UserId)
            .Must("ItemId", Item, x => x.ItemId)
            .Must("DateDue", Date, x => x.DateDue)
            .May("RenewalCount", FromZero, x => x.RenewalCount)
            .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Initiation<ItemRecalled>(c => c
            .May("UserId", User, x => x.UserId)
            .Must("ItemId", Item, x => x.ItemId)
            .Must("DateDue", Date, x => x.DateDue)
            .May("ShippingInformation", Shipping, x => x.ShippingInformation)
            .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
            .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));
        yield return Initiation<CirculationStatusUpdated>(c => c
            .Must("ItemId", Item, x => x.ItemId)
            .Must("CirculationStatus", Code, x => x.CirculationStatus));
    }

    private static MessageShape ItemRequested() => Initiation<ItemRequested>(c => c
        .Must("UserId", User, x => x.UserId)
        .Choice(true,
            b => b.Many("BibliographicId", BibliographicId, x => x.BibliographicIds, isRequired: true, single: NcipVersions.All)
                .Must("RequestId", Request, x => x.RequestId),
            b => b.Must("ItemId", Item, x => x.ItemId))
        .Must("RequestType", Code, x => x.RequestType)
        .Must("RequestScopeType", Code, x => x.RequestScopeType)
        .May("ShippingInformation", Shipping, x => x.ShippingInformation)
        .May("EarliestDateNeeded", Date, x => x.EarliestDateNeeded)
        .May("NeedBeforeDate", Date, x => x.NeedBeforeDate)
        .May("PickupLocation", Code, x => x.PickupLocation, V2)
        .May("PickupExpiryDate", Date, x => x.PickupExpiryDate)
        .May("DateOfUserRequest", Date, x => x.DateOfUserRequest)
        .May("DateAvailable", Date, x => x.DateAvailable)
        .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
        .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));

    private static MessageShape ItemCheckedOut() => Initiation<ItemCheckedOut>(c => c
        .Must("UserId", User, x => x.UserId)
        .Must("ItemId", Item, x => x.ItemId)
        .May("RequestId", Request, x => x.RequestId)
        .Choice(true,
            b => b.Must("DateDue", Date, x => x.DateDue),
            b => b.Flag("IndeterminateLoanPeriodFlag", x => x.IndeterminateLoanPeriod, isRequired: true),
            b => b.Flag("NonReturnableFlag", x => x.NonReturnable, isRequired: true))
        .Flag("ElectronicResourceProvidedFlag", x => x.ElectronicResourceProvided)
        .May("RenewalCount", FromZero, x => x.RenewalCount)
        .May("FiscalTransactionInformation", FiscalTransaction, x => x.FiscalTransaction)
        .May("ShippingInformation", Shipping, x => x.ShippingInformation)
        .May("ItemOptionalFields", ItemOptionalFields, x => x.ItemOptionalFields)
        .May("UserOptionalFields", UserOptionalFields, x => x.UserOptionalFields));

    private static MessageShape<T> Initiation<T>(Action<Content<T>> describe, bool isInVersion1 = true)
        where T : NcipInitiation, new() =>
        new(typeof(T).Name, () => new T(), c => Initiating(c, describe)) { IsInVersion1 = isInVersion1 };

    /// <summary>An initiation that can be mandated: what has happened already has to be noted, whatever the
    /// rules.</summary>
    private static MessageShape<T> Service<T>(Action<Content<T>> describe)
        where T : NcipInitiation, new() => Initiation<T>(c => c
        .Within("MandatedAction", b => b.Must("DateEventOccurred", Date, x => x.MandatedAction))
        .With(describe));

    private static void Initiating<T>(Content<T> content, Action<Content<T>> describe)
        where T : NcipInitiation => content
        .Add(new HeaderMember<T>("InitiationHeader", InitiationHeader))
        .With(describe)
        .With(WhatPeersAdd)
        .Many("AuthenticationInput", AuthenticationInput, x => x.Authentication, ReadOnly)
        .Within("MandatedAction", b => b.Must("DateEventOccurred", Date, x => x.MandatedAction), versions: ReadOnly)
        .Many("ItemElementType", Code, x => x.ItemElementTypes, ReadOnly)
        .Many("UserElementType", Code, x => x.UserElementTypes, ReadOnly);

    /// <summary>Numbers where no schema has a place for them, and Ext.</summary>
    private static void WhatPeersAdd<T>(Content<T> content)
        where T : NcipMessage
    {
        content.May("UserId", User, x => x.UserId, ReadOnly);
        if (typeof(T) != typeof(RequestItem))
            content.May("ItemId", Item, x => x.ItemId, ReadOnly);
        content.May("RequestId", Request, x => x.RequestId, ReadOnly)
            .Add(new ExtMember<T>(new(x => x.Ext, "x.Ext")));
    }

    private static void Who<T>(Content<T> content, IdShape<NcipUserId> user)
        where T : NcipInitiation => content.Choice(true, WhoAlternatives<T>(user));

    private static Action<Content<T>>[] WhoAlternatives<T>(IdShape<NcipUserId> user)
        where T : NcipInitiation =>
    [
        b => b.Must("UserId", user, x => x.UserId),
        b => b.Many("AuthenticationInput", AuthenticationInput, x => x.Authentication, isRequired: true),
    ];

    private static void ItemOrRequest<T>(Content<T> content)
        where T : NcipMessage => content.Choice(true,
        b => b.Must("RequestId", Request, x => x.RequestId).May("ItemId", Item, x => x.ItemId),
        b => b.Must("ItemId", Item, x => x.ItemId));

    private static void Elements<T>(Content<T> content)
        where T : NcipInitiation => content
        .Many("ItemElementType", Code, x => x.ItemElementTypes)
        .Many("UserElementType", Code, x => x.UserElementTypes);
}
