using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Soap;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>What came of a call: a closed set.</summary>
internal abstract record RapidExchange
{
    private RapidExchange()
    {
    }

    /// <summary>An answer that could be read, whether it says yes or no.</summary>
    /// <param name="Output">What it says.</param>
    /// <param name="Raw">As it came; it may hold passwords of files.</param>
    public sealed record Answered(RapidOutput Output, ReadOnlyMemory<byte> Raw) : RapidExchange
    {
        /// <summary>The service's text for the staff; never empty.</summary>
        public string Note => string.IsNullOrWhiteSpace(Output.VerificationNote)
            ? (Output.IsSuccessful ? "done" : "no reason is given")
            : Output.VerificationNote.Trim();
    }

    /// <summary>An answer that is too long to be read: less has to be asked for.</summary>
    public sealed record TooLarge : RapidExchange;

    /// <summary>Nothing that could be read.</summary>
    /// <param name="Outcome">What that means for an attempt.</param>
    /// <param name="Error">Why.</param>
    public sealed record Failed(DeliveryOutcome Outcome, GatewayError Error) : RapidExchange;
}

/// <summary>Makes calls: puts the credentials in, and tells apart what surely did nothing from what may
/// have.</summary>
/// <param name="soap">The transport.</param>
/// <param name="secrets">Fetches passwords.</param>
internal sealed class RapidClient(SoapClient soap, SecretReader secrets)
{
    /// <summary>Begins the codes of errors.</summary>
    public const string Code = "rapid";

    /// <summary>The service in public texts.</summary>
    public const string Name = "RapidILL";

    /// <summary>Octets of a queue from which on one that cannot be read has more in it than is read: the bounds of
    /// elements and entries are reached at no less, and no page that stands in the place of an answer is as
    /// long.</summary>
    private const int LongQueueOctets = 512 * 1024;

    /// <summary>One call. Never throws for what the network or the service does.</summary>
    public async Task<RapidExchange> CallAsync(RapidInput input, RapidPartnerSettings settings,
        CancellationToken cancellationToken)
    {
        var reading = settings.Password is { } place
            ? secrets.Read(place)
            : new SecretReading(null, "the partner's file names no password");
        if (reading.Secret is not { } password)
        {
            return Failed(new GatewayError(
                $"{Code}-secret", RetryClass.AfterOperator, $"The password for {Name} cannot be used.", reading.Fault));
        }

        var complete = input with
        {
            UserName = settings.User, Password = password.Reveal(),
            RequestingRapidCode = settings.RapidCode, RequestingBranchName = settings.Branch,
        };
        var operation = RapidOperation.Of(input);
        var octets = RapidCodec.Write(complete, settings.Soap);
        return await soap.CallAsync(
            new SoapCall(settings.Url, settings.Soap, operation.Action, octets, settings.Timeout),
                cancellationToken) switch
        {
            SoapExchange.Answered answered => Read(answered, operation, IsLook(input)),
            SoapExchange.TooLarge when IsLook(input) => new RapidExchange.TooLarge(),
            SoapExchange.TooLarge => Unclear("the answer is too large", isLook: false),
            SoapExchange.Failed failed when IsLook(input) || !failed.MayHaveArrived => Failed(failed.Error),
            SoapExchange.Failed failed => InDoubt(failed.Error),
            var other => throw new InvalidOperationException($"No such result of a call: {other}"),
        };
    }

    /// <summary>A look changes nothing, so that it can simply be repeated.</summary>
    private static bool IsLook(RapidInput input) =>
        input is not (UpdateRequestInput or InsertRequestInput { IsHoldingsCheckOnly: false });

    private static RapidExchange Read(SoapExchange.Answered answered, RapidOperation operation, bool isLook)
    {
        var http = FormattableString.Invariant($"HTTP {answered.Status}");
        if (answered.Status is 401 or 403)
            return NotAuthorised(http);
        switch (RapidCodec.ReadAnswer(answered.Octets, operation))
        {
            case RapidReadResult.Answer { Output: { IsSuccessful: false, VerificationNote: { } note } }
                when IsAboutTheAccount(note):
                return NotAuthorised(note);
            case RapidReadResult.Answer { Output: var output }:
                return new RapidExchange.Answered(output, answered.Octets);
            case RapidReadResult.Refused when answered.Octets.Length >= LongQueueOctets
                && operation.Output == typeof(RetrieveRequestsOutput):
                return new RapidExchange.TooLarge();
            case var _ when answered.Status is 429 or 503:
                return Failed(new GatewayError($"{Code}-unavailable", RetryClass.Later,
                    $"{Name} takes no calls now.", http));
            case RapidReadResult.Faulted { Fault: { Code: not Mapping.Soap.SoapFaultCode.Receiver } fault }:
                return Refused(fault.Reason.Length > 0 ? fault.Reason : $"{fault.Code}");
            case RapidReadResult.Faulted { Fault: var fault }:
                return Unclear($"{http}, {fault.Reason}", isLook);
            case RapidReadResult.Refused when answered.Status is >= 400 and < 500 and not 408:
                return Refused(http);
            case RapidReadResult.Refused { Fault: var fault }:
                return Unclear($"{http}, {fault.Reason}", isLook);
            case var other:
                throw new InvalidOperationException($"No such answer: {other}");
        }
    }

    /// <summary>The service has no code for it, only words.</summary>
    private static bool IsAboutTheAccount(string note)
    {
        string[] what = ["password", "user name", "username", "credential", "login"];
        string[] how = ["invalid", "incorrect", "wrong", "not valid", "fail", "unknown"];
        return note.Contains("not authori", StringComparison.OrdinalIgnoreCase)
            || (what.Any(word => note.Contains(word, StringComparison.OrdinalIgnoreCase))
                && how.Any(word => note.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static RapidExchange.Failed NotAuthorised(string detail) => Failed(new GatewayError(
        $"{Code}-not-authorised", RetryClass.AfterOperator, $"{Name} does not accept our account.", detail));

    private static RapidExchange.Failed Refused(string words)
    {
        var error = RefusedError(words);
        return new RapidExchange.Failed(new DeliveryOutcome.Refused(error), error);
    }

    /// <summary>The service says no, with its own words.</summary>
    public static GatewayError RefusedError(string words) =>
        new($"{Code}-refused", RetryClass.Never, $"{Name} refuses: {words.TrimEnd('.')}.");

    private static RapidExchange.Failed Unclear(string detail, bool isLook)
    {
        var error = new GatewayError(
            $"{Code}-answer-unreadable", RetryClass.Later, $"The answer of {Name} cannot be read.", detail);
        return isLook ? Failed(error) : InDoubt(error);
    }

    private static RapidExchange.Failed Failed(GatewayError error) => new(new DeliveryOutcome.Deferred(error), error);

    private static RapidExchange.Failed InDoubt(GatewayError error) => new(new DeliveryOutcome.InDoubt(error), error);
}
