using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace ResourceSharing.Gateway.Api;

// These records describe bodies to readers of /openapi/v1.json. The bodies themselves are read by FieldReader, which can
// say what is wrong with them; a test compares both.

/// <summary>The body that makes a request.</summary>
internal sealed record NewRequestBody : CitationBody
{
    [Description("borrower (the default) or lender: a request that reached us on paper, keyed in.")]
    public string? Role { get; init; }

    [Description("PHYSICAL (the default, a loan), DIGITAL (a file) or PHYSICAL_NON_RETURNABLE (a copy on paper).")]
    public string? Format { get; init; }

    [Description("The supplier to ask. Lending: the library that asks.")]
    public string? Partner { get; init; }

    [Description("The suppliers to ask, in order; instead of partner.")]
    [MaxLength(ApiLimits.RotaPartners)]
    public IReadOnlyList<string>? Partners { get; init; }

    [Description("Borrowing: the rota template to use, instead of partners. Without any of them the assignment rules choose.")]
    public string? Rota { get; init; }

    [Description("Lending, mandatory: the borrower's number.")]
    public string? ExternalId { get; init; }

    [Description("The code of our library that it belongs to; the first one of library.owners when left out.")]
    public string? Owner { get; init; }

    [Description("Of no use after this day; the supplier is told.")]
    public DateOnly? NeededBy { get; init; }

    [Description("The request ends by itself after this day.")]
    public DateOnly? ExpiresOn { get; init; }

    public string? LevelOfService { get; init; }

    public MoneyBody? MaximumCost { get; init; }

    public bool? WillPayFee { get; init; }

    [Description("The statement of copyright compliance, like US:CCL.")]
    public string? CopyrightCompliance { get; init; }

    public PatronBody? Patron { get; init; }

    [Description("The part of the item that is to be digitised.")]
    public PartBody? Part { get; init; }

    [Description("Borrowing: the copyright declaration was accepted. Needed for copies where the library says so.")]
    public bool? CopyrightDeclaration { get; init; }

    [Description("Borrowing: a code of the library's copyright statuses; APPROVED when left out.")]
    public string? CopyrightStatus { get; init; }

    [Description("Goes to the supplier with the request. Lending: what the borrower wrote.")]
    [MaxLength(ApiLimits.NoteChars)]
    public string? Note { get; init; }

    [Description("For our staff.")]
    [MaxLength(ApiLimits.NoteChars)]
    public string? InternalNote { get; init; }
}

/// <summary>The patron. Sent to a partner only where its file says so.</summary>
internal sealed record PatronBody(string? Name, string? Identifier, string? Status, string? Email);

/// <summary>The part of an item that is to be digitised.</summary>
internal sealed record PartBody
{
    [Description("Chapters by number, like 3 or 3, 5.")]
    public string? Chapters { get; init; }

    [Description("Whole chapters are wanted.")]
    public bool? FullChapter { get; init; }

    [Description("Pages from and to, like 11-25, xi-xx or 40. They are sent as the pages of the citation.")]
    [MaxLength(50)]
    public IReadOnlyList<string>? Pages { get; init; }

    [Description("Pages of the whole item.")]
    public int? TotalPages { get; init; }

    [Description("Chapters of the whole item.")]
    public int? TotalChapters { get; init; }

    public bool? IncludesImages { get; init; }
}

/// <summary>Whom to ask from now on: one of the two.</summary>
internal sealed record RotaBody
{
    [Description("The suppliers to ask, in order; an empty list asks nobody else.")]
    [MaxLength(ApiLimits.RotaPartners)]
    public IReadOnlyList<string>? Partners { get; init; }

    [Description("A rota template; its suppliers are ranked as for a new request.")]
    public string? Rota { get; init; }
}

/// <summary>Money.</summary>
internal sealed record MoneyBody(decimal Amount, [property: Description("ISO 4217.")] string? Currency);

/// <summary>The body of an action. All fields are optional; which of them count depends on the action.</summary>
internal sealed record ActionFieldsBody
{
    [Description("ship, renew-answer, recall: the due date. The partner's loan period when left out.")]
    public DateOnly? DueDate { get; init; }

    [Description("renew: until when.")]
    public DateOnly? DesiredDueDate { get; init; }

    [Description("conditional: the last day for the reply.")]
    public DateOnly? DateForReply { get; init; }

