namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>What follows when the date for the reply to a condition passes. Source: lifecycle reference 7.1 and its
/// conditional row, where nothing follows; libraries differ, hence a choice.</summary>
public enum ReplyDatePolicy
{
    /// <summary>Nothing: the date is only information.</summary>
    Leave,

    /// <summary>Staff are told, once.</summary>
    Remind,

    /// <summary>It counts as the answer no. Borrowing: the next supplier is asked; lending: the request is rejected.</summary>
    TreatAsNo,
}

/// <summary>What follows when a supplier has not answered for as many days as its auto-cancel setting says.</summary>
public enum AutoCancelPolicy
{
    /// <summary>The request is cancelled.</summary>
    Cancel,

    /// <summary>The supplier is told to stop, and the next one of the rota is asked.</summary>
    NextSupplier,
}

/// <summary>The status after a loss was reported to the partner. Both mean the same.</summary>
public enum LossStatus
{
    /// <summary>Lost communicated.</summary>
    LostCommunicated,

    /// <summary>Reported lost item to partner.</summary>
    ReportLost,
}

/// <summary>The status after damage was reported to the partner. Both mean the same.</summary>
public enum DamageStatus
{
    /// <summary>Damaged communicated.</summary>
    DamagedCommunicated,

    /// <summary>Reported damaged item to partner.</summary>
    Damaged,
}
