using System.Globalization;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.RapidIll;

namespace ResourceSharing.Adapters.RapidIll;

/// <summary>The five operations for a member that is known. What changes a request goes through the intake; what is only read
/// comes from the pod. The answer is made once everything is on disk.</summary>
internal sealed class RapidPodDesk(IIntake intake, IRapidPod pod, ISecretBox box, TimeProvider time)
{
    /// <summary>The answer; null when nothing can be kept now, and the caller has to send it again.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends what is only read.</param>
    public async Task<RapidOutput?> AnswerAsync(RapidPodCall call, CancellationToken cancellationToken) => call.Input switch
    {
        InsertRequestInput insert => await InsertAsync(call, insert, cancellationToken),
        UpdateRequestInput update => await UpdateAsync(call, update, cancellationToken),
        RetrieveInfoInput info => await InfoAsync(call, info, cancellationToken),
        RetrieveHistoryInput history => await InfoAsync(call, history, cancellationToken),
        RetrieveRequestsInput requests => await QueueAsync(call, requests, cancellationToken),
        _ => throw new InvalidOperationException($"No such call: {call.Input}"),
    };

    private async Task<RapidOutput?> InsertAsync(RapidPodCall call, InsertRequestInput input, CancellationToken cancellationToken)
    {
        if (RapidPodInserts.Fault(input) is { } fault)
            return await RefuseAsync(call, "pod-insert-invalid", fault, IllService.IllRequest);
        if (!call.Member.Settings.MayBorrow)
            return await RefuseAsync(call, "pod-borrowing-disabled", "ERROR Borrowing is disabled.", IllService.IllRequest);
        var (content, losses) = RapidPodInserts.Read(input);
        var match = await pod.MatchAsync(call.Member, content, cancellationToken);
        var answer = new InsertRequestOutput
        {
            MatchingStandardNumber = match.Match?.Number,
            MatchingStandardNumberType = match.Match?.Type,
            FoundMatch = match.Lenders > 0 || match.Own.Count > 0,
            NumberOfAvailableHoldings = match.Lenders,
            IsLocalHolding = match.Own.Count > 0,
            LocalHoldings = [.. match.Own],
        };
        if (input.IsHoldingsCheckOnly)
        {
            return answer with
            {
                IsSuccessful = true,
                VerificationNote = answer.FoundMatch ? null : RapidPodInserts.NoMatch(input.RapidRequestType),
            };
        }

        return await InsertAsync(call, input, content, losses, answer, cancellationToken);
    }

    private async Task<RapidOutput?> InsertAsync(
        RapidPodCall call, InsertRequestInput input, IllRequest content, LossReport losses, InsertRequestOutput answer,
        CancellationToken cancellationToken)
    {
        var digest = RapidPodInserts.Digest(input);
        var number = string.IsNullOrWhiteSpace(input.XRefRequestId) ? null : input.XRefRequestId.Trim();

        // Without a number of its own, the same thing on the same day is taken for a repeat.
        var key = number ?? FormattableString.Invariant($"{time.GetLocalNow():yyyyMMdd}{Convert.ToHexString(digest.Span[..8])}");
        var known = await pod.FindInsertionAsync(call.Member, key, digest, cancellationToken);
        if (known.Number is null && WhyNotNew(input, answer) is { } why)
            return await RefuseAsync(call, "pod-no-lender", why, IllService.IllRequest, answer);
        if (known.IsOther)
        {
            return await RefuseAsync(call, "pod-number-taken",
                $"ERROR XRefRequestId {key} stands for another request, {known.Number}, which is still open.",
                IllService.IllRequest, answer with { DuplicateRequestId = Text(known.Number) });
        }

        int? given = null;
        var request = Request(call.Member, input, content, key, known.Attempt);
        var receipt = await GiveAsync(
            call, new ArrivalContent.Understood(request, RapidPodEndpoint.IdentityOf(key, known.Attempt), digest, losses),
            report =>
            {
                given = pod.NumberOf(report.Header.ResponderReference);
                return Printed(answer with
                {
                    IsSuccessful = given is not null,
                    RapidRequestId = given ?? 0,
                    VerificationNote = given is { } id ? RapidPodInserts.Inserted(id) : null,
                });
            });
        return receipt.Outcome switch
        {
            ArrivalOutcome.Unavailable => null,
            ArrivalOutcome.Duplicate when await NumberAsync() is { } before => Inserted(before, isRepeat: true),
            ArrivalOutcome.Applied or ArrivalOutcome.Ignored when given is { } id => Inserted(id, isRepeat: false),
            _ => answer with
            {
                IsSuccessful = false, VerificationNote = $"ERROR {receipt.Error?.PublicText ?? "It was not taken."}",
            },
        };

        // The first one may have come at the same time, and was not there yet when it was looked for.
        async Task<int?> NumberAsync() =>
            known.Number ?? (await pod.FindInsertionAsync(call.Member, key, digest, CancellationToken.None)).Number;

        InsertRequestOutput Inserted(int id, bool isRepeat) => answer with
        {
            IsSuccessful = true, RapidRequestId = id, VerificationNote = RapidPodInserts.Inserted(id),
            DuplicateRequestId = isRepeat ? Text(id) : null,
        };
    }

