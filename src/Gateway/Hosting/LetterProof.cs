using ResourceSharing.Gateway.Intake;
using ResourceSharing.Gateway.Security;
using ResourceSharing.Mapping.Letters;

namespace ResourceSharing.Gateway.Hosting;

/// <summary>Checks the tokens of letters with the gateway's key.</summary>
internal sealed class LetterProof(LetterKey key) : ILetterProof
{
    /// <inheritdoc/>
    public bool Proves(string request, long letter, string partner, string token) =>
        LetterToken.Matches(key.Octets, request, letter, partner, token);

    /// <inheritdoc/>
    public bool Checks(string number, string partner, string check) =>
        LetterToken.MatchesCheck(key.Octets, number, partner, check);
}
