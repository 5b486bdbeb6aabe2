using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Mail;

namespace ResourceSharing.Tests.Unit.Adapters.Mail;

/// <summary>Gives one token after the other, the next one when the last was refused; "(fails)" stands for none.</summary>
internal sealed class TokenSource(params string[] tokens) : IMailSecret
{
    private int _at;

    public bool IsRenewable => true;

    /// <summary>Each time it was asked, whether the last token had been refused.</summary>
    public List<bool> Asked { get; } = [];

    public ValueTask<MailSecretReading> GetAsync(bool isRefused, CancellationToken cancellationToken)
    {
        Asked.Add(isRefused);
        _at += isRefused ? 1 : 0;
        string token = tokens[Math.Min(_at, tokens.Length - 1)];
        return ValueTask.FromResult(token == "(fails)"
            ? new MailSecretReading(null, new GatewayError("secret-unavailable", RetryClass.Later, "No token today."))
            : new MailSecretReading(new Secret(token), null));
    }
}
