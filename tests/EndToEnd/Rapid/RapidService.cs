using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ResourceSharing.Mapping.RapidIll;
using ResourceSharing.Mapping.Soap;

namespace ResourceSharing.Tests.EndToEnd.Rapid;

/// <summary>A call as the service got it.</summary>
internal sealed record RapidCall(RapidInput Input, SoapVersion Version, string? ContentType, string? Action)
{
    public override string ToString() => Input switch
    {
        InsertRequestInput { IsHoldingsCheckOnly: true } => "HoldingsCheck",
        UpdateRequestInput update => $"Update {update.UpdateAction}",
        RetrieveRequestsInput queue => $"Queue {queue.QueueType}",
        _ => RapidOperation.Of(Input).Name,
    };
}

/// <summary>
/// RapidILL on loopback, in memory: the five operations, queues, states and history as feeds reference 2 has them.
/// Libraries are told apart by their codes; one account is for all. A fault, once set, comes before or after the
/// work.
/// </summary>
internal sealed class RapidService : IAsyncDisposable
{
    public const string User = "ill-user";
    public const string Password = "ill-password";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, RapidServiceRequest> _requests = [];
    private int _next = 1001;
    private DateTime _last;

    private RapidService()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public ConcurrentQueue<RapidCall> Calls { get; } = new();

    /// <summary>What goes wrong with a call: null nothing, "lose" (carried out, but not answered), "cut" (neither),
    /// "slow" (never answered), "wait" (late), "garbage", "huge", "crowded" (too many elements), "fault", or a
    /// status of HTTP.</summary>
    public Func<RapidInput, string?> Fault { get; set; } = _ => null;

