using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Api;

/// <summary>A letter in the staff's queue.</summary>
internal record LetterItem
{
    // The same members in the same order in lists and details, before those that only details have.
    private const int First = -1;

    public LetterItem(StaffLetter letter, Network network)
    {
        var first = letter.Statements.FirstOrDefault(one => one.IsWaiting) ?? letter.Statements[0];
        Id = letter.Id;
        At = letter.At;
        From = letter.Origin.From;
        Subject = letter.Subject;
        Kind = IsoCode.Kebab(letter.Kind.ToString());
        Waiting = letter.IsWaiting;
        Request = first.Request is { } number ? network.RequestId(number) : null;
        Partner = first.Partner;
        Code = first.Code;
        Reason = first.Reason;
    }

    [Description("The number of the message; its bytes are at /api/v1/messages/{id}/raw."), JsonPropertyOrder(First)]
    public long Id { get; }

    [JsonPropertyOrder(First)]
    public DateTimeOffset At { get; }

    [Description("The sender as the letter claims."), JsonPropertyOrder(First)]
    public string? From { get; }

    [JsonPropertyOrder(First)]
    public string Subject { get; }

    [Description("written by a person or a system, or which kind of automatic letter."), JsonPropertyOrder(First)]
    public string Kind { get; }

    [Description("False once everything in it was applied or dismissed."), JsonPropertyOrder(First)]
    public bool Waiting { get; }

    [Description("The request that it is about, as far as it is known."), JsonPropertyOrder(First)]
    public string? Request { get; }

    [Description("Whose letter it is taken to be."), JsonPropertyOrder(First)]
    public string? Partner { get; }

    [Description("Why it is here: letter-unplaced, letter-unverified, letter-unclear, letter-prohibited, letter-too-long, "
        + "mail-loop or identity-conflict."), JsonPropertyOrder(First)]
    public string? Code { get; }

    [Description("The same in words."), JsonPropertyOrder(First)]
    public string Reason { get; }
}

/// <summary>Everything about a letter in the staff's queue.</summary>
internal sealed record LetterDetail : LetterItem
{
    public LetterDetail(StaffLetter letter, Network network, string? done)
        : base(letter, network)
    {
        Done = done;
        Mailbox = letter.Origin.Mailbox;
        VouchedDomains = letter.Origin.VouchedDomains;
        Text = letter.Text;
        Attachments = letter.Attachments;
        Statements = letter.Statements.Select(statement => new StatementView(statement, network)).ToArray();
    }

    [Description("After an action: what was done."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Done { get; }

    public string Mailbox { get; }

    [Description("Domains for which our own mail server vouches.")]
    public IReadOnlyList<string> VouchedDomains { get; }

    [Description("What the writer wrote, without quotations and signature.")]
    public string Text { get; }

    [Description("The files that came with it; they are in the bytes of the message.")]
    public IReadOnlyList<LetterAttachment> Attachments { get; }

    public IReadOnlyList<StatementView> Statements { get; }
}

/// <summary>One thing that a letter says.</summary>
internal sealed record StatementView
{
    public StatementView(StaffStatement statement, Network network)
    {
        Number = statement.Number;
        Waiting = statement.IsWaiting;
        Request = statement.Request is { } number ? network.RequestId(number) : null;
        Partner = statement.Partner;
        Code = statement.Code;
        Reason = statement.Reason;
        Words = statement.Words;
        Clues = statement.Clues.Select(clue => new ClueView(clue.Clue, clue.Verdict, clue.IsHit)).ToArray();
        Proposals = statement.Proposals.Select((proposal, index) => new ProposalView(proposal, index + 1)).ToArray();
        End = statement.End is { } end ? new StatementEndView(IsoCode.Kebab(end.How.ToString()), end.By, end.At, end.Text) : null;
    }

    public int Number { get; }

    public bool Waiting { get; }

    public string? Request { get; }

    public string? Partner { get; }

    public string? Code { get; }

    public string Reason { get; }

    [Description("The words that it rests on.")]
    public string Words { get; }

    [Description("What was looked at to find the request, the strongest first.")]
    public IReadOnlyList<ClueView> Clues { get; }

    [Description("What may be meant; the number is for the action apply.")]
    public IReadOnlyList<ProposalView> Proposals { get; }

    [Description("How it ended; null while it waits.")]
    public StatementEndView? End { get; }
}

/// <summary>A clue and what came of it.</summary>
internal sealed record ClueView(string Clue, string Verdict, bool Hit);

/// <summary>How a statement ended: applied or dismissed, by whom.</summary>
internal sealed record StatementEndView(string How, string By, DateTimeOffset At, string Text);

/// <summary>What may be meant.</summary>
internal sealed record ProposalView
{
    public ProposalView(LetterProposal proposal, int number)
    {
        Number = number;
        Service = IsoCode.Name(proposal.Message.Service);
        Meaning = EventWords.Of(EventKinds.Of(proposal.Message));
        Rule = proposal.Rule;
        Message = JsonSerializer.SerializeToElement(proposal.Message, RequestJson.Options);
    }

    public int Number { get; }

    [Description("The service of ISO 10161, like shipped.")]
    public string Service { get; }

    [Description("The same in words, with its answer.")]
    public string Meaning { get; }

    [Description("How it was understood.")]
    public string Rule { get; }

    [Description("Everything that it says, as it would be applied.")]
    public JsonElement Message { get; }
}
