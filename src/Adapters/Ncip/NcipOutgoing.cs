using System.Security;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>The header of what we send, and the secrets in it, which are nowhere but on the wire.</summary>
internal static class NcipOutgoing
{
    private const string AgencySecret = "agency-authentication-masked";
    private const string SystemSecret = "system-authentication-masked";

    /// <summary>The header that a responder's settings want, with words in the place of secrets.</summary>
    public static NcipHeader Header(NcipConnectionSettings connection) => new()
    {
        FromSystemId = Code(connection.FromSystemId, null),
        FromSystemAuthentication = connection.SignIn.SystemAuthentication is null ? null : new NcipSecret(SystemSecret),
        FromAgencyId = Code(connection.FromAgency, connection.FromAgencyScheme),
        FromAgencyAuthentication = connection.SignIn.AgencyAuthentication is null ? null : new NcipSecret(AgencySecret),
        ToAgencyId = Code(connection.ToAgency, connection.ToAgencyScheme),
        ApplicationProfileType = Code(connection.ApplicationProfileType, null),
    };

    /// <summary>The same as what a command needs for its header.</summary>
    /// <param name="connection">To whom.</param>
    /// <param name="ownAgency">Our agency where the settings name none.</param>
    public static NcipParties Parties(NcipConnectionSettings connection, string ownAgency)
    {
        var header = Header(connection);
        var from = header.FromAgencyId ?? new NcipCode(ownAgency);
        return new NcipParties(from, header.ToAgencyId ?? from)
        {
            FromSystem = header.FromSystemId, Profile = header.ApplicationProfileType,
            AgencyProof = header.FromAgencyAuthentication, SystemProof = header.FromSystemAuthentication,
        };
    }

    /// <summary>The message as it goes out, with its secrets; or why one cannot be had.</summary>
    public static (ReadOnlyMemory<byte> Octets, string? Fault) WithSecrets(
        ReadOnlyMemory<byte> octets, NcipSignInSettings signIn, SecretReader secrets)
    {
        if (signIn is { AgencyAuthentication: null, SystemAuthentication: null })
            return (octets, null);
        var text = Encoding.UTF8.GetString(octets.Span);
        foreach (var (word, place) in new[]
        {
            (AgencySecret, signIn.AgencyAuthentication), (SystemSecret, signIn.SystemAuthentication),
        })
        {
            if (place is null)
                continue;
            var reading = secrets.Read(place);
            if (reading.Secret is not { } secret)
                return (default, reading.Fault);
            text = text.Replace($">{word}<", $">{SecurityElement.Escape(secret.Reveal())}<", StringComparison.Ordinal);
        }

        return (Encoding.UTF8.GetBytes(text), null);
    }

    private static NcipCode? Code(string? value, string? scheme) => value is null ? null : new NcipCode(value, scheme);
}
