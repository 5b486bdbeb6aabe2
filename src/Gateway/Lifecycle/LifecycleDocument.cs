using System.Text;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Lifecycle;

/// <summary>The transition tables as a document for people: docs/lifecycle.md, and what the verb
/// <c>lifecycle</c> prints. Everything but the prose is read out of the tables, so that it cannot say
/// anything else than they do.</summary>
internal static class LifecycleDocument
{
    private const int ColumnsPerTable = 8;

    private static readonly EventKind[] ByHand =
        [EventKind.ChangeStatus, EventKind.Reactivate, EventKind.Remove];

    private const string Introduction = """
        # The life of a request

        This file is written from the transition tables in `src/Gateway/Lifecycle` and is not edited by hand:
        a test fails when it is stale. `dotnet run --project src/Gateway -- lifecycle` prints the same text.

        A request stands on one side: we borrow, or we lend. Where we borrow, suppliers are asked one after
        the other along a rota. Names in capitals (ILL-ANSWER, CANCEL) are the services of ISO 10160; partners
        that read letters get the letter that says the same. What may happen with a partner is chosen in its
        workflow profile, step by step.

        Each side has a table with a row for every status and a column for every event, and every cell has an
        answer:

        | symbol | meaning |
        |---|---|
        | `M` | the event is carried out and can change the status |
        | `s` | the event is carried out or remembered; the status stays |
        | `i` | the event is harmless here and changes nothing |
        | `·` | the event is not possible here: staff are told when it is, a partner gets an error report |

        ## Conventions

        - Staff act, partners send messages, and the rest are facts: the calendar, circulation, locate, a
          delivery that failed. A fact cannot be refused; where it does not matter it is ignored.
        - A step of a workflow profile that is off takes away its status, its action and its message, as the
          tables of the steps show: the action is not on offer, the calendar does nothing, *change status*
          cannot choose the status. It never takes away what a partner sends, nor the answer to it: the
          partner would wait for ever. Where a message would lead to a status that the profile does not have,
          the request goes to the nearest one that it has, staff see it as unread, and the history says why.
        - Messages cross on their way. Whatever one side may send by its table, the other side's table takes,
          in whatever status the crossing leaves it; tests play this with two gateways.
        - A status is left by staff with *change status* at any time, and the partner is not told. A due date
          can be given with it. That is how a partner without messages (e-mail) is followed by hand.
        - The service times of our messages strictly increase within a request.
        - What is over stays over. Only staff open it again, and a parcel that comes all the same. What was
          removed from the lists never comes back.

        ## Our own decisions

        The sources (the behaviour of Alma, ISO 10160/10161) leave these points open; here we decided
        ourselves.

        - **Codes** marked with an asterisk are shown by no source; they are formed like their neighbours. A
          dagger marks statuses of which the sources show the name, but not what leads there or what they
          mean: that is our guess.
        - **Current-State**: no source shows the official correspondence; the column below is a proposal.
        - **Retry, locations provided, estimate** count as not supplied: the next supplier is asked.
        - **Expiry on the borrowing side** knows two dates. When the end that the request itself names has
          passed, the request ends, and a supplier that was asked gets a CANCEL. When a supplier has used up
          the time that its partner file gives it (`expiry`), only its turn ends: two days later, so that its
          own EXPIRED can come first, it gets a CANCEL, and the next one is asked. An offer (will supply,
          conditional) keeps the request alive on both. On the lending side a promise to supply does so.
        - **A cancellation** that the supplier refuses goes on as *Cancel request not accepted*, but a
          condition that still waits for its reply comes back as *Conditional*. After shipping a lender
          refuses by itself.
        - **Reject on the borrowing side** skips a supplier: a CANCEL to it, then the next one of the rota.
        - **A late shipment** counts in every status before supply, the ended ones too: the parcel is on its
          way.
        - **Renew, recall, overdue** leave no request stuck: a renewal of a recalled, lost or returned item is
          refused at once; a recall that is taken back is told in a message, which the borrowing staff record
          with *recall* and the answer no; an overdue flag falls when the item is renewed or goes back.
        - **Damage** ends nothing. On the lending side *Damaged* can be left by everything that an item on
          loan can meet, and an open renewal stays open. On the borrowing side the item can still go back.
        - **Lost and found**: an item that was lost can still be received, returned and checked in.
        - **Lender check in** is passed through at once: the request is completed. With the step
          `lender-check-in` of the borrowing profile it rests there until staff press *complete*. On the
          lending side it can be set by hand.
        - **Conditions** without the step `conditional` count as not supplied: a CANCEL to the supplier, then
          the next one. The date for the reply is only information, unless the profile says `replyDate:
          remind` (staff see it as unread) or `treat-as-no` (borrowing: the next supplier; lending: ILL-ANSWER
          unfilled).
        - **Request accepted** is entered when a protocol confirms that the supplier's system has taken the
          request. ISO ILL has no such confirmation, and an answer to a status query moves nothing; there it
          is set by hand.
        - **Automatic will supply** cannot be told from will supply in a message: it is shown where the
          profile has the step `automatic-will-supply` and not `will-supply`. Our own automatic promise says
          "being processed for supply", or "in use" with the day on which the item is expected back.
        - **Bad citation** is an answer "not found as cited". With the step it waits for the correction and is
          sent again to the same supplier; without it the next supplier is asked.
        - **A claim** is a MESSAGE; by itself it goes out once, and staff may repeat it. Where no answer comes
          at all, an automatic CANCEL follows after the partner's own number of days, and the profile's
          `autoCancel` says whether the request ends or the next supplier is asked.
        - **A cancellation by the partner** (CANCEL-REPLY yes, though we never asked) counts as not supplied
          without the step `cancelled-by-partner`. Where a cancellation ends and the profile has no status for
          it, the request is *Rejected by partner* and waits for staff.
        - **Local holding** stops the request; without the step it goes out all the same.
        - **Externally obtained** cancels at a supplier that is asked, and is closed with *complete*.
        - **Exported to third party** is where a request goes that a broker has taken, if the broker's file says
          `closeRequestOnExport`. Staff complete or cancel it; a shipment that the broker tells still counts.
        - **Pending auto reject** with the step `pending-auto-reject`: an automatic rejection waits for the
          next run of the job, and staff may decide otherwise until then; without the step it is sent at once.
        - **Renewals on the lending side**: `automatic-renew` wins over `manual-renew`; both may be ticked on
          the borrowing profile of the same partner as well, since that is where Alma has them. With neither,
          a renewal is refused at once. Automatic renewals end at `maxRenewals` and `maxLoanDays` of the
          profile; staff may grant more.
        - **Patron renewal, staff renewal, borrower recall, non expiring** on the lending side, **delivered,
          history** on the borrowing side: nothing leads there but *change status*; they behave like *renew
          requested*, *recalled item*, *created lending request* (without expiry) and *request completed*.
        - **Reported lost, reported damaged** mean the same as lost and damaged communicated: `lossStatus` and
          `damageStatus` of the profile choose the status.
        - **A file** completes the lending request at once, unless the profile waits for the borrower's
          receipt; a copy on paper completes with the receipt. A copy is never recalled, overdue or returned.
        - **A digitisation** is a work order beside the status; where we lend, the request is *Being processed* from its
          beginning on. What its rule wants approved is told with *approve*. Parallel: a file that is put in before that is
          held, nothing is sent, and it leaves with the approval. Blocking: nothing begins before it. Automatic: it
          counts as given. A refusal ends the request (*lacks copyright compliance*, or *policy problem* where the
          approval was not about copyright) and deletes the file. A file that is there is no reason for the work time to
          end the request. Where we borrow, *digitise* is for our own copy: nobody is asked, and the request rests in
          *Local holding* until the patron gets the file. A request that goes on without its file (another shipment, a
          cancellation) calls the work off.
        - **Reactivated** goes on where the item is: ship, receive, renew, return. Before anything was
          supplied only sending or shipping is possible; a borrowing request that was never sent starts again
          from the beginning.

        """;

