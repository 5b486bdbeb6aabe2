using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>How RapidILL is reached, or a service that speaks as it does.</summary>
public sealed record RapidPartnerSettings : IChannelSettings, IPolledSettings
{
    /// <summary>Address of the interface, for example
    /// https://rapid.exlibrisgroup.com/rapid5api/apiservice.asmx.</summary>
    public required Uri Url { get; init; }

    /// <summary>The account; it stands in every call.</summary>
    [MinLength(1), MaxLength(100)]
    public required string User { get; init; }

    /// <summary>Where the account's password is kept: env:NAME or file:PATH.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>Our library's code at the service.</summary>
    [MinLength(1), MaxLength(50)]
    public required string RapidCode { get; init; }

    /// <summary>Our branch at the service.</summary>
    [MinLength(1), MaxLength(100)]
    public string Branch { get; init; } = "Main";

    /// <summary>Version of SOAP.</summary>
    public SoapVersion Soap { get; init; } = SoapVersion.V11;

    /// <summary>What we are there.</summary>
    public RapidRole Role { get; init; } = RapidRole.Both;

    /// <summary>Whether the queues are read.</summary>
    public bool Poll { get; init; } = true;

    /// <summary>How often the queues are read.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How far back queues are read, in hours. Where an answer is too large, less is asked for, and then
    /// more again.</summary>
    [Range(1, 720)]
    public int HoursOld { get; init; } = 72;

    /// <summary>How far back queues are read the first time after a start, in hours.</summary>
    [Range(1, 8760)]
    public int CatchUpHours { get; init; } = 720;

    /// <summary>Whether open borrowing requests are asked for one by one, too, by the calendar
    /// (jobs.statusPoll).</summary>
    public bool PollRequests { get; init; } = true;

    /// <summary>Whether the service is told that an entry of a queue was taken.</summary>
    public bool Acknowledge { get; init; } = true;

    /// <summary>Hours within which a lending request is to be answered; the day on which they are over is the day on
    /// which it expires. Never when 0.</summary>
    [Range(0, 720)]
    public int AnswerWithinHours { get; init; } = 48;

    /// <summary>Whether the patrons of lending requests are asked for.</summary>
    public bool RetrievePatron { get; init; }

    /// <summary>Whether the service is asked first who holds the work. What we hold ourselves, and what nobody holds,
    /// is not inserted.</summary>
    public bool HoldingsCheck { get; init; }

    /// <summary>Whether a request is inserted although we hold the work ourselves.</summary>
    public bool DoInsertLocalHolding { get; init; }

    /// <summary>What the gateway calls itself.</summary>
    [MaxLength(100)]
    public string AppName { get; init; } = "Resource Sharing Gateway";

    /// <summary>Whether our request is closed as exported to a third party as soon as the service has taken
    /// it.</summary>
    public bool CloseRequestOnExport { get; init; }

    /// <summary>How long one call may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    bool IPolledSettings.IsPolled => PollRequests && Borrows;

    /// <summary>Are we a borrower there?</summary>
    internal bool Borrows => Role is RapidRole.Both or RapidRole.Borrower;

    /// <summary>Are we a lender there?</summary>
    internal bool Lends => Role is RapidRole.Both or RapidRole.Lender;

    /// <inheritdoc/>
    public string DescribeWay() => $"as calls to RapidILL at {Url.Host}, as {RapidCode} {Branch}"
        + (Poll ? "; its queues are read" : "");

    /// <inheritdoc/>
    public string DescribeMessage(IllMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is IllMessage.Request)
            return "InsertRequest";
        if (message is IllMessage.StatusQuery)
            return "RetrieveRequestInfo";
        var update = RapidUpdates.Of(message, 0, weBorrow: true) ?? RapidUpdates.Of(message, 0, weBorrow: false);
        return update is null
            ? "nothing, since the interface has no call for it"
            : $"UpdateRequest, {update.UpdateAction}";
    }
}

/// <summary>What a library is at the service.</summary>
public enum RapidRole
{
    /// <summary>Borrower and lender.</summary>
    Both,

    /// <summary>Borrower only.</summary>
    Borrower,

    /// <summary>Lender only.</summary>
    Lender,
}
