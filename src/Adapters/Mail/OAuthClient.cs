using System.Text.Json;
using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>A client of an OAuth 2.0 server (RFC 6749, 4.4).</summary>
public sealed record OAuthClientSettings
{
    /// <summary>The token endpoint: https, or http on this machine.</summary>
    public required Uri TokenEndpoint { get; init; }

    /// <summary>The client's identifier.</summary>
    public required string ClientId { get; init; }

    /// <summary>Reads the client's secret, each time it is needed.</summary>
    public required Func<SecretReading> ClientSecret { get; init; }

    /// <summary>What access is asked for; null for the server's default.</summary>
    public string? Scope { get; init; }
}

/// <summary>
/// Access tokens by client credentials. A token is kept until shortly before its end; one that a mail server has
/// refused is never given again. Safe for several callers at once.
/// </summary>
/// <param name="settings">The client.</param>
/// <param name="http">Made by the shared factory; its time limit counts.</param>
/// <param name="time">The clock of the tokens' ends.</param>
public sealed class OAuthClient(OAuthClientSettings settings, HttpClient http, TimeProvider time) : IMailSecret, IDisposable
{
    /// <summary>Larger answers are refused; a token has a few KiB.</summary>
    internal const int MaxAnswerOctets = 64 * 1024;

    /// <summary>What a server means that names no end (RFC 6749, 5.1 only recommends to tell it).</summary>
    private static readonly TimeSpan AssumedLife = TimeSpan.FromMinutes(5);

    /// <summary>A token that ends sooner is not begun with: signing in takes a while, and clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private Secret? _token;
    private DateTimeOffset _until;

    /// <inheritdoc />
    public bool IsRenewable => true;

    /// <inheritdoc />
    public async ValueTask<MailSecretReading> GetAsync(bool isRefused, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!isRefused && _token is not null && time.GetUtcNow() < _until)
                return new MailSecretReading(_token, null);
            _token = null;
            return await FetchAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private async Task<MailSecretReading> FetchAsync(CancellationToken cancellationToken)
    {
        var reading = settings.ClientSecret();
        if (reading.Secret is not { } clientSecret)
            return MailSecretReading.Operator($"There is no client secret: {reading.Fault}.");
        try
        {
            using var form = new FormUrlEncodedContent(Form(clientSecret));
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenEndpoint) { Content = form };
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            int status = (int)answer.StatusCode;
            if (status is >= 500 or 429 or 408)
                return MailSecretReading.Later(FormattableString.Invariant($"The token server answers {status}."));
            byte[] body = await ReadAsync(answer.Content, cancellationToken);
            return answer.IsSuccessStatusCode ? Accept(body) : Refused(status, body);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return MailSecretReading.Later($"The token server cannot be reached ({e.GetType().Name}).");
        }
        catch (JsonException)
        {
            return MailSecretReading.Later("The token server's answer is not readable.");
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Form(Secret clientSecret)
    {
        yield return new("grant_type", "client_credentials");
        yield return new("client_id", settings.ClientId);
        yield return new("client_secret", clientSecret.Reveal());
        if (settings.Scope is { } scope)
            yield return new("scope", scope);
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        byte[] buffer = new byte[MaxAnswerOctets + 1];
        int count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return count <= MaxAnswerOctets ? buffer[..count] : throw new JsonException("The answer is too large.");
    }

    private MailSecretReading Accept(byte[] body)
    {
        using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
        if (Text(json.RootElement, "access_token") is not { Length: > 0 } token || token.Any(char.IsControl))
            return MailSecretReading.Later("The token server's answer holds no token.");
        _token = new Secret(token);
        var life = LifeOf(json.RootElement);
        // A token of a short life is used once.
        _until = time.GetUtcNow() + (life > Margin ? life - Margin : TimeSpan.Zero);
        return new MailSecretReading(_token, null);
    }

    private static TimeSpan LifeOf(JsonElement root)
    {
        // Some servers write the number as a text.
        double seconds = root.TryGetProperty("expires_in", out var given) switch
        {
            true when given.ValueKind == JsonValueKind.Number => given.GetDouble(),
            true when given.ValueKind == JsonValueKind.String
                && double.TryParse(given.GetString(), System.Globalization.CultureInfo.InvariantCulture, out double text) => text,
            _ => AssumedLife.TotalSeconds,
        };
        return TimeSpan.FromSeconds(Math.Clamp(double.IsFinite(seconds) ? seconds : 0, 0, LongestLife.TotalSeconds));
    }

    /// <summary>The words of RFC 6749, 5.2, which name no secret.</summary>
    private static MailSecretReading Refused(int status, byte[] body)
    {
        string? error = null;
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            error = Text(json.RootElement, "error");
        }
        catch (JsonException)
        {
            // A page for people; the number says enough.
        }
        bool isWord = error is { Length: <= 100 } && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return MailSecretReading.Operator(FormattableString.Invariant(
            $"The token server refuses us ({status}{(isWord ? $", {error}" : "")})."));
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
