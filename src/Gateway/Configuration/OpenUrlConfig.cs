namespace ResourceSharing.Gateway.Configuration;

/// <summary>The form on which patrons ask for what they found: GET and POST /openurl.</summary>
public sealed record OpenUrlConfig
{
    /// <summary>
    /// Whether there is such a form. It asks for no password: whoever reaches the web listener can make requests. They
    /// wait for staff like any other.
    /// </summary>
    public bool Enabled { get; init; }

    /// <summary>Whether patrons must give their card number or user name.</summary>
    public bool RequireUserId { get; init; } = true;
}