    [Description("ship: the item's barcode.")]
    public string? Barcode { get; init; }

    [Description("A reason or condition of ISO 10161, as number or name: 1 or in-use-on-loan.")]
    public string? Reason { get; init; }

    [Description("cancel (lending), conditional-reply, renew-answer: yes or no. recall: false takes it back.")]
    public bool? Answer { get; init; }

    [Description("To the partner.")]
    public string? Note { get; init; }

    [Description("For our staff.")]
    public string? InternalNote { get; init; }

    [Description("receive: what really came. PHYSICAL, DIGITAL or PHYSICAL_NON_RETURNABLE.")]
    public string? Format { get; init; }

    [Description("ship: what it costs.")]
    public MoneyBody? Cost { get; init; }

    [Description("change-status: the code of the status.")]
    public string? Status { get; init; }

    [Description("ship-digitally, receive (a file): is the request complete with it? As the profile says when left out.")]
    public bool? Complete { get; init; }

    [Description("choose-title: the id of one of the request's foundTitles.")]
    public string? Title { get; init; }

    [Description("receive, cancel: false to write the patron no letter. renew: true when the patron asked, who is then told the answer.")]
    public bool? NotifyPatron { get; init; }

    [Description("receive, cancel, renew: what stands in the letter to the patron.")]
    public string? PatronNote { get; init; }
    [Description("digitise: the code of the department; the one that the rules choose when left out.")]
    public string? Department { get; init; }

    [Description("approve (a digitisation): approval or copyright; all approvals that wait when left out.")]
    public string? Task { get; init; }

    [Description("set-copyright-status: a code of the library's list.")]
    public string? CopyrightStatus { get; init; }
    [Description("ship-digitally: the number of the document that goes along. All that were not shipped yet when left out.")]
    public IReadOnlyList<long>? Documents { get; init; }

    [Description("ship-digitally: pack several documents into one archive.")]
    public bool? Zip { get; init; }

    [Description("ship-digitally: attachment or link. By the rules when left out: a link, unless the partner's file wants attachments.")]
    public string? Delivery { get; init; }

    [Description("assign, reassign: the member of staff; assign without it takes the task on.")]
    public string? To { get; init; }

    [Description("assign, reassign: whether that member of staff gets a mail; where gateway.yaml has a mailbox when left out.")]
    public bool? Notify { get; init; }

    [Description("add-note: the internal note waits to be worked on; true when left out.")]
    public bool? Active { get; init; }

    [Description("dismiss-note, dismiss-alert: which; all of them when left out.")]
    public int? Number { get; init; }

    [Description("change-type: BK or book, CR or journal, other.")]
    public string? CitationType { get; init; }

    [Description("edit-citation: what is wanted, with the fields of a new request; replaces the whole citation.")]
    public CitationBody? Citation { get; init; }

    [Description("duplicate of a lending request: the borrower's number for the new one.")]
    public string? ExternalId { get; init; }
}

/// <summary>A citation.</summary>
internal record CitationBody
{
    [Description("Title of the book; beside journalTitle, of the article.")]
    [MaxLength(ApiLimits.LineChars)]
    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    [Description("Author of the book; beside journalTitle and an article's title, of the article.")]
    public string? Author { get; init; }

    [Description("Title of the article or chapter.")]
    public string? ArticleTitle { get; init; }

    [Description("Another name of articleTitle.")]
    public string? ChapterTitle { get; init; }

    public string? ArticleAuthor { get; init; }

    [Description("Another name of articleAuthor.")]
    public string? ChapterAuthor { get; init; }

    public string? JournalTitle { get; init; }

    public string? Volume { get; init; }

    public string? Issue { get; init; }

    public string? Pages { get; init; }

    public string? Year { get; init; }

    public string? Edition { get; init; }

    public string? Publisher { get; init; }

    public string? PlaceOfPublication { get; init; }

    public string? Series { get; init; }

    public string? Isbn { get; init; }

    public string? Issn { get; init; }

    public string? Doi { get; init; }

    public string? Pmid { get; init; }

    public string? OclcNumber { get; init; }

    public string? Lccn { get; init; }

    public string? CallNumber { get; init; }

    [MaxLength(ApiLimits.Languages)]
    public IReadOnlyList<string>? Languages { get; init; }

    [Description("BK or book, CR or journal, other. Guessed from the other fields when left out.")]
    public string? CitationType { get; init; }

