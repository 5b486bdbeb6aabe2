using System.Net;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Gateway.Routing;

/// <summary>Who writes to whom: parties and references of a message, and the envelope for its channel.</summary>
public static class Correspondence
{
    /// <summary>Fills in what a rule leaves open: both parties and both sides' numbers for the request.</summary>
    public static IllMessage Address(IllMessage message, RequestState state, Network network)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(network);
        var complete = message is IllMessage.Request request
            ? request with { Content = WithExpiry(request.Content, network.Find(state.Partner), request.Header.At.Date) }
            : message;
        var us = new Party { Symbol = state.OurSymbol, Name = network.Snapshot.Gateway.Library.Name };
        var them = state.Counterpart ?? network.Find(state.Partner)?.ToParty();
        var weBorrow = state.Side == Side.Borrowing;
        return complete with
        {
            Header = complete.Header with
            {
                Requester = weBorrow ? us : them,
                Responder = weBorrow ? them : us,
                RequesterReference = weBorrow ? state.Id : state.PartnerReference,
                ResponderReference = weBorrow ? state.PartnerReference : state.Id,
            },
        };
    }

    /// <summary>Everything a channel needs to deliver a message, as the configuration stands now.</summary>
    public static Envelope Envelope(
        long outboxId, DateTimeOffset createdAt, IllMessage message, RequestState? state, Partner partner, Network network)
    {
        ArgumentNullException.ThrowIfNull(partner);
        ArgumentNullException.ThrowIfNull(network);
        var library = network.Snapshot.Gateway.Library;
        return new Envelope
        {
            OutboxId = outboxId,
            CreatedAt = createdAt,
            Message = message,
            About = state is null ? null : Summary(state),
            Recipient = new Recipient
            {
                Code = partner.Code,
                Name = partner.Config.Name,
                Symbols = partner.Symbols,
                Language = partner.Config.Language ?? library.Language,
                SendPatron = partner.Config.SendRequesterInformation,
                Settings = partner.Config.Channel.Settings,
            },
            Sender = new Sender
            {
                Name = library.Name,
                Symbols = network.OurSymbols,
                Address = Address(library.PostalAddress),
                Email = library.Email,
                PublicAddress = PublicAddress(network.Snapshot.Gateway.Listeners.IsoIll),
            },
        };
    }

    /// <summary>The request as letters tell it.</summary>
    public static TransactionSummary Summary(RequestState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new TransactionSummary
        {
            OurReference = state.Id,
            ExternalId = state.ExternalId,
            PartnerReference = state.PartnerReference,
            WeBorrow = state.Side == Side.Borrowing,
            Content = state.Content,
            CreatedOn = DateOnly.FromDateTime(state.CreatedAt.DateTime),
            SentOn = state.SentOn,
            ShippedOn = state.ShippedOn,
            ReceivedOn = state.ReceivedOn,
            ReturnedOn = state.ReturnedOn,
            DueOn = state.DueOn,
            OriginalDueOn = state.OriginalDueOn,
        };
    }

    /// <summary>A request that names no end of its own ends as the partner's file says.</summary>
    private static IllRequest WithExpiry(IllRequest content, Partner? partner, DateOnly sentOn) =>
        (content.Expiry, partner?.Config.Expiry) switch
        {
            (ExpiryFlag.NoExpiry, { Type: ExpiryType.ExpiryTime, Days: { } days }) =>
                content with { Expiry = ExpiryFlag.OtherDate, ExpiresOn = sentOn.AddDays(days) },
            (ExpiryFlag.NoExpiry, { Type: ExpiryType.InterestDate }) when content.NeededBy is not null =>
                content with { Expiry = ExpiryFlag.NeedBeforeDate },
            _ => content,
        };

    /// <summary>Where partners reach our ISO ILL listener, host:port.</summary>
    public static string PublicAddress(IsoIllListenerConfig listener) =>
        listener.PublicAddress ?? new IPEndPoint(listener.BindAddress, listener.Port).ToString();

    /// <summary>An address of the configuration.</summary>
    public static PostalAddress? Address(PostalAddressConfig? config) => config is null ? null : new PostalAddress
    {
        Name = config.Name,
        Extended = config.Extended,
        Street = config.Street,
        PostOfficeBox = config.PostOfficeBox,
        City = config.City,
        Region = config.Region,
        PostalCode = config.PostalCode,
        Country = config.Country,
    };
}
