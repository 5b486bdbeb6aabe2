using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Answers that need nobody's decision. Pure.</summary>
internal static class NcipAnswers
{
    /// <summary>The octets of an answer, in the form of the message.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="form">The form of the message.</param>
    public static ReadOnlyMemory<byte> Written(NcipResponse answer, NcipForm form) =>
        NcipCodec.Write(answer, form.Answer()).Octets;

    /// <summary>A problem right under the root.</summary>
    public static GeneralResponse Of(NcipMessage? asked, NcipProblem problem) => new()
    {
        Header = asked?.Header?.Answer(), Problems = [problem],
    };

    /// <summary>The answer to what nobody looks at any further.</summary>
    /// <param name="asked">The message; null when it cannot be read.</param>
    /// <param name="fault">Why.</param>
    /// <param name="detail">In words for everybody.</param>
    public static NcipResponse Refused(NcipMessage? asked, CirculationFault fault, string detail) =>
        asked is NcipInitiation message ? NcipCirculation.Response(
            new CirculationAnswer.Refused(fault, detail), message, NcipDialect.Generic, TimeZoneInfo.Utc)
        : Of(asked, new NcipProblem { Type = TypeOf(fault), Detail = detail });

    /// <summary>The same message may be sent again.</summary>
    /// <param name="call">The message; null when it was not even read.</param>
    /// <param name="detail">In words for everybody.</param>
    public static ReadOnlyMemory<byte> Later(NcipResponder.Call? call, string detail) => Written(
        Refused(call?.Message, CirculationFault.TemporaryProcessingFailure, detail),
        call?.Form ?? NcipForm.Initiating(NcipVersion.V202));

    /// <summary>What is asked about ourselves, or in a service that we do not have. The intake keeps it as something that needs
    /// nothing done; null for everything else.</summary>
    public static (ArrivalContent Content, NcipResponse Answer)? BySelf(NcipInitiation asked, NcipSelf self) =>
        asked is UnsupportedService unsupported
            ? (Kept("ncip-service-unsupported", $"There is no service {asked.Name} here."), unsupported.Answer())
            : self.Answer(asked) is { } answer
                ? (Kept("ncip-answered", $"{asked.Name} was answered; there is nothing to be done."), answer)
                : null;

    /// <summary>Somebody sends an answer where a question is wanted.</summary>
    public static NcipResponder.Refusal NothingAsked(NcipMessage sent) => new(
        new GatewayError("ncip-nothing-asked", RetryClass.Never, "An answer was sent where a message is wanted."),
        new Problem.General(GeneralProblem.BadlyStructuredApdu),
        Of(sent, new NcipProblem
        {
            Type = NcipProblemTypes.UnknownService, Detail = "Service is not known", Element = $"//{sent.Name}",
        }));

    /// <summary>A partner asks for what its kind of partner does not get.</summary>
    public static NcipResponder.Refusal NotForThisPartner(NcipInitiation asked) => new(
        new GatewayError(
            "ncip-not-for-partner", RetryClass.AfterOperator, "The sender may not ask for this service.", asked.Name),
        new Problem.Security("the sender may not ask for this service"),
        Refused(asked, CirculationFault.UnauthorizedService, "The sender may not ask for this service"));

    private static ArrivalContent.NotUnderstood Kept(string code, string text) => new(
        new Problem.General(GeneralProblem.UnrecognizedApdu), new GatewayError(code, RetryClass.Never, text), null, null);

    private static string TypeOf(CirculationFault fault) => fault switch
    {
        CirculationFault.UnknownAgency => NcipProblemTypes.UnknownAgency,
        CirculationFault.AgencyAuthenticationFailed => NcipProblemTypes.AgencyAuthenticationFailed,
        _ => NcipProblemTypes.TemporaryProcessingFailure,
    };
}