    [Description("Where the citation comes from.")]
    public string? Source { get; init; }
}

/// <summary>The body of an action on many requests.</summary>
internal sealed record BulkBody
{
    [Description("change-status, remove, assign, release, dismiss-note, dismiss-message, dismiss-alert, mark-printed or mark-reported.")]
    public string? Action { get; init; }

    [Description("The requests, at most 200.")]
    public IReadOnlyList<string>? Ids { get; init; }

    [Description("What goes with the action, as for one request.")]
    public ActionFieldsBody? Fields { get; init; }
}

/// <summary>The body that asks for slips.</summary>
internal sealed record SlipsBody
{
    [Description("The requests, at most 200.")]
    public IReadOnlyList<string>? Ids { get; init; }

    [Description("call, shipping, receive or return; chosen by the status when left out.")]
    public string? Kind { get; init; }
}

/// <summary>The body that asks for a slip report.</summary>
internal sealed record SlipReportBody
{
    [Description("The requests, at most 200.")]
    public IReadOnlyList<string>? Ids { get; init; }

    [Description("xml or xlsx; xml when left out.")]
    public string? Format { get; init; }
}

/// <summary>The body that places a letter.</summary>
internal sealed record LetterPlaceBody
{
    [Description("Which statement of the letter; the first that waits when left out.")]
    public int? Statement { get; init; }

    [Description("The id of the request that it is about.")]
    public string? Request { get; init; }
}

/// <summary>The body that applies a letter.</summary>
internal sealed record LetterApplyBody
{
    [Description("Which statement of the letter; the first that waits when left out.")]
    public int? Statement { get; init; }

    [Description("Which proposal; may be left out when there is only one.")]
    public int? Proposal { get; init; }

    [Description("Whose letter it is, for a new request or where a request has had several partners.")]
    public string? Partner { get; init; }
}

/// <summary>The body that dismisses a letter.</summary>
internal sealed record LetterDismissBody
{
    [Description("Which statement of the letter; the first that waits when left out.")]
    public int? Statement { get; init; }

    [Description("Why, or what was done instead.")]
    public string? Note { get; init; }
}

/// <summary>The body that sets or clears a PIN.</summary>
internal sealed record PinBody
{
    [Description("The new PIN; kept as a hash only.")]
    public string? Pin { get; init; }

    [Description("true takes the PIN away.")]
    public bool? Clear { get; init; }
}

/// <summary>The body that blocks a patron.</summary>
internal sealed record BlockBody
{
    [Description("The kind: Block Request Item, Block Check Out, or the library's own, which blocks everything.")]
    public string? Code { get; init; }

    [Description("In words.")]
    public string? Text { get; init; }

    [Description("true takes the block away.")]
    public bool? Remove { get; init; }
}

/// <summary>The body of an action at the desk.</summary>
internal sealed record DeskBody
{
    [Description("check-out: a number of the patron; an item from elsewhere goes to the patron for whom it came.")]
    public string? Patron { get; init; }

    [Description("check-out, fetch: against blocks and limits.")]
    public bool? Override { get; init; }
}

/// <summary>The body of what needs a reason.</summary>
internal sealed record ReasonBody([property: Description("Why; kept for whoever comes next.")] string Reason);

/// <summary>A problem as RFC 9457 has it; for readers of the description.</summary>
internal sealed record ProblemBody
{
    [Description("A URN made of the code.")]
    public required string Type { get; init; }

    public required string Title { get; init; }

    public required int Status { get; init; }

    public required string Detail { get; init; }

    [Description("Stable, for programs: invalid-fields, not-possible-now, ...")]
    public required string Code { get; init; }

    public string? TraceId { get; init; }

    [Description("The fields at fault.")]
    public IReadOnlyList<FieldFault>? Errors { get; init; }

    [Description("not-possible-now: the request.")]
    public string? Id { get; init; }

    [Description("not-possible-now: its status.")]
    public string? RequestStatus { get; init; }

    [Description("not-possible-now: the statuses in which it would be possible.")]
    public IReadOnlyList<string>? Expected { get; init; }

    [Description("not-possible-now: what is possible.")]
    public IReadOnlyList<string>? AvailableActions { get; init; }

    [Description("configuration-invalid: the faults.")]
    public IReadOnlyList<FileFault>? Faults { get; init; }
}
