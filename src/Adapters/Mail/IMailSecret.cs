using ResourceSharing.Adapters.Contracts;

namespace ResourceSharing.Adapters.Mail;

/// <summary>Where the password or the access token for a mail server comes from.</summary>
public interface IMailSecret
{
    /// <summary>True when asking again may bring another one: a token, not a password.</summary>
    bool IsRenewable { get; }

    /// <summary>Gives the secret. What goes wrong is in the answer.</summary>
    /// <param name="isRefused">True when the server has refused the last one, which is then forgotten.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<MailSecretReading> GetAsync(bool isRefused, CancellationToken cancellationToken);
}

/// <summary>A secret, or why there is none.</summary>
/// <param name="Secret">The secret; null when there is an error.</param>
/// <param name="Error">Why it cannot be had, without a word of it; null when there is a secret.</param>
public sealed record MailSecretReading(Secret? Secret, GatewayError? Error)
{
    internal static MailSecretReading Later(string text) => Failed(RetryClass.Later, text);

    internal static MailSecretReading Operator(string text) => Failed(RetryClass.AfterOperator, text);

    private static MailSecretReading Failed(RetryClass retry, string text) =>
        new(null, new GatewayError("secret-unavailable", retry, text));
}

/// <summary>A password, read anew each time, so that a changed one works without a restart.</summary>
/// <param name="read">Reads it.</param>
public sealed class MailPassword(Func<SecretReading> read) : IMailSecret
{
    /// <inheritdoc />
    public bool IsRenewable => false;

    /// <inheritdoc />
    public ValueTask<MailSecretReading> GetAsync(bool isRefused, CancellationToken cancellationToken)
    {
        var reading = read();
        return ValueTask.FromResult(reading.Secret is { } secret
            ? new MailSecretReading(secret, null)
            : MailSecretReading.Operator($"There is no password: {reading.Fault}."));
    }
}
