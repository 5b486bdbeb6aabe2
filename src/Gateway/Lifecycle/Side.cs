namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>On which side of a request we are.</summary>
public enum Side
{
    /// <summary>We ask for the item: ISO's requester.</summary>
    Borrowing = 1,

    /// <summary>We supply the item: ISO's responder.</summary>
    Lending = 2,
}
