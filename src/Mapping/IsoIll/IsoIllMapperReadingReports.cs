using ResourceSharing.Mapping.Canonical;
using static ResourceSharing.Mapping.IsoIll.IsoIllMapperValues;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>Reading: Status-Or-Error-Report.</summary>
internal sealed partial class IsoIllMapperReading
{
    internal const string Missing = "missing";

    /// <summary>A report may hold several things against the rules; an error says most, then a
    /// status.</summary>
    private Report Report(StatusOrErrorReportApdu wire, MessageHeader header)
    {
        if (wire.ErrorReport is { } error)
        {
            LoseAny(wire.StatusReport, "status-report");
            LoseAny(wire.ReasonNoReport, "reason-no-report");
            return new Report.Error(ReadText(error.CorrelationInformation) ?? "", ProblemOf(error));
        }

        if (wire.StatusReport is { } status)
        {
            LoseAny(wire.ReasonNoReport, "reason-no-report");
            return new Report.Status(
                status.ProviderStatusReport, History(status.UserStatusReport, header));
        }

        if (wire.ReasonNoReport is null)
            Lose("reason-no-report", LossKind.Defaulted, "a report without content; taken for 'temporary'");
        return new Report.None((wire.ReasonNoReport ?? ReasonNoReport.Temporary));
    }

    /// <summary>A history is for people to read: a date that is unusable does not spoil the state.</summary>
    private Canonical.HistoryReport History(HistoryReport wire, MessageHeader header)
    {
        const string Element = "status-report.user-status-report";
        return new Canonical.HistoryReport
        {
            RequestedOn = Date(wire.DateRequested, $"{Element}.date-requested"),
            Author = ReadText(wire.Author),
            Title = ReadText(wire.Title),
            ArticleAuthor = ReadText(wire.AuthorOfArticle),
            ArticleTitle = ReadText(wire.TitleOfArticle),
            LastTransitionOn = DateOr(wire.DateOfLastTransition, header, $"{Element}.date-of-last-transition"),
            LastService = (IllService)(int)wire.MostRecentService,
            LastServiceOn = DateOr(wire.DateOfMostRecentService, header, $"{Element}.date-of-most-recent-service"),
            LastServiceBy = RequiredParty(
                wire.InitiatorOfMostRecentService, $"{Element}.initiator-of-most-recent-service"),
            ShippedAs = (ServiceType?)(int?)wire.ShippedServiceType,
            AnsweredWith = (TransactionResults?)(int?)wire.TransactionResults,
            LastNote = ReadText(wire.MostRecentServiceNote),
        };
    }

    private DateOnly DateOr(string wire, MessageHeader header, string element)
    {
        if (ReadDate(wire) is { } date)
            return date;
        Lose(element, LossKind.Defaulted, "not a date (YYYYMMDD); the day of the report stands in");
        return header.At.Date;
    }

    private Problem ProblemOf(ErrorReport wire)
    {
        if (wire.UserErrorReport is { } user)
        {
            LoseAny(wire.ProviderErrorReport, "error-report.provider-error-report");
            return UserProblem(user);
        }

        switch (wire.ProviderErrorReport)
        {
            case ProviderErrorReport.GeneralProblem general:
                return new Problem.General(general.Value);
            case ProviderErrorReport.TransactionIdProblem transaction:
                return new Problem.Transaction(transaction.Value);
            case ProviderErrorReport.StateTransitionProhibited { Value: var prohibited }:
                return new Problem.StateTransitionProhibited(
                    (IllService)(int)prohibited.ApduType, prohibited.CurrentState);
            default:
                Lose("error-report", LossKind.Defaulted, "an error without a problem; taken for 'other'");
                return new Problem.General(GeneralProblem.Other);
        }
    }

    private Problem UserProblem(UserErrorReport wire)
    {
        switch (wire)
        {
            case UserErrorReport.AlreadyForwarded { Value: var forwarded }:
                return new Problem.AlreadyForwarded(
                    RequiredParty(forwarded.ResponderId, "error-report.user-error-report.already-forwarded"),
                    Address(forwarded.ResponderAddress));
            case UserErrorReport.SecurityProblem security:
                return new Problem.Security(ReadText(security.Value) ?? "");
            case UserErrorReport.UnableToPerform unable:
                var faults = Take<WireList<AdditionalUserError>>(UserErrorOid) ?? [];
                return new Problem.Unable(
                    unable.Value, [.. faults.Select(FaultOf)]);
            default:
                return new Problem.CannotSendOnward();
        }
    }

    private ElementFault FaultOf(AdditionalUserError wire, int position)
    {
        if (wire is AdditionalUserError.UnrecognizedData { Value: { Data: null, SupportedValues: null } unrecognized })
            return Fault(unrecognized.Element, ReadText(unrecognized.ExpectedFormat) ?? "not understood");
        if (wire is AdditionalUserError.MissingRequiredElement missing)
            return Fault(missing.Value, Missing);
        if (wire is AdditionalUserError.Other other)
            return Fault(null, ReadText(other.Value) ?? "");
        LoseExtension(UserErrorOid, $"[{position}]", LossKind.MovedToNote, "kept as a text");
        return wire switch
        {
            AdditionalUserError.ElementTruncated { Value: var cut } =>
                Fault(cut.Element, $"cut to '{cut.TruncatedValue.Text}'"),
            AdditionalUserError.UnsupportedFieldLength { Value: var length } =>
                Fault(length.Element, $"length must be {length.MinLength ?? 0} to {length.MaxLength ?? 0}"),
            AdditionalUserError.UnrecognizedData { Value: var data } => Fault(
                data.Element, string.Join("; ", new[] { data.ExpectedFormat, data.Data, data.SupportedValues }
                    .Select(ReadText).OfType<string>())),
            AdditionalUserError.InconsistentData inconsistent => Fault(null, ReadText(inconsistent.Value) ?? ""),
            _ => Fault(null, ""),
        };
    }

    private static ElementFault Fault(IllString? element, string text) => new(ReadText(element) ?? "", text);
}
