using System.Security.Cryptography;
using System.Text;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Shared;
using ResourceSharing.Mapping.Ncip;

namespace ResourceSharing.Adapters.Ncip;

/// <summary>Who calls: a closed set.</summary>
internal abstract record NcipIdentification
{
    /// <summary>A partner, who has proved it.</summary>
    public sealed record Known(NcipCaller Caller) : NcipIdentification;

    /// <summary>Nobody that is known.</summary>
    public sealed record Unknown : NcipIdentification;

    /// <summary>Somebody from where so many wrong proofs came that this one was not looked at.</summary>
    public sealed record NotHeard : NcipIdentification;

    /// <summary>Somebody who says to be a partner and does not prove it.</summary>
    /// <param name="Detail">What is missing, for the operator; no secret.</param>
    public sealed record NotProved(string Detail) : NcipIdentification;
}

/// <summary>Finds out who calls. A partner whose file asks for no proof and names no addresses is never believed.</summary>
/// <param name="partners">The partners' files.</param>
/// <param name="secrets">Fetches what they have to show.</param>
/// <param name="throttle">Counts wrong proofs.</param>
internal sealed class NcipRecognition(INcipPartners partners, SecretReader secrets, NcipThrottle throttle)
{
    /// <summary>Under what wrong keys are counted of somebody who names no partner.</summary>
    private const string Nobody = "";

    /// <summary>Who calls.</summary>
    /// <param name="header">What the message says; null where it says nothing.</param>
    /// <param name="shown">What is shown beside it.</param>
    public NcipIdentification Identify(NcipHeader? header, NcipCredentials shown)
    {
        var all = partners.Callers;
        var named = Named(all, header?.ApplicationProfileType, known => known.ApplicationProfileTypes)
            ?? Named(all, header?.FromSystemId, known => known.SystemIds)
            ?? Named(all, header?.FromAgencyId, known => known.Agencies);
        return named is not null ? Prove(named, header, shown) : ByWhatIsShown(all, header, shown);
    }

    private NcipIdentification ByWhatIsShown(IReadOnlyList<NcipCaller> all, NcipHeader? header, NcipCredentials shown)
    {
        bool hasKey = shown.Keys.Count > 0;
        if (hasKey && !throttle.MayProve(shown.Address, Nobody))
            return new NcipIdentification.NotHeard();
        var found = all.Where(caller => HasKey(caller, shown) || HasUser(caller, shown)).ToArray();
        if (found.Length > 0)
            return Prove(found, header, shown);
        if (hasKey)
            throttle.CountWrongProof(shown.Address, Nobody);
        return new NcipIdentification.Unknown();
    }

    /// <summary>Which of these partners it is.</summary>
    private NcipIdentification Prove(NcipCaller[] named, NcipHeader? header, NcipCredentials shown)
    {
        var heard = Array.FindAll(named, caller => throttle.MayProve(shown.Address, caller.Code));
        if (heard.Length == 0)
            return new NcipIdentification.NotHeard();
        var faults = heard.Select(caller => (Caller: caller, Fault: FaultOf(caller, header, shown))).ToArray();
        var proved = faults.Where(one => one.Fault is null).ToArray();
        switch (proved.Length)
        {
            case 1:
                return new NcipIdentification.Known(proved[0].Caller);
            case 0:
                if (shown.Keys.Count > 0 || shown.Basic is not null || header?.FromAgencyAuthentication is not null)
                    Array.ForEach(heard, caller => throttle.CountWrongProof(shown.Address, caller.Code));
                return new NcipIdentification.NotProved($"{faults[0].Caller.Code}: {faults[0].Fault}");
            default:
                return new NcipIdentification.NotProved(
                    $"{string.Join(", ", proved.Select(one => one.Caller.Code))} cannot be told apart");
        }
    }

    private static NcipCaller[]? Named(
        IReadOnlyList<NcipCaller> all, NcipCode? said, Func<NcipCallerSettings, IReadOnlyList<string>> names)
    {
        if (said is null)
            return null;
        var found = all.Where(caller => names(caller.Known).Any(said.Is)).ToArray();
        return found.Length == 0 ? null : found;
    }

    private static bool HasUser(NcipCaller caller, NcipCredentials shown) =>
        shown.Basic is { } pair && caller.Known.Authentication.Basic?.User == pair.User;

    private bool HasKey(NcipCaller caller, NcipCredentials shown)
    {
        bool isThere = false;

        // All are compared, so that the time does not tell which one it was.
        foreach (var place in caller.Known.Authentication.ApiKeys)
        {
            foreach (var key in shown.Keys)
                isThere |= Matches(place, key);
        }

        return isThere;
    }

    /// <summary>What is missing; null when everything that the file asks for is there.</summary>
    private string? FaultOf(NcipCaller caller, NcipHeader? header, NcipCredentials shown)
    {
        var asked = caller.Known.Authentication;
        if (!asked.AsksForProof && caller.AllowedFrom.Count == 0)
            return "its file names neither a proof (authentication) nor addresses (allowedFrom)";
        if (caller.AllowedFrom.Count > 0 && !AddressRanges.Hold(caller.AllowedFrom, shown.Address))
            return $"it may not call from {shown.Address}";
        if (asked.ApiKeys.Count > 0 && !HasKey(caller, shown))
            return "no key, or a wrong one";
        if (asked.Basic is { } basic
            && (shown.Basic is not { } pair || pair.User != basic.User || !Matches(basic.Password, pair.Password)))
        {
            return "no password, or a wrong one";
        }

        if (asked.Certificates.Count > 0 && !HasCertificate(asked, shown))
            return "no certificate, or another one";
        return asked.AgencyAuthentication is { } place
            && (header?.FromAgencyAuthentication is not { } secret || !Matches(place, secret.Value))
                ? "no FromAgencyAuthentication, or a wrong one"
                : null;
    }

    private static bool HasCertificate(NcipAuthenticationSettings asked, NcipCredentials shown) =>
        shown.CertificateKeyHash.Length == SHA256.HashSizeInBytes
        && asked.Certificates.Any(one => Convert.FromHexString(one).AsSpan().SequenceEqual(shown.CertificateKeyHash.Span));

    /// <summary>Compares digests in a time that tells nothing, not even the length. A secret that cannot be had fits
    /// nothing.</summary>
    private bool Matches(SecretReference place, string shown) =>
        secrets.Read(place).Secret is { } secret && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal())), SHA256.HashData(Encoding.UTF8.GetBytes(shown)));
}
