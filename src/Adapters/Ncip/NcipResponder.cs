using Microsoft.Extensions.Logging;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// Answers NCIP, whatever way it comes: finds out who asks, says what it means, hands it to the intake, and gives the octets of
/// the answer. Everything gets an answer of NCIP, and everything that was read is in the journal before it is answered,
/// without its secrets.
/// </summary>
public sealed class NcipResponder : IDisposable
{
    /// <summary>The name under which messages go to the intake.</summary>
    public const string Protocol = "ncip";

    private readonly IIntake _intake;
    private readonly INcipReading[] _readings;
    private readonly NcipResponderSettings _settings;
    private readonly NcipRecognition _recognition;
    private readonly NcipThrottle _throttle;
    private readonly TimeProvider _time;
    private readonly ILogger<NcipResponder> _log;

    /// <summary>Makes the responder; one for all listeners, since it counts.</summary>
    /// <param name="intake">Where every message goes.</param>
    /// <param name="partners">The partners' files.</param>
    /// <param name="readings">What messages mean, by the kind of partner.</param>
    /// <param name="settings">Our library and the limits.</param>
    /// <param name="secrets">Fetches what partners have to show.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For the operator; never the content of a message.</param>
    public NcipResponder(
        IIntake intake, INcipPartners partners, IEnumerable<INcipReading> readings, NcipResponderSettings settings,
        SecretReader secrets, TimeProvider time, ILogger<NcipResponder> log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _intake = intake;
        _readings = [.. readings];
        _settings = settings;
        _throttle = new NcipThrottle(settings.Limits);
        _recognition = new NcipRecognition(partners, secrets, _throttle);
        _time = time;
        _log = log;
    }

    /// <summary>Our library and the limits.</summary>
    internal NcipResponderSettings Settings => _settings;

    /// <summary>Answers one message. Never throws for what is in it.</summary>
    /// <param name="body">The octets as they came; up to one more than the limit, when there were more.</param>
    /// <param name="contentType">The Content-Type that came with them; null where there was none.</param>
    /// <param name="shown">What the caller shows beside the message.</param>
    /// <returns>The octets of the answer.</returns>
    public async Task<ReadOnlyMemory<byte>> AnswerAsync(
        ReadOnlyMemory<byte> body, string? contentType, NcipCredentials shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        if (!_throttle.MaySend(shown.Address))
        {
            NcipTelemetry.Reject("too-many");
            return NcipAnswers.Later(null, "Too many messages come from this address; send it again in a minute");
        }

        var read = NcipCodec.Read(body, contentType);
        var message = (read as NcipReadResult.Understood)?.Message;
        var who = _recognition.Identify(message?.Header, shown);
        var peer = new Peer { Address = shown.Address, ProvenPartner = (who as NcipIdentification.Known)?.Caller.Code };
        var call = new Call(NcipSecrets.Blanked(body, contentType), read.Form, message, peer);
        try
        {
            return read switch
            {
                NcipReadResult.Refused refused => await RefuseAsync(call, NotRead(refused)),
                _ => who is NcipIdentification.Known known
                    ? await TakeAsync(call, (NcipReadResult.Understood)read, known.Caller)
                    : await RefuseAsync(call, NotBelieved(who, message)),
            };
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A fault of ours must reach the caller as NCIP, too: some clients take everything else for a success.
            _log.LogError(fault, "A message of NCIP from {Address} met an unexpected fault.", shown.Address);
            return NcipAnswers.Later(call, "It cannot be done now; send it again later");
        }
    }

    /// <summary>Keeps octets that are no whole message, and says so.</summary>
    /// <param name="octets">What came, at most <see cref="NcipResponderLimits.MaxKeptOctets"/>.</param>
    /// <param name="code">Why, for programs.</param>
    /// <param name="detail">Why, for the operator.</param>
    /// <param name="shown">What the caller shows beside it.</param>
    /// <returns>The octets of the answer.</returns>
    internal async Task<ReadOnlyMemory<byte>> BrokenAsync(
        ReadOnlyMemory<byte> octets, string code, string detail, NcipCredentials shown)
    {
        var read = NcipCodec.Read(octets);
        var call = new Call(NcipSecrets.Blanked(octets, null), read.Form, null, new Peer { Address = shown.Address });
        var problem = new NcipProblem
        {
            Type = NcipProblemTypes.InvalidMessageSyntaxError, Detail = "Message did not arrive whole",
        };
        var error = new GatewayError(code, RetryClass.Never, "This is no complete message of NCIP.", detail);
        return await RefuseAsync(call, new Refusal(error, Unusable, NcipAnswers.Of(null, problem)));
    }

    /// <inheritdoc/>
    public void Dispose() => _throttle.Dispose();

    private static Problem Unusable => new Problem.General(GeneralProblem.BadlyStructuredApdu);