    /// <summary>Codes that no source shows.</summary>
    private static readonly HashSet<(Side, Status)> CodesWithoutSource =
    [
        (Side.Borrowing, Status.CancelledByPatron), (Side.Borrowing, Status.CancelledByStaff),
        (Side.Borrowing, Status.ReturnedByPatron), (Side.Lending, Status.WillSupply),
        (Side.Lending, Status.Conditional),
        (Side.Lending, Status.CancelReply), (Side.Lending, Status.Rejected), (Side.Lending, Status.Expired),
        (Side.Lending, Status.Cancelled), (Side.Lending, Status.RenewRequested),
        (Side.Lending, Status.ReturnedByPartner),
        (Side.Lending, Status.LenderCheckIn), (Side.Lending, Status.Damaged), (Side.Lending, Status.Lost),
        (Side.Lending, Status.Reactivated), (Side.Lending, Status.RequestCompleted),
        (Side.Borrowing, Status.ExportedToThirdParty), (Side.Lending, Status.PendingAutoReject),
        (Side.Lending, Status.NonExpiring), (Side.Lending, Status.PatronRenewal),
        (Side.Lending, Status.StaffRenewal),
        (Side.Lending, Status.RenewalResponse), (Side.Lending, Status.BorrowerRecall),
    ];

