using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Calls by HTTP.</summary>
internal sealed class NcipHttpCall(SecretReader secrets, TimeProvider time) : IDisposable
{
    /// <summary>Each connection's own limit is below this one.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3.5);

    private readonly ConcurrentDictionary<string, Lazy<HttpClient>> _clients = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<NcipOAuthSettings, OAuthClient> _tokens = new();

    /// <summary>One attempt.</summary>
    public async Task<NcipExchange> SendAsync(
        ReadOnlyMemory<byte> octets, NcipConnectionSettings connection, CancellationToken cancellationToken)
    {
        var (client, clientFault) = ClientFor(connection);
        if (client is null)
            return NcipFailures.Secret(clientFault!);
        using var limit = new CancellationTokenSource(connection.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var (exchange, isTokenRefused) = await CallAsync(octets, connection, client, isAgain: false, either.Token);
        if (!isTokenRefused)
            return exchange;

        // Tokens can end sooner than their server says. Nothing was carried out.
        (exchange, isTokenRefused) = await CallAsync(octets, connection, client, isAgain: true, either.Token);
        return isTokenRefused ? NcipFailures.TokenRefused() : exchange;
    }

    /// <summary>One call.</summary>
    /// <param name="octets">The message.</param>
    /// <param name="connection">To whom.</param>
    /// <param name="client">Calls.</param>
    /// <param name="isAgain">The token of the call before was refused: another one is fetched.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What came of it, and whether the token was refused.</returns>
    private async Task<(NcipExchange Exchange, bool IsTokenRefused)> CallAsync(
        ReadOnlyMemory<byte> octets, NcipConnectionSettings connection, HttpClient client, bool isAgain,
        CancellationToken cancellationToken)
    {
        using var content = new CountedContent(octets, connection.ContentType);
        using var message = new HttpRequestMessage(HttpMethod.Post, connection.Url.Uri) { Content = content };
        try
        {
            if (await SignInAsync(message, connection, client, isAgain, cancellationToken) is { } failed)
                return (failed, false);
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await BoundedBody.ReadAsync(response.Content, NcipLimits.MaxOctets, cancellationToken);
            var exchange = body is { } answer
                ? NcipFailures.Read(answer, response.Content.Headers.ContentType?.ToString(), (int)response.StatusCode)
                : NcipFailures.TooLarge();
            return (exchange, response.StatusCode == HttpStatusCode.Unauthorized && connection.SignIn.Oauth is not null);
        }
        catch (OperationCanceledException)
        {
            return (content.HasBegun ? NcipFailures.TimedOut() : NcipFailures.Unreachable("no connection in time"), false);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (content.HasBegun ? NcipFailures.Lost(fault.Message) : NotReached(fault), false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(one => one.IsValueCreated))
            client.Value.Dispose();
        foreach (var client in _tokens.Values)
            client.Dispose();
    }

    /// <summary>A certificate that is not trusted will not be trusted in a minute either.</summary>
    private static NcipExchange.Failed NotReached(Exception fault) =>
        fault is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? NcipFailures.Unreachable(
                $"no encrypted connection: {fault.InnerException?.Message ?? fault.Message}", RetryClass.AfterOperator)
            : NcipFailures.Unreachable(fault is HttpRequestException http ? $"{http.HttpRequestError}" : fault.Message);

    /// <summary>The client for the certificates of a connection. A file that has changed brings a new one.</summary>
    private (HttpClient? Client, string? Fault) ClientFor(NcipConnectionSettings connection)
    {
        var own = Read(connection.SignIn.Certificate);
        var authority = Read(connection.Authority);
        if ((own?.Fault ?? authority?.Fault) is { } fault)
            return (null, fault);
        var pem = $"{own?.Secret?.Reveal()}\n\n{authority?.Secret?.Reveal()}";
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(pem)));
        try
        {
            return (_clients.GetOrAdd(key, _ => new Lazy<HttpClient>(
                () => HttpClients.Create(Longest, Tls(own?.Secret, authority?.Secret)))).Value, null);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            _clients.TryRemove(key, out _);
            return (null, $"a certificate cannot be used: {wrong.Message}");
        }
    }

    private static HttpTls Tls(Secret? own, Secret? authority)
    {
        X509Certificate2Collection? authorities = null;
        if (authority is not null)
        {
            authorities = [];
            authorities.ImportFromPem(authority.Reveal());
        }

        var pem = own?.Reveal();
        return new HttpTls(pem is null ? null : X509Certificate2.CreateFromPem(pem, pem), authorities);
    }

    private SecretReading? Read(SecretReference? place) => place is null ? null : secrets.Read(place);

    /// <summary>Puts everything into the call that proves who we are; tells when something cannot be had.</summary>
    private async Task<NcipExchange.Failed?> SignInAsync(
        HttpRequestMessage message, NcipConnectionSettings connection, HttpClient client, bool isTokenRefused,
        CancellationToken cancellationToken)
    {
        var signIn = connection.SignIn;
        if (signIn.Basic is { } basic)
        {
            if (secrets.Read(basic.Password) is not { Secret: { } password })
                return NcipFailures.Secret(secrets.Read(basic.Password).Fault ?? "no password");
            var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.User}:{password.Reveal()}"));
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", pair);
        }

        if (signIn.Oauth is { } oauth)
        {
            var token = await TokensOf(oauth, client).GetAsync(isTokenRefused, cancellationToken);
            if (token.Secret is null)
                return new NcipExchange.Failed(token.Error!, MayBeDone: false);
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret.Reveal());
        }

        return signIn.ApiKey is { } place ? ShowKey(message, connection, place) : null;
    }

    private NcipExchange.Failed? ShowKey(
        HttpRequestMessage message, NcipConnectionSettings connection, SecretReference place)
    {
        var reading = secrets.Read(place);
        if (reading.Secret is not { } key)
            return NcipFailures.Secret(reading.Fault ?? "no key");
        var value = key.Reveal();
        var address = new UriBuilder(connection.Url.Uri);
        switch (connection.SignIn.ApiKeyIn)
        {
            case NcipKeyPlace.Header:
                message.Headers.TryAddWithoutValidation("X-Api-Key", value);
                return null;
            case NcipKeyPlace.Bearer:
                message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
                return null;
            case NcipKeyPlace.Path:
                address.Path = $"{address.Path.TrimEnd('/')}/{Uri.EscapeDataString(value)}";
                break;
            default:
                address.Query = $"{address.Query.TrimStart('?')}&apikey={Uri.EscapeDataString(value)}".TrimStart('&');
                break;
        }

        message.RequestUri = address.Uri;
        return null;
    }

    private OAuthClient TokensOf(NcipOAuthSettings oauth, HttpClient client) => _tokens.GetOrAdd(oauth, _ => new OAuthClient(
        new OAuthClientSettings
        {
            TokenEndpoint = oauth.TokenEndpoint, ClientId = oauth.ClientId, Scope = oauth.Scope,
            ClientSecret = () => secrets.Read(oauth.ClientSecret),
        },
        client, time));

    /// <summary>A body that knows whether it has begun to go out: until then nobody can have carried it out.</summary>
    private sealed class CountedContent : HttpContent
    {
        private readonly ReadOnlyMemory<byte> _octets;
        private volatile bool _hasBegun;

        public CountedContent(ReadOnlyMemory<byte> octets, string contentType)
        {
            _octets = octets;
            Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        public bool HasBegun => _hasBegun;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _hasBegun = true;
            await stream.WriteAsync(_octets);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _octets.Length;
            return true;
        }
    }
}