    private async Task<ReadOnlyMemory<byte>> TakeAsync(Call call, NcipReadResult.Understood read, NcipCaller caller)
    {
        NcipTelemetry.MessagesReceived.Add(1);
        if (read.Message is not NcipInitiation asked)
            return await RefuseAsync(call, NcipAnswers.NothingAsked(read.Message));
        if (NcipAnswers.BySelf(asked, _settings.Self) is { } self)
            return await HandOverAsync(call, self.Content, null, self.Answer);
        var incoming = new NcipIncoming(asked, read, caller, _time.GetUtcNow());
        foreach (var reading in _readings)
        {
            if (reading.Read(incoming) is { } meant)
                return await HandOverAsync(call, meant.Content, meant.EncodeReply, meant.Answer, meant.AnsweredWith);
        }

        return await RefuseAsync(call, NcipAnswers.NotForThisPartner(asked));
    }

    private async Task<ReadOnlyMemory<byte>> RefuseAsync(Call call, Refusal refusal)
    {
        NcipTelemetry.Reject(refusal.Error.Code);
        bool isStranger = call.Peer.ProvenPartner is null;
        _log.LogWarning("A message of NCIP from {Address} was turned away: {Code}.", call.Peer.Address, refusal.Error.Code);
        if (isStranger && !_throttle.IsKept(call.Peer.Address))
            return NcipAnswers.Written(refusal.Answer, call.Form);
        var content = new ArrivalContent.NotUnderstood(refusal.Problem, refusal.Error, null, null);

        // Enough for a person to see what it was: strangers fill the disk with nothing more.
        var kept = call with { Raw = call.Raw[..Math.Min(call.Raw.Length, _settings.Limits.MaxKeptOctets)] };
        return await HandOverAsync(kept, content, null, refusal.Answer);
    }

    /// <summary>Gives a message to the intake and answers once it is on disk. Not cancelled when the caller leaves: what it has
    /// sent, it means.</summary>
    private async Task<ReadOnlyMemory<byte>> HandOverAsync(
        Call call, ArrivalContent content, Func<IllMessage, ReadOnlyMemory<byte>>? encodeReply, NcipResponse own,
        IllService? answeredWith = null)
    {
        var arrival = new Arrival
        {
            Protocol = Protocol, Raw = call.Raw, Peer = call.Peer, Content = content, EncodeReply = encodeReply,
            WaitsForReply = encodeReply is not null,
            AnsweredWith = answeredWith,
        };
        Receipt receipt;
        try
        {
            receipt = await _intake.AcceptAsync(arrival, CancellationToken.None).WaitAsync(_settings.Limits.Answer, _time);
        }
        catch (TimeoutException)
        {
            NcipTelemetry.Reject("answer-timeout");
            return NcipAnswers.Later(call, "It is not decided yet; send it again");
        }

        if (receipt.Outcome == ArrivalOutcome.Unavailable)
        {
            // In NCIP and not as a status of HTTP: clients like ILLiad lose the reason with every status but 200, and some
            // then take it for done.
            NcipTelemetry.Reject("unavailable");
            return NcipAnswers.Later(call, "Nothing can be kept at present; send it again later");
        }

        return receipt.Reply ?? NcipAnswers.Written(own, call.Form);
    }

    private static Refusal NotRead(NcipReadResult.Refused refused) => new(
        new GatewayError(
            "ncip-not-understood", RetryClass.Never, refused.Problem.Detail ?? "This is no message of NCIP.",
            refused.PrivateDetail),
        Unusable, refused.Answer());

    private static Refusal NotBelieved(NcipIdentification who, NcipMessage? message) => who switch
    {
        NcipIdentification.NotHeard => new Refusal(
            new GatewayError(
                "ncip-too-many-proofs", RetryClass.Later, "Too many wrong proofs come from this address.", null),
            new Problem.Security("too many wrong proofs"),
            NcipAnswers.Refused(message, CirculationFault.TemporaryProcessingFailure,
                "Too many wrong proofs come from this address; send it again in a minute")),
        NcipIdentification.NotProved notProved => new Refusal(
            new GatewayError(
                "ncip-not-authenticated", RetryClass.AfterOperator, "The sender has not proved who it is.", notProved.Detail),
            new Problem.Security("the sender is not authorised"),
            NcipAnswers.Refused(message, CirculationFault.AgencyAuthenticationFailed, "The sender has not proved who it is")),
        _ => new Refusal(
            new GatewayError(
                "ncip-unknown-partner", RetryClass.AfterOperator, "The sender is not known.",
                $"profile {message?.Header?.ApplicationProfileType}, system {message?.Header?.FromSystemId}, "
                + $"agency {message?.Header?.FromAgencyId}"),
            new Problem.Security("the sender is not known"),
            NcipAnswers.Refused(message, CirculationFault.UnknownAgency, "Unknown partner")),
    };

    /// <summary>One message on its way through.</summary>
    /// <param name="Raw">For the journal: without secrets.</param>
    /// <param name="Form">In which form it came.</param>
    /// <param name="Message">What it says; null when it cannot be read.</param>
    /// <param name="Peer">From whom.</param>
    internal sealed record Call(ReadOnlyMemory<byte> Raw, NcipForm Form, NcipMessage? Message, Peer Peer);

    /// <summary>Why a message goes no further.</summary>
    /// <param name="Error">For the journal.</param>
    /// <param name="Problem">The same in canonical words.</param>
    /// <param name="Answer">For the sender.</param>
    internal sealed record Refusal(GatewayError Error, Problem Problem, NcipResponse Answer);
}
