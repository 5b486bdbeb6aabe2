using ResourceSharing.Mapping.IsoIll;
using ResourceSharing.Tests.Unit.Mapping.IsoIll;

namespace ResourceSharing.Tests.Network;

/// <summary>ILL-Requests as a partner sends them.</summary>
internal static class IllRequests
{
    private static readonly IllRequestApdu Pattern = (IllRequestApdu)IsoIllVectors.Decode("yaz-illclient-full").Apdu;

    /// <summary>A request for a loan.</summary>
    /// <param name="requester">The partner's symbol.</param>
    /// <param name="responder">Ours.</param>
    /// <param name="number">The partner's number for it: the transaction group qualifier.</param>
    public static byte[] Encode(string requester, string responder, string number) => IsoIllCodec.Encode(Pattern with
    {
        TransactionId = new TransactionId
        {
            InitialRequesterId = System(requester), TransactionGroupQualifier = number, TransactionQualifier = "1",
        },
        RequesterId = System(requester),
        ResponderId = System(responder),
        SearchType = null,
    });

    private static SystemId System(string symbol) => new()
    {
        PersonOrInstitutionSymbol = new PersonOrInstitutionSymbol.InstitutionSymbol(symbol),
    };
}
