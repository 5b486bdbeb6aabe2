using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>A list of values and what they are called here.</summary>
/// <param name="element">The element whose values they are.</param>
/// <param name="words">Value by value; of several words for one value the first is written.</param>
internal sealed class NcipWords<T>(string element, params (T Value, string Word)[] words)
    where T : struct
{
    public string Element => element;

    /// <summary>What a word means; null where it means nothing here.</summary>
    public T? Read(NcipCode? code, NcipAliases aliases)
    {
        if (aliases.Meaning(element, code) is not { } meaning)
            return null;
        foreach (var (value, word) in words)
        {
            if (word.Equals(meaning, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>The word for a value; null where there is none.</summary>
    public string? Write(T value)
    {
        foreach (var (known, word) in words)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
                return word;
        }

        return null;
    }

    /// <summary>The words for a set of values.</summary>
    public WireList<NcipCode> WriteAll(Func<T, bool> isIn, Func<string, bool> isWord) => new(
        [.. words.Where(word => isIn(word.Value) && isWord(word.Word)).Select(word => (NcipCode)word.Word)]);
}

/// <summary>The lists that commands and answers are made of.</summary>
internal static class NcipWords
{
    public static NcipWords<CirculationRequestType> RequestTypes { get; } = new(
        "RequestType",
        (CirculationRequestType.Loan, NcipValues.Loan), (CirculationRequestType.Hold, NcipValues.Hold),
        (CirculationRequestType.NonReturnableCopy, NcipValues.NonReturnableCopy),
        (CirculationRequestType.StackRetrieval, NcipValues.StackRetrieval),
        (CirculationRequestType.Estimate, NcipValues.Estimate),
        (CirculationRequestType.Loan, NcipValues.Physical), (CirculationRequestType.NonReturnableCopy, NcipValues.Digital),
        (CirculationRequestType.StackRetrieval, "Page"));

    public static NcipWords<AcceptAction> Actions { get; } = new(
        "RequestedActionType",
        (AcceptAction.HoldForPickup, NcipValues.HoldForPickup),
        (AcceptAction.HoldForPickupAndNotify, NcipValues.HoldForPickupAndNotify),
        (AcceptAction.Circulate, NcipValues.Circulate), (AcceptAction.CirculateAndNotify, NcipValues.CirculateAndNotify));

    public static NcipWords<ItemStatus> ItemStatuses { get; } = new(
        "CirculationStatus",
        (ItemStatus.AvailableOnShelf, NcipValues.AvailableOnShelf),
        (ItemStatus.AvailableForPickup, NcipValues.AvailableForPickup), (ItemStatus.OnLoan, NcipValues.OnLoan),
        (ItemStatus.InProcess, NcipValues.InProcess), (ItemStatus.InTransit, NcipValues.InTransit),
        (ItemStatus.Recalled, NcipValues.Recalled), (ItemStatus.Lost, NcipValues.Lost), (ItemStatus.Missing, "Missing"),
        (ItemStatus.NotAvailable, "Not Available"), (ItemStatus.Unknown, NcipValues.StatusUndefined),
        (ItemStatus.Missing, "Claimed Returned Or Never Borrowed"), (ItemStatus.NotAvailable, "On Order"),
        (ItemStatus.InTransit, "Pending Transfer"), (ItemStatus.InProcess, "Waiting To Be Reshelved"));

    public static NcipWords<HoldStatus> HoldStatuses { get; } = new(
        "RequestStatusType",
        (HoldStatus.InProcess, NcipValues.InProcess), (HoldStatus.AvailableForPickup, NcipValues.AvailableForPickup),
        (HoldStatus.Expired, "Expired"), (HoldStatus.CannotFulfill, NcipValues.CannotFulfillRequest),
        (HoldStatus.RequestedViaIll, NcipValues.RequestedViaIll));

    public static NcipWords<PatronParts> PatronPartTypes { get; } = new(
        "UserElementType",
        (PatronParts.Name, NcipValues.NameInformation), (PatronParts.Addresses, NcipValues.UserAddressInformation),
        (PatronParts.Privileges, NcipValues.UserPrivilege), (PatronParts.Blocks, NcipValues.BlockOrTrap),
        (PatronParts.BirthDate, NcipValues.DateOfBirth), (PatronParts.Languages, NcipValues.UserLanguage),
        (PatronParts.Ids, NcipValues.UserId), (PatronParts.Ids, NcipValues.VisibleUserId));

    public static NcipWords<ItemParts> ItemPartTypes { get; } = new(
        "ItemElementType",
        (ItemParts.Description, NcipValues.BibliographicDescription), (ItemParts.Status, NcipValues.CirculationStatus),
        (ItemParts.QueueLength, NcipValues.HoldQueueLength), (ItemParts.CallNumber, NcipValues.ItemDescription),
        (ItemParts.Location, NcipValues.Location), (ItemParts.Restrictions, "Item Use Restriction Type"));

    public static NcipWords<MediumType> Media { get; } = new(
        "MediumType",
        (MediumType.Printed, "Book"), (MediumType.Microform, "Microform"), (MediumType.FilmOrVideoRecording, "Video Tape"),
        (MediumType.AudioRecording, "Audio Tape"), (MediumType.MachineReadable, "CD-ROM"),
        (MediumType.Printed, "Magazine"), (MediumType.Printed, "Bound Journal"),
        (MediumType.AudioRecording, "Compact Disc (CD)"), (MediumType.MachineReadable, "Diskette"));

    public static NcipWords<ItemType> Levels { get; } = new(
        "BibliographicLevel",
        (ItemType.Monograph, "Monograph"), (ItemType.Serial, "Serial"), (ItemType.Other, "Collection"),
        (ItemType.Monograph, "Monographic Component Part"), (ItemType.Serial, "Serial Component Part"));
}
