using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Illiad;

namespace ResourceSharing.Adapters.Illiad;

/// <summary>How a broker is reached whose system is ILLiad: borrowing requests are pushed by its Web Platform.</summary>
public sealed record IlliadPartnerSettings : PushedBrokerSettings
{
    /// <summary>Address of the Web Platform, for example https://illiad.example.org/ILLiadWebPlatform/.</summary>
    public required Uri Url { get; init; }

    /// <summary>The account for all requests. When left out, the patron's identifier is the account, which needs
    /// sendRequesterInformation.</summary>
    [RegularExpression(@"^[^\s/\\?#%]{1,50}$", ErrorMessage = "a user name of ILLiad without blanks")]
    public string? UserName { get; init; }

    /// <summary>Whether the account is looked up before a request is created. A request for somebody without an account goes
    /// to the next supplier, or back to Ready to be sent.</summary>
    public bool CheckUser { get; init; } = true;

    /// <summary>Whether an account is created for a patron who has none; needs sendRequesterInformation.</summary>
    public bool CreateUser { get; init; }

    /// <summary>Site code of accounts that are created.</summary>
    [MinLength(1), MaxLength(50)]
    public string? Site { get; init; }

    /// <summary>How items reach patrons whose accounts are created, for example Hold for Pickup.</summary>
    [MinLength(1), MaxLength(50)]
    public string? DeliveryMethod { get; init; }

    /// <summary>Queue in which a request begins.</summary>
    [MinLength(1), MaxLength(100)]
    public string NewStatus { get; init; } = "Awaiting Request Processing";

    /// <summary>Queue to which a cancelled request is moved. One that begins with "Cancelled by" ends it at once; another one
    /// leaves the decision to the broker's staff.</summary>
    [MinLength(1), MaxLength(100)]
    public string CancelStatus { get; init; } = "Cancelled by Customer";

    /// <summary>What queues of this site mean, by their names, beside those that ILLiad comes with.</summary>
    public IReadOnlyDictionary<string, IlliadMeaning> Statuses { get; init; } = new Dictionary<string, IlliadMeaning>();

    /// <summary>Field of a transaction that holds our reference; a request whose answer was lost is found again by
    /// it.</summary>
    public IlliadReferenceField ReferenceField { get; init; } = IlliadReferenceField.ItemInfo1;

    /// <inheritdoc/>
    private protected override string Way => $"as transactions to ILLiad at {Url.Host}";

    /// <inheritdoc/>
    public override string DescribeMessage(IllMessage message) => message switch
    {
        IllMessage.Request => "a transaction",
        IllMessage.Cancel => $"a move to the queue \"{CancelStatus}\"",
        IllMessage.StatusQuery => "a look at the transaction",
        _ when IlliadNotes.Of(message) is not null => "a note in the transaction",
        _ => "nothing, since the interface has no call for it",
    };
}
