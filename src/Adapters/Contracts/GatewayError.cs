namespace ResourceSharing.Adapters.Contracts;

/// <summary>What to do with the work that met an error.</summary>
public enum RetryClass
{
    /// <summary>The same input will always fail: do not try again.</summary>
    Never = 1,

    /// <summary>It may pass later by itself.</summary>
    Later = 2,

    /// <summary>It will pass once a person has mended something (a password, a certificate).</summary>
    AfterOperator = 3,
}

/// <summary>
/// An error as a value, as it crosses every boundary. The public text may be shown to a partner: it names no
/// configuration, no path and no patron. The private detail is for the log and the operator.
/// </summary>
/// <param name="Code">Stable, kebab-case, for programs and documentation: <c>connect-timeout</c>.</param>
/// <param name="Retry">What to do with the work.</param>
/// <param name="PublicText">One sentence that says what is wrong and, where possible, what to do next.</param>
/// <param name="PrivateDetail">What only an operator may read; null when there is nothing to add.</param>
public sealed record GatewayError(string Code, RetryClass Retry, string PublicText, string? PrivateDetail = null)
{
    /// <summary>For the operator: code, text and detail on one line.</summary>
    public override string ToString() =>
        PrivateDetail is null ? $"{Code}: {PublicText}" : $"{Code}: {PublicText} ({PrivateDetail})";
}