    /// <summary>What was corrected is another request under the same number.</summary>
    private IllMessage.Request Request(
        RapidPodMember member, InsertRequestInput input, IllRequest content, string key, int attempt) => new()
    {
        Header = new MessageHeader
        {
            Transaction = new TransactionId
            {
                GroupQualifier = key,
                Qualifier = attempt == 1 ? member.Code : FormattableString.Invariant($"{member.Code}/{attempt}"),
            },
            At = Now,
            Responder = pod.Us,
            RequesterReference = string.IsNullOrWhiteSpace(input.XRefRequestId) ? null : input.XRefRequestId.Trim(),
        },
        Note = string.IsNullOrWhiteSpace(input.PatronNotes) ? null : input.PatronNotes.Trim(),
        Content = content,
    };

    private static string? WhyNotNew(InsertRequestInput input, InsertRequestOutput answer) =>
        answer.IsLocalHolding && input.DoBlockLocalOnly && input.DoInsertLocalHolding != true
            ? "Local holding found: the borrowing library has it itself."
            : answer.NumberOfAvailableHoldings == 0 ? RapidPodInserts.NoMatch(input.RapidRequestType)
            : null;

    private async Task<RapidOutput?> UpdateAsync(RapidPodCall call, UpdateRequestInput input, CancellationToken cancellationToken)
    {
        if (await pod.FindAsync(call.Member, input.RapidRequestId, cancellationToken) is not { } found)
            return await RefuseAsync(call, "pod-request-unknown", NoRequest(input.RapidRequestId), null);
        var update = RapidPodUpdates.Of(input, found.Standing, Now, box.Seal);
        switch (update)
        {
            case RapidPodUpdate.Refused refused:
                return await RefuseAsync(call, "pod-update-refused", refused.Why, null);
            case RapidPodUpdate.Notes notes:
                var text = await pod.NoteAsync(
                    call.Member, input.RapidRequestId, notes.Notice, call.Raw, call.Peer, CancellationToken.None);
                return new UpdateRequestOutput { IsSuccessful = true, VerificationNote = text };
            case RapidPodUpdate.Says says:
                var (identity, digest) = RapidPodUpdates.IdentityOf(input, found.Standing);
                var receipt = await GiveAsync(
                    call, new ArrivalContent.Understood(says.Message, identity, digest, LossReport.None),
                    report => Printed(new UpdateRequestOutput
                    {
                        IsSuccessful = report is not IllMessage.StatusOrErrorReport { Report: Report.Error },
                    }));
                return Updated(receipt);
            default:
                throw new InvalidOperationException($"No such update: {update}");
        }
    }