    /// <summary>How long "wait" waits.</summary>
    public TimeSpan Lateness { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>ISSNs and ISBNs that nobody has.</summary>
    public ISet<string> NotHeld { get; } = new HashSet<string>();

    /// <summary>ISSNs and ISBNs that the borrower holds itself, with the call number.</summary>
    public IDictionary<string, string> HeldByBorrower { get; } = new Dictionary<string, string>();

    /// <summary>Whether a second insertion with a reference is refused, with the number of the first.</summary>
    public bool KnowsDuplicates { get; set; }

    public Uri Url => new(
        new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        "/rapid5api/apiservice.asmx");

    public static async Task<RapidService> StartAsync()
    {
        var service = new RapidService();
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public IReadOnlyList<RapidServiceRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests.Values];
        }
    }

    public IEnumerable<string> CallNames => Calls.Select(call => $"{call}");

    /// <summary>Another library's request waits at a lender.</summary>
    public RapidServiceRequest Lend(string lender, Action<RapidServiceRequest>? with = null)
    {
        lock (_gate)
        {
            var request = new RapidServiceRequest
            {
                Number = _next++, Borrower = "OTHER", Reference = "TN-998877", Lender = lender,
                Input = new InsertRequestInput
                {
                    RapidRequestType = RapidRequestType.Article, SuggestedIssns = ["1072-303X"],
                        ArticleTitle = "On Lending",
                    ArticleAuthor = "Writer, W.", ArticlePages = "165-183", PatronJournalTitle = "Journal of Lending",
                    PatronJournalYear = "2011", JournalVol = "21", JournalIssue = "4",
                },
                Location = "Electronic", CallNumber = "Z713 .J68",
            };
            with?.Invoke(request);
            _requests.Add(request.Number, request);
            Step(request, RapidState.Pending, lender, null);
            return request;
        }
    }

    /// <summary>Another library does something to a request.</summary>
    public RapidServiceRequest Move(
        int number, RapidState state, string by = "LEND2", string? remarks = null,
            Action<RapidServiceRequest>? with = null)
    {
        lock (_gate)
        {
            var request = _requests[number];
            with?.Invoke(request);
            Step(request, state, by, remarks);
            return request;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (RapidCodec.ReadCall(body.ToArray()) is not RapidReadResult.Call call)
        {
            context.Response.StatusCode = 500;
            return;
        }

        Calls.Enqueue(new RapidCall(
            call.Input, call.Version, context.Request.ContentType, (string?)context.Request.Headers["SOAPAction"]));
        var fault = Fault(call.Input);
        if (fault is not (null or "lose" or "wait"))
        {
            await FailAsync(fault, call.Version, context);
            return;
        }

        var octets = RapidCodec.Write(call.Operation, Carry(call.Input), call.Version);
        if (fault == "lose")
        {
            context.Abort();
            return;
        }

        if (fault == "wait")
            await Task.Delay(Lateness, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Response.ContentType = SoapMedia.ContentType(call.Version);
        await context.Response.Body.WriteAsync(octets);
    }

    private static async Task FailAsync(string kind, SoapVersion version, HttpContext context)
    {
        switch (kind)
        {
            case "cut":
                context.Abort();
                break;
            case "slow":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            case "garbage":
                await context.Response.WriteAsync("<html><body>Welcome</body></html>");
                break;
            case "huge":
                await context.Response.Body.WriteAsync(new byte[SoapLimits.Answer.MaxOctets + 1]);
                break;
            case "crowded":
                await context.Response.Body.WriteAsync(SoapWriter.Write(version, xml =>
                {
                    xml.WriteStartElement("RetrieveRequestsResponse", RapidCodec.Namespace);
                    for (int i = 0; i < 200_000; i++)
                        xml.WriteElementString("x", null);
                    xml.WriteEndElement();
                }));
                break;
            case "fault":
                context.Response.StatusCode = 500;
                await context.Response.Body.WriteAsync(SoapWriter.Write(
                    version, new SoapFault(SoapFaultCode.Receiver, "Server was unable to process request.")));
                break;
            default:
                context.Response.StatusCode = int.Parse(kind, System.Globalization.CultureInfo.InvariantCulture);
                break;
        }
    }

    private RapidOutput Carry(RapidInput input)
    {
        lock (_gate)
        {
            var isKnown = input is { UserName: User, Password: Password };
            const string Stranger = "Invalid user name or password.";
            return input switch
            {
                InsertRequestInput insert =>
                    isKnown ? Insert(insert) : new InsertRequestOutput { VerificationNote = Stranger },
                UpdateRequestInput update =>
                    isKnown ? Update(update) : new UpdateRequestOutput { VerificationNote = Stranger },
                RetrieveRequestsInput look =>
                    isKnown ? Queue(look) : new RetrieveRequestsOutput { VerificationNote = Stranger },
                RetrieveInfoInput info => Info(info, isKnown),
                RetrieveHistoryInput history => History(history, isKnown),
                _ => throw new InvalidOperationException(),
            };
        }
    }

    private InsertRequestOutput Insert(InsertRequestInput insert)
    {
        string[] numbers = [.. insert.SuggestedIssns ?? [], .. insert.SuggestedIsbns ?? []];
        if (numbers.Select(one => HeldByBorrower.TryGetValue(one, out var shelf) ? shelf
            : null).OfType<string>().FirstOrDefault()
            is { } held && insert.DoInsertLocalHolding != true)
        {
            return new InsertRequestOutput
            {
                VerificationNote = "Local holding found", FoundMatch = true, IsLocalHolding = true,
                LocalHoldings = [new RapidLocalHolding { BranchName = "Main", LibLocation = "Stacks",
                    CallNumber = held }],
            };
        }

        var isFound = !numbers.Any(NotHeld.Contains);
        if (insert.IsHoldingsCheckOnly)
        {
            return new InsertRequestOutput
            {
                IsSuccessful = true, FoundMatch = isFound, NumberOfAvailableHoldings = isFound ? 3 : 0,
                    VerificationNote = "Checked",
            };
        }

        if (!isFound || RapidInsertWriter.Fault(insert) is not null)
            return new InsertRequestOutput { VerificationNote = "Unable to find matching journal (or book chapter)." };
        if (KnowsDuplicates && _requests.Values.FirstOrDefault(one => one.Reference == insert.XRefRequestId) is { } known)
            return new InsertRequestOutput { VerificationNote = "Duplicate request",
                DuplicateRequestId = $"{known.Number}" };
        var request = new RapidServiceRequest
        {
            Number = _next++, Borrower = insert.RequestingRapidCode ?? "", Reference = insert.XRefRequestId ?? "",
                Lender = "LEND2",
            Input = insert,
        };
        _requests.Add(request.Number, request);
        Step(request, RapidState.Pending, "LEND2", null);
        return new InsertRequestOutput
        {
            IsSuccessful = true, VerificationNote = $"Request Insert Successful. Request Id is {request.Number}.",
                FoundMatch = true,
            NumberOfAvailableHoldings = 3, RapidRequestId = request.Number,
        };
    }

    private UpdateRequestOutput Update(UpdateRequestInput update)
    {
        if (!_requests.TryGetValue(update.RapidRequestId, out var request))
            return new UpdateRequestOutput { VerificationNote = "There is no such request." };
        var (state, from) = Effect(update.UpdateAction);
        request.Updates.Add(update);
        if (state is null)
        {
            request.Acknowledged.Add(update.UpdateAction);
            return new UpdateRequestOutput { IsSuccessful = true };
        }

        if (!from.Contains(request.State))
            return new UpdateRequestOutput { VerificationNote = $"The request is {request.State} already." };
        request.FileAt = update.ArticleExchangeAddress ?? request.FileAt;
        request.FilePassword = update.ArticleExchangePassword ?? request.FilePassword;
        var hasDue = DateTime.TryParse(update.DueDate, System.Globalization.CultureInfo.InvariantCulture, out var due);
        request.DueDate = hasDue ? due : request.DueDate;
        Step(request, state.Value, update.RequestingRapidCode ?? "", update.UpdateComment);
        request.Effects.Add(update.UpdateAction);
        return new UpdateRequestOutput { IsSuccessful = true, VerificationNote = "Updated" };
    }

    private static (RapidState? State, RapidState[] From) Effect(RapidUpdateAction action) => action switch
    {
        RapidUpdateAction.Fill => (RapidState.Filled, [RapidState.Pending, RapidState.NewResend]),
        RapidUpdateAction.Unfill => (RapidState.Unfilled, [RapidState.Pending, RapidState.NewResend]),
        RapidUpdateAction.BadCitation => (RapidState.BadCitationLender, [RapidState.Pending, RapidState.NewResend]),
        RapidUpdateAction.Cancel => (RapidState.Cancelled,
            [RapidState.Pending, RapidState.Unfilled, RapidState.NewResend]),
        RapidUpdateAction.Shipped => (RapidState.Shipped, [RapidState.Pending, RapidState.NewResend]),
        RapidUpdateAction.Received => (RapidState.Received, [RapidState.Shipped]),
        RapidUpdateAction.Returned => (RapidState.Returned,
            [RapidState.Shipped, RapidState.Received, RapidState.Renewed, RapidState.NotRenewed]),
        RapidUpdateAction.Finished => (RapidState.Finished,
            [RapidState.Returned, RapidState.Received, RapidState.Shipped]),
        RapidUpdateAction.RenewalRequested => (RapidState.RenewalRequested, [RapidState.Received, RapidState.Shipped]),
        RapidUpdateAction.Renewed => (RapidState.Renewed, [RapidState.RenewalRequested]),
        RapidUpdateAction.NotRenewed => (RapidState.NotRenewed, [RapidState.RenewalRequested]),
        RapidUpdateAction.Lost => (RapidState.Lost, Enum.GetValues<RapidState>()),
        _ => (null, []),
    };

    private RetrieveRequestsOutput Queue(RetrieveRequestsInput look)
    {
        var code = look.RequestingRapidCode ?? "";
        var since = DateTime.Now.AddHours(-look.HoursOld);
        return new RetrieveRequestsOutput
        {
            IsSuccessful = true,
            Transactions = [.. _requests.Values.Where(one => one.IsIn(look.QueueType, code) && one.Since >= since)
                .Select(one => one.ToTransaction(look.DoRetrieveTransactionHistory == true))],
        };
    }

    private RetrieveInfoOutput Info(RetrieveInfoInput input, bool isKnown) =>
        isKnown && _requests.TryGetValue(input.RequestId, out var request)
            ? request.ToInfo()
            : new RetrieveInfoOutput { RapidRequestType = RapidRequestType.Article,
                VerificationNote = "There is no such request." };

    private RetrieveHistoryOutput History(RetrieveHistoryInput input, bool isKnown) =>
        isKnown && _requests.TryGetValue(input.RequestId, out var request)
            ? new RetrieveHistoryOutput
            {
                IsSuccessful = true, RapidRequestType = request.Input.RapidRequestType,
                    HistoryTransactions = [.. request.Steps],
            }
            : new RetrieveHistoryOutput { RapidRequestType = RapidRequestType.Article,
                VerificationNote = "There is no such request." };

    /// <summary>Each step has a time of its own.</summary>
    private void Step(RapidServiceRequest request, RapidState state, string by, string? remarks)
    {
        var now = DateTime.SpecifyKind(DateTime.Now, DateTimeKind.Unspecified);
        _last = now > _last ? now : _last.AddMilliseconds(1);
        request.State = state;
        request.Since = _last;
        request.Steps.Add(new RapidHistory
        {
            RapidCode = by, BranchName = "Main", StateType = state, TransactionDate = _last, AdditionalInfo = remarks,
        });
    }
}
