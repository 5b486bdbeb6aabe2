namespace ResourceSharing.Gateway.Intake;

/// <summary>Checks what our letters carry, so that an answer proves that its writer has the letter.</summary>
internal interface ILetterProof
{
    /// <summary>Is it the token of that letter of ours? Takes the same time whatever is wrong with it.</summary>
    /// <param name="request">Our number of the request; case does not matter.</param>
    /// <param name="letter">The outbox number of the letter.</param>
    /// <param name="partner">The code of the partner to whom it went.</param>
    /// <param name="token">The token.</param>
    bool Proves(string request, long letter, string partner, string token);

    /// <summary>Are these the check characters of a number in a subject? They guard against mistakes and prove
    /// nothing.</summary>
    bool Checks(string number, string partner, string check);
}