    private static UpdateRequestOutput? Updated(Receipt receipt) => receipt.Outcome switch
    {
        ArrivalOutcome.Unavailable => null,
        ArrivalOutcome.Applied => new UpdateRequestOutput { IsSuccessful = true },
        ArrivalOutcome.Duplicate =>
            new UpdateRequestOutput { IsSuccessful = true, VerificationNote = "It was sent before; nothing was done twice." },
        ArrivalOutcome.Ignored => new UpdateRequestOutput
        {
            IsSuccessful = true, VerificationNote = "Nothing was changed: the request stands where it is.",
        },
        _ => new UpdateRequestOutput { VerificationNote = receipt.Error?.PublicText ?? "It was not taken." },
    };

    private async Task<RapidOutput?> InfoAsync(RapidPodCall call, RetrieveHistoryInput input, CancellationToken cancellationToken)
    {
        var found = await pod.FindAsync(call.Member, input.RequestId, cancellationToken);
        return found is null ? RapidPodAnswers.Unknown(RapidOperation.Of(input), NoRequest(input.RequestId))
            : input is RetrieveInfoInput ? RapidPodAnswers.Info(found.Request)
            : RapidPodAnswers.HistoryOf(found.Request);
    }

    private async Task<RapidOutput?> QueueAsync(
        RapidPodCall call, RetrieveRequestsInput input, CancellationToken cancellationToken)
    {
        var page = await pod.ListAsync(call.Member, new RapidPodSearch(
            input.QueueType, input.RapidRequestType, input.HoursOld, input.DoRetrieveTransactionHistory == true,
            RapidPodLimits.Entries), cancellationToken);
        return new RetrieveRequestsOutput
        {
            IsSuccessful = true,
            VerificationNote = page.HasMore
                ? $"There are more than these {RapidPodLimits.Entries}; ask again when they are done, or with another HoursOld."
                : null,
            Transactions =
            [
                .. page.Requests.Select(request => RapidPodAnswers.Entry(
                    request, input.DoRetrieveTransactionHistory == true, input.DoRetrievePatronInfo == true)),
            ],
        };
    }

    /// <summary>What is refused is kept like everything else that was said.</summary>
    private async Task<RapidOutput?> RefuseAsync(
        RapidPodCall call, string code, string note, IllService? service, InsertRequestOutput? answer = null)
    {
        var error = new GatewayError(code, RetryClass.Never, note);
        var receipt = await GiveAsync(call, new ArrivalContent.NotUnderstood(
            new Problem.Unable(UnableToPerform.NotAvailable, []), error, null, service), null);
        return receipt.Outcome == ArrivalOutcome.Unavailable ? null
            : answer is null ? RapidPodAnswers.Unknown(RapidOperation.Of(call.Input), note)
            : answer with { IsSuccessful = false, VerificationNote = note };
    }

    /// <summary>Not cancelled when the caller leaves: what it has sent, it means.</summary>
    private async Task<Receipt> GiveAsync(
        RapidPodCall call, ArrivalContent content, Func<IllMessage, ReadOnlyMemory<byte>>? encodeReply)
    {
        var arrival = new Arrival
        {
            Protocol = RapidPodChannel.Name, Raw = call.Raw, Peer = call.Peer, Content = content, EncodeReply = encodeReply,
            WaitsForReply = encodeReply is not null,
        };
        return await intake.AcceptAsync(arrival, CancellationToken.None);
    }

    private ServiceTime Now => ServiceTime.From(time.GetLocalNow());

    private static string NoRequest(int number) =>
        FormattableString.Invariant($"There is no request {number} in which this library takes part.");

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Printed(RapidOutput output) => Encoding.UTF8.GetBytes(RapidCodec.Print(output));
}

/// <summary>One call of a member.</summary>
/// <param name="Member">Who calls.</param>
/// <param name="Input">What it says.</param>
/// <param name="Raw">The same for the journal, without its secrets.</param>
/// <param name="Peer">Where it comes from.</param>
internal sealed record RapidPodCall(RapidPodMember Member, RapidInput Input, ReadOnlyMemory<byte> Raw, Peer Peer);
