using ResourceSharing.Mapping.Ncip.Shapes;
using static ResourceSharing.Mapping.Ncip.NcipVersions;

namespace ResourceSharing.Mapping.Ncip;

/// <content>Loans, requests, fees and where things are sent.</content>
internal static partial class NcipModule
{
    internal static readonly StructShape<NcipShippingInformation> Shipping = Of<NcipShippingInformation>(c => c
        .May("ShippingInstructions", Text, x => x.Instructions)
        .May("ShippingNote", Text, x => x.Note)
        .Choice(true,
            b => b.Must("PhysicalAddress", PhysicalAddress, x => x.Physical),
            b => b.Must("ElectronicAddress", ElectronicAddress, x => x.Electronic)));

    internal static readonly StructShape<NcipDestination> Destination = Of<NcipDestination>(c => c
        .Choice(true,
            b => b.Must("BinNumber", Text, x => x.BinNumber).May("Location", Location, x => x.Location),
            b => b.Must("Location", Location, x => x.Location)));

    internal static readonly StructShape<NcipRoutingInformation> Routing = Of<NcipRoutingInformation>(c => c
        .Must("RoutingInstructions", Text, x => x.Instructions)
        .Must("Destination", Destination, x => x.Destination)
        .May("RequestType", Code, x => x.RequestType)
        .May("UserId", User, x => x.UserId)
        .May("NameInformation", NameInformation, x => x.NameInformation, V2));

    internal static readonly StructShape<NcipFiscalTransactionId> FiscalTransactionId = Of<NcipFiscalTransactionId>(c => c
        .Must("AgencyId", Code, x => x.AgencyId)
        .Must("FiscalTransactionIdentifierValue", Id, x => x.Value));

    internal static readonly StructShape<NcipItemDetails> ItemDetails = Of<NcipItemDetails>(c => c
        .Must("ItemId", Item, x => x.ItemId)
        .Must("BibliographicDescription", BibliographicDescription, x => x.BibliographicDescription)
        .May("DateCheckedOut", Date, x => x.DateCheckedOut)
        .Many("DateRenewed", Date, x => x.DatesRenewed)
        .Choice(false,
            b => b.Must("DateDue", Date, x => x.DateDue),
            b => b.Flag("IndeterminateLoanPeriodFlag", x => x.IndeterminateLoanPeriod, isRequired: true),
            b => b.Flag("NonReturnableFlag", x => x.NonReturnable, isRequired: true))
        .May("DateReturned", Date, x => x.DateReturned));

    internal static readonly StructShape<NcipFiscalTransaction> FiscalTransaction = Of<NcipFiscalTransaction>(c => c
        .Must("FiscalActionType", Code, x => x.Action)
        .May("FiscalTransactionReferenceId", FiscalTransactionId, x => x.Id)
        .Many("RelatedFiscalTransactionReferenceId", FiscalTransactionId, x => x.RelatedIds)
        .Must("FiscalTransactionType", Code, x => x.Type)
        .May("ValidFromDate", Date, x => x.ValidFromDate)
        .May("ValidToDate", Date, x => x.ValidToDate)
        .Must("Amount", Amount, x => x.Amount)
        .May("PaymentMethodType", Code, x => x.PaymentMethod)
        .May("FiscalTransactionDescription", Text, x => x.Description)
        .May("RequestId", Request, x => x.RequestId)
        .May("ItemDetails", ItemDetails, x => x.ItemDetails));

    internal static readonly StructShape<NcipAccountDetail> AccountDetail = Of<NcipAccountDetail>(c => c
        .Must("AccrualDate", Date, x => x.AccrualDate)
        .Must("FiscalTransactionInformation", FiscalTransaction, x => x.Transaction));

    internal static readonly StructShape<NcipFiscalAccount> FiscalAccount = Of<NcipFiscalAccount>(c => c
        .Must("AccountBalance", Amount, x => x.Balance)
        .Many("AccountDetails", AccountDetail, x => x.Details));

    internal static readonly StructShape<NcipItemsCount> LoanedItemsCount = Of<NcipItemsCount>(c => c
        .Choice(true,
            b => b.Must("CirculationStatus", Code, x => x.CirculationStatus),
            b => b.Must("ItemUseRestrictionType", Code, x => x.ItemUseRestrictionType))
        .Must("LoanedItemCountValue", FromZero, x => x.Count));

    internal static readonly StructShape<NcipItemsCount> RequestedItemsCount = Of<NcipItemsCount>(c => c
        .Choice(true,
            b => b.Must("RequestType", Code, x => x.RequestType),
            b => b.Must("CirculationStatus", Code, x => x.CirculationStatus),
            b => b.Must("ItemUseRestrictionType", Code, x => x.ItemUseRestrictionType))
        .Must("RequestedItemCountValue", FromZero, x => x.Count));

    internal static readonly StructShape<NcipLoanedItem> LoanedItem = Of<NcipLoanedItem>(c => c
        .Must("ItemId", Item, x => x.ItemId)
        .Many("BibliographicId", BibliographicId, x => x.BibliographicIds, V202)
        .May("ReminderLevel", FromZero, x => x.ReminderLevel, V202)
        .Must("ReminderLevel", FromOne, x => x.ReminderLevel, Before202)
        .Choice(true,
            b => b.Must("DateDue", Date, x => x.DateDue),
            b => b.Flag("IndeterminateLoanPeriodFlag", x => x.IndeterminateLoanPeriod, isRequired: true))
        .Must("Amount", Amount, x => x.Amount, Before202)
        .May("Amount", Amount, x => x.Amount, V202)
        .May("Title", Text, x => x.Title, V2)
        .May("MediumType", Code, x => x.MediumType, V2));

    internal static readonly StructShape<NcipRequestedItem> RequestedItem = Of<NcipRequestedItem>(c => c
        .Choice(true,
            b => b.Must("RequestId", Request, x => x.RequestId).May("ItemId", Item, x => x.ItemId),
            b => b.Must("ItemId", Item, x => x.ItemId))
        .Many("BibliographicId", BibliographicId, x => x.BibliographicIds, V202)
        .Must("RequestType", Code, x => x.RequestType)
        .Must("RequestStatusType", Code, x => x.RequestStatusType)
        .Must("DatePlaced", Date, x => x.DatePlaced)
        .May("PickupDate", Date, x => x.PickupDate)
        .May("PickupLocation", Code, x => x.PickupLocation, V2)
        .May("PickupExpiryDate", Date, x => x.PickupExpiryDate)
        .May("ReminderLevel", FromZero, x => x.ReminderLevel, V202)
        .May("ReminderLevel", FromOne, x => x.ReminderLevel, Before202)
        .May("HoldQueuePosition", FromOne, x => x.HoldQueuePosition)
        .May("Title", Text, x => x.Title, V2)
        .May("MediumType", Code, x => x.MediumType, V2));

    internal static readonly StructShape<NcipAuthenticationPrompt> AuthenticationPrompt = Of<NcipAuthenticationPrompt>(c => c
        .Within("PromptOutput", b => b
            .Must("AuthenticationPromptData", Text, x => x.PromptData)
            .Must("AuthenticationPromptType", Code, x => x.PromptType), isRequired: true)
        .Within("PromptInput", b => b
            .Must("AuthenticationInputType", Code, x => x.InputType)
            .Must("AuthenticationDataFormatType", Code, x => x.DataFormat)
            .Flag("SensitiveDataFlag", x => x.IsSensitive), isRequired: true));
}
