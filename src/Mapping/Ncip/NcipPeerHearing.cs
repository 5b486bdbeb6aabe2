using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Reads what a peer answers on our connection.</summary>
internal static class NcipPeerHearing
{
    /// <summary>Types that say nothing of the loan: no renewal was refused by them.</summary>
    private static readonly string[] NotAboutLoan =
    [
        NcipProblemTypes.UnsupportedService, NcipProblemTypes.UnauthorizedServiceForAgency,
        NcipProblemTypes.UnauthorizedServiceForSystem, NcipProblemTypes.UnknownRequest, NcipProblemTypes.UnknownItem,
        NcipProblemTypes.NeededDataMissing,
    ];

    public static NcipPeerHeard Of(
        NcipResponse response, IllMessage sent, NcipPeerForm form, TimeZoneInfo zone, DateTimeOffset receivedAt,
        bool mayHaveArrived)
    {
        var header = sent.Header with { At = ServiceTime.From(TimeZoneInfo.ConvertTime(receivedAt, zone)), OriginallyAt = null };
        if (!response.IsSuccess)
            return Refused(Weightiest(response.Problems), sent, header, mayHaveArrived);
        return (response, sent) switch
        {
            (RenewItemResponse { Pending: true }, _) => new NcipPeerHeard.Taken("the renewal is to be decided"),
            (RenewItemResponse { DateDue: { } due }, IllMessage.Renew) => Renewed(due, header, zone),
            (RenewItemResponse { DateForReturn: { } due }, IllMessage.Renew) => Renewed(due, header, zone),
            (_, IllMessage.Cancel) when form.Dialect == NcipPeerDialect.Nncipp => new NcipPeerHeard.Says(
                new IllMessage.CancelReply { Header = header, Agrees = true }, "cancelled"),
            _ => new NcipPeerHeard.Taken("taken"),
        };
    }

    /// <summary>Of several problems the one that says that the message itself is not at fault.</summary>
    private static NcipProblem Weightiest(IReadOnlyList<NcipProblem> problems) =>
        problems.FirstOrDefault(problem => NcipProblemTypes.IsAboutCaller(problem.Type))
        ?? problems.FirstOrDefault(problem => problem.Type?.Is(NcipProblemTypes.TemporaryProcessingFailure) == true)
        ?? problems[0];

    private static NcipPeerHeard Refused(NcipProblem problem, IllMessage sent, MessageHeader header, bool mayHaveArrived)
    {
        var type = problem.Type ?? new NcipCode("");
        var detail = NcipCode.Plain(string.IsNullOrWhiteSpace(problem.Detail) ? type.Value : problem.Detail);
        if (NcipProblemTypes.IsAboutCaller(type))
            return new NcipPeerHeard.NotBelieved(detail);
        if (type.Is(NcipProblemTypes.TemporaryProcessingFailure))
            return new NcipPeerHeard.Later(detail);

        // Where no earlier attempt can have arrived, the number belongs to some other request.
        if (sent is IllMessage.Request && mayHaveArrived && type.Is(NcipProblemTypes.DuplicateRequest))
            return new NcipPeerHeard.Taken("the partner has the request already");
        if (sent is IllMessage.Cancel && type.Is(NcipProblemTypes.RequestAlreadyProcessed))
            return new NcipPeerHeard.Says(new IllMessage.CancelReply { Header = header, Agrees = false, Note = detail }, detail);
        bool isAnswer = sent is IllMessage.Renew && !NcipProblemTypes.IsMessaging(type) && !Array.Exists(NotAboutLoan, type.Is);
        return isAnswer
            ? new NcipPeerHeard.Says(new IllMessage.RenewAnswer { Header = header, Grants = false, Note = detail }, detail)
            : new NcipPeerHeard.Refused(detail);
    }

    private static NcipPeerHeard.Says Renewed(NcipDate due, MessageHeader header, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due.At(zone), zone).DateTime);
        return new NcipPeerHeard.Says(
            new IllMessage.RenewAnswer { Header = header, Grants = true, Due = new DueDate(day) }, $"renewed until {day:yyyy-MM-dd}");
    }
}
