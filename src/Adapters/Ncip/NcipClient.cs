using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>
/// Asks NCIP responders, by HTTP or on a bare connection. One call is one attempt: who wants another one asks again, with the
/// same octets. Safe for several callers at once.
/// </summary>
public sealed class NcipClient : IDisposable
{
    private readonly SecretReader _secrets;
    private readonly NcipHttpCall _http;
    private readonly NcipTcpCall _tcp;

    /// <summary>Makes a client; one for all responders.</summary>
    /// <param name="secrets">Fetches keys, passwords and certificates, each time they are needed.</param>
    /// <param name="time">The clock of all limits.</param>
    public NcipClient(SecretReader secrets, TimeProvider time)
    {
        _secrets = secrets;
        _http = new NcipHttpCall(secrets, time);
        _tcp = new NcipTcpCall(time);
    }

    /// <summary>Encodes a message for a responder. The octets are for the journal: in the place of secrets they hold words that
    /// <see cref="SendAsync"/> replaces. Pure.</summary>
    /// <param name="message">The message; without a header it gets the one that the settings want.</param>
    /// <param name="connection">To whom.</param>
    /// <param name="dialect">What the responder prefers where its settings say nothing; null for the generic one.</param>
    public static NcipWritten Encode(
        NcipInitiation message, NcipConnectionSettings connection, NcipDialect? dialect = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(connection);
        var whole = message with { Header = message.Header ?? NcipOutgoing.Header(connection) };
        return NcipCodec.Write(whole, connection.FormFor(dialect ?? NcipDialect.Generic));
    }

    /// <summary>Encodes a message and sends it, once.</summary>
    /// <param name="message">The message; without a header it gets the one that the settings want.</param>
    /// <param name="connection">To whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<NcipExchange> AskAsync(
        NcipInitiation message, NcipConnectionSettings connection, CancellationToken cancellationToken) =>
        SendAsync(Encode(message, connection).Octets, connection, cancellationToken);

    /// <summary>One attempt. Never throws for what the network or the responder does.</summary>
    /// <param name="octets">What <see cref="Encode"/> gave; the same in every attempt.</param>
    /// <param name="connection">To whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<NcipExchange> SendAsync(
        ReadOnlyMemory<byte> octets, NcipConnectionSettings connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var (whole, fault) = NcipOutgoing.WithSecrets(octets, connection.SignIn, _secrets);
        if (fault is not null)
            return NcipFailures.Secret(fault);
        return connection.Url.IsTcp
            ? await _tcp.SendAsync(whole, connection, cancellationToken)
            : await _http.SendAsync(whole, connection, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
