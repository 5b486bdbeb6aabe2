using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Gateway.Routing;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Intake;

/// <summary>One reading of a statement, weighed.</summary>
/// <param name="Proposal">What may be meant.</param>
/// <param name="Meaning">What it would do; null when it cannot be about this request at all.</param>
/// <param name="Why">Why it is not possible; null when it is.</param>
internal sealed record LetterReading(LetterProposal Proposal, Meaning? Meaning, string? Why)
{
    /// <summary>Could it be applied now?</summary>
    public bool IsPossible => Why is null;
}

/// <summary>Weighs what a letter may mean for a request, as if each reading had arrived in the partner's own protocol.</summary>
internal static class LetterReadings
{
    /// <summary>Weighs one reading.</summary>
    /// <param name="proposal">The reading.</param>
    /// <param name="state">The request.</param>
    /// <param name="partner">In whose name.</param>
    /// <param name="transaction">The transaction that the clue names; null for the partner's own.</param>
    /// <param name="consequences">The rules.</param>
    public static LetterReading Weigh(
        LetterProposal proposal, RequestState state, Partner partner, TransactionId? transaction, Consequences consequences)
    {
        var message = LetterOpenings.Fill(proposal.Message, state.Content);
        proposal = proposal with { Message = message };
        if (SenderMatch.SideThatGets(message.Service) is { } side && side != state.Side)
        {
            return new LetterReading(
                proposal, null, $"{IsoCode.Name(message.Service)} is nothing that {partner.Code} says to us here");
        }

        var own = IsEmpty(message.Header.Transaction) ? null : message.Header.Transaction;
        if ((own ?? transaction ?? Legs.TransactionWith(state, partner.Code)) is not { } meant)
        {
            return new LetterReading(proposal, null, $"{partner.Code} was never asked about {state.Id}");
        }

        if (!Legs.IsWith(state, meant, partner.Code))
        {
            return new LetterReading(proposal, null, $"it names {meant}, which is not of {state.Id} with {partner.Code}");
        }

        var meaning = consequences.Weigh(
            state, message with { Header = message.Header with { Transaction = meant } }, partner);
        return new LetterReading(proposal, meaning, meaning is Meaning.Prohibited prohibited ? prohibited.Text : null);
    }

    /// <summary>Does a format leave the transaction to us?</summary>
    public static bool IsEmpty(TransactionId transaction) =>
        string.IsNullOrWhiteSpace(transaction.GroupQualifier) && string.IsNullOrWhiteSpace(transaction.Qualifier);

    /// <summary>A request by letter with a transaction: its own, or one made of the number that it names.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="partner">By whom.</param>
    /// <param name="fallback">The number for one that names none.</param>
    public static IllMessage.Request Complete(IllMessage.Request request, Partner partner, string fallback)
    {
        var header = request.Header;
        var transaction = !IsEmpty(header.Transaction) ? header.Transaction : new TransactionId
        {
            // Two partners without symbols may use the same number: their codes tell them apart.
            InitialRequester = partner.Symbols.Count > 0 ? partner.Symbols[0] : Symbol.Parse(partner.Code),
            GroupQualifier = LifecycleRules.Text(header.RequesterReference) ?? fallback,
            Qualifier = "1",
        };
        return request with
        {
            Header = header with { Transaction = transaction, Requester = header.Requester ?? partner.ToParty() },
        };
    }
}