    /// <summary>Statuses whose meaning, or whose way in, no source shows.</summary>
    private static readonly HashSet<(Side, Status)> Guessed =
    [
        (Side.Borrowing, Status.LocalHolding), (Side.Borrowing, Status.RequestAccepted),
        (Side.Borrowing, Status.AutoWillSupply), (Side.Borrowing, Status.ReceivedNotForLoan),
        (Side.Borrowing, Status.ExportedToThirdParty), (Side.Borrowing, Status.Delivered),
        (Side.Borrowing, Status.History),
        (Side.Borrowing, Status.Deleted), (Side.Lending, Status.CancelReply),
        (Side.Lending, Status.PendingAutoReject),
        (Side.Lending, Status.NonExpiring), (Side.Lending, Status.PatronRenewal),
        (Side.Lending, Status.StaffRenewal),
        (Side.Lending, Status.RenewalResponse), (Side.Lending, Status.BorrowerRecall),
    ];

    /// <summary>The whole document, in Markdown, with line feeds.</summary>
    public static string Render()
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var side in new[] { Side.Borrowing, Side.Lending })
        {
            var table = Rules.Table(side);
            text.Append('\n').Append("## ").Append(side == Side.Borrowing ? "Borrowing" : "Lending")
                .Append("\n\n");
            AddStatuses(text, side);
            AddSteps(text, side, table);
            AddDiagram(text, side, table);
            AddMatrix(text, side, table);
            text.Append("### Status by status\n");
            foreach (var info in StatusCatalog.Of(side))
            {
                AddStatus(text, info, table);
            }
        }

        return text.ToString();
    }

    private static void AddStatuses(StringBuilder text, Side side)
    {
        text.Append("### Statuses\n\n| code | label | phase | final | ISO Current-State |\n");
        text.Append("|---|---|---|---|---|\n");
        foreach (var info in StatusCatalog.Of(side))
        {
            var mark = CodesWithoutSource.Contains((side, info.Status)) ? " *" : "";
            mark += Guessed.Contains((side, info.Status)) ? " †" : "";
            var phase = IsoCode.Kebab(info.Phase.ToString()).Replace('-', ' ');
            text.Append($"| `{info.Code}`{mark} | {info.Label} | {phase} ");
            text.Append($"| {(info.IsFinal ? "yes" : "")} | {CurrentStates(info)} |\n");
        }

        text.Append('\n');
    }

    private static void AddSteps(StringBuilder text, Side side, TransitionTable table)
    {
        text.Append("### Steps of the workflow profile\n\n");
        text.Append("| step | statuses that need it | events that need it | messages of ours that need it ");
        text.Append("| without it |\n|---|---|---|---|---|\n");
        foreach (var info in StepCatalog.Of(side))
        {
            var statuses = info.Statuses.Select(status => StatusCatalog.Info(side, status).Label);
            var events = Enum.GetValues<EventKind>().Where(kind => StatusCatalog.Of(side)
                .Any(status => table[status.Status, kind] is Cell.Move move
                    && move.Steps.Contains(info.Step)));
            text.Append($"| `{StepCatalog.Name(info.Step)}` | {string.Join(", ", statuses)} ");
            var messages = string.Join(", ", info.Messages.Select(Short));
            text.Append($"| {string.Join(", ", events.Select(Short))} | {messages} | {info.Without} |\n");
        }

        text.Append('\n');
    }

    /// <summary>Some statuses look different to the partner once the item was received, or while it is
    /// overdue.</summary>
    private static string CurrentStates(StatusInfo info)
    {
        var day = new DateOnly(2000, 1, 1);
        var plain = new RequestState
        {
            Number = 0, Id = "", Side = info.Side, Status = info.Status, ExternalId = "",
            OurSymbol = Symbol.Parse("X:Y"),
            Content = new IllRequest { Citation = new Citation() }, CreatedAt = default, UpdatedAt = default,
            LastTransitionOn = day, SuppliedAs = ServiceType.Loan,
        };
        RequestState[] variants =
        [
            plain, plain with { ReceivedOn = day }, plain with { IsOverdue = true },
            plain with { SuppliedAs = ServiceType.CopyNonReturnable }, plain with { SuppliedAs = null },
        ];
        return string.Join(" or ", variants.Select(IsoState.Of).Distinct().Order()
            .Select(state => $"{IsoCode.Number(state)} {IsoCode.Name(state)}"));
    }

    private static void AddMatrix(StringBuilder text, Side side, TransitionTable table)
    {
        var kinds = Enum.GetValues<EventKind>();
        text.Append("### Every status against every event\n\n");
        foreach (var source in kinds.Where(kind => IsOurs(side, table, kind)).GroupBy(EventKinds.SourceOf))
        {
            foreach (var columns in source.Chunk(ColumnsPerTable))
            {
                AddMatrixPart(text, side, table, source.Key, columns);
            }
        }

        var foreign = kinds.Where(kind => !IsOurs(side, table, kind)).Select(Short);
        text.Append("Not possible in any status, since they belong to the other side: ");
        text.Append($"{string.Join(", ", foreign)}.\n\n");
    }

    private static void AddMatrixPart(
        StringBuilder text, Side side, TransitionTable table, EventSource source, EventKind[] columns)
    {
        text.Append($"| {Title(source)} | {string.Join(" | ", columns.Select(Short))} |\n");
        text.Append($"|---|{string.Concat(columns.Select(_ => ":-:|"))}\n");
        foreach (var info in StatusCatalog.Of(side))
        {
            var cells = columns.Select(kind => SymbolOf(table[info.Status, kind]));
            text.Append($"| {info.Label} | {string.Join(" | ", cells)} |\n");
        }

        text.Append('\n');
    }

    private static bool IsOurs(Side side, TransitionTable table, EventKind kind) =>
        StatusCatalog.Of(side).Any(info => table[info.Status, kind] is not Cell.Prohibit);

    private static string SymbolOf(Cell cell) => cell switch
    {
        Cell.Move { To.Count: > 0 } => "M",
        Cell.Move => "s",
        Cell.Ignore => "i",
        _ => "·",
    };

    private static string Title(EventSource source) => source switch
    {
        EventSource.Staff => "staff",
        EventSource.Internal => "gateway",
        EventSource.Message => "messages of the partner",
        EventSource.Calendar => "calendar",
        _ => "delivery",
    };

    /// <summary>An event in as few words as a column has room for.</summary>
    private static string Short(EventKind kind)
    {
        var words = IsoCode.Kebab(kind.ToString()).Replace('-', ' ');
        return words.EndsWith(" arrived", StringComparison.Ordinal) ? words[..^8] : words;
    }

    private static void AddStatus(StringBuilder text, StatusInfo info, TransitionTable table)
    {
        text.Append($"\n#### {info.Label}\n\n`{info.Code}`\n\n");
        if (StepCatalog.StepsOf(info.Side, info.Status) is { Count: > 0 } steps)
        {
            text.Append($"- exists only with the step {Alternatives(steps)}\n");
        }

        foreach (var kind in Enum.GetValues<EventKind>().Except(ByHand))
        {
            var from = StatusCatalog.Of(info.Side).Where(other => other.Status != info.Status
                && table[other.Status, kind] is Cell.Move move && move.To.Contains(info.Status)).ToArray();
            if (from.Length > 0)
            {
                var labels = string.Join(", ", from.Select(other => other.Label));
                text.Append($"- entered by: {EventWords.Of(kind)}, from {labels}\n");
            }
        }

        foreach (var kind in Enum.GetValues<EventKind>().Except(ByHand))
        {
            if (table[info.Status, kind] is Cell.Move { To.Count: > 0 } move
                && move.To.Any(to => to != info.Status))
            {
                var to = move.To.Select(status => StatusCatalog.Info(info.Side, status).Label);
                text.Append($"- left by: {EventWords.Of(kind)}, to {string.Join(" or ", to)}: ");
                text.Append($"{move.Text}{IfStep(move.Steps)}\n");
            }
        }

        var acts = Enum.GetValues<EventKind>().Where(kind => EventKinds.SourceOf(kind) == EventSource.Staff
                && table[info.Status, kind] is Cell.Move)
            .Select(kind => $"{Short(kind)}{IfStep(((Cell.Move)table[info.Status, kind]).Steps)}").ToArray();
        text.Append(acts.Length > 0
            ? $"- staff can: {string.Join(", ", acts)}\n"
            : "- staff can do nothing any more\n");
    }

    private static string IfStep(IReadOnlyList<WorkflowStep> steps) =>
        steps.Count > 0 ? $" (step {Alternatives(steps)})" : "";

    private static string Alternatives(IReadOnlyList<WorkflowStep> steps) =>
        string.Join(" or ", steps.Select(step => $"`{StepCatalog.Name(step)}`"));

    private static void AddDiagram(StringBuilder text, Side side, TransitionTable table)
    {
        text.Append("### Diagram\n\nAn arrow from a box stands for most or all of the statuses in it; ");
        text.Append("the tables below are exact. Changing a status by hand, reactivating (and what follows ");
        text.Append("it) and removing are left out, and so are ");
        var labels = LifecycleDiagram.NotShown(side)
            .Select(status => $"*{StatusCatalog.Info(side, status).Label}*");
        text.Append($"{string.Join(", ", labels)}, which behave like others or stand beside the main way.\n\n");
        text.Append("```mermaid\n");
        text.Append(LifecycleDiagram.Of(side, table, Short)).Append("```\n\n");
    }
}
