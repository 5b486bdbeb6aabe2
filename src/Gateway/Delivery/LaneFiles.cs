using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Documents;
using ResourceSharing.Gateway.Storage;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Delivery;

/// <summary>What a message gets just before it leaves and what is never kept with it: the secret of its link, or the file
/// itself.</summary>
internal sealed class LaneFiles(ISecretBox box, IStore store, IDocumentFiles files)
{
    /// <summary>The file that a message offers, where something is to be filled in; null for all others.</summary>
    public static SuppliedDocument? OfferedIn(Envelope envelope) => envelope switch
    {
        { Patron: { } patron } => patron.Attached,
        { Message: IllMessage.Shipped { Supply.Document: { } document } }
            when document.Link is not null || document.SealedPassword is not null || IsOurs(document) => document,
        _ => null,
    };

    /// <summary>Fills them in, or says why the attempt cannot be made.</summary>
    public async Task<(ReadOnlyMemory<byte> Bytes, Envelope Envelope, DeliveryOutcome? Missing)> FillInAsync(
        ReadOnlyMemory<byte> bytes, Envelope envelope, SuppliedDocument offered, CancellationToken cancellationToken)
    {
        // Letters to patrons put their secrets in themselves, as each of their parts needs them.
        var revealed = envelope.Patron is null ? FileSecrets.Reveal(bytes, offered, box) : bytes;
        if (revealed is not { } open)
        {
            return (bytes, envelope, new DeliveryOutcome.Deferred(new GatewayError(
                "secret-unreadable", RetryClass.AfterOperator, "The secret of the file's link cannot be opened.",
                "The key of sealed secrets was changed; put the old one back, or ship once more.")));
        }

        if (envelope.Patron is null && !IsOurs(offered))
        {
            return (open, envelope, null);
        }

        var document = await store.Documents.FindAsync(offered.Number!.Value, cancellationToken);
        if (document is not { PurgedAt: null, Octets: <= DocumentLimits.AttachmentOctets }
            || files.Open(document.Digest) is not { } content)
        {
            return (bytes, envelope, new DeliveryOutcome.Refused(new GatewayError(
                "file-gone", RetryClass.Never, "The file that should go along is not there any more.", $"document {offered.Number}")));
        }

        await using (content)
        {
            var octets = new byte[document.Octets];
            await content.ReadExactlyAsync(octets, cancellationToken);
            return (open, envelope with { File = octets }, null);
        }
    }

    private static bool IsOurs(SuppliedDocument document) => document is { IsAttached: true, Number: not null };
}
