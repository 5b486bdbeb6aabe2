namespace ResourceSharing.Benchmarks;

/// <summary>The files with which a gateway is started.</summary>
/// <param name="Gateway">What stands in gateway.yaml.</param>
/// <param name="PartnerCode">The code of the one partner.</param>
/// <param name="Partner">What stands in its file.</param>
internal sealed record GatewaySetup(string Gateway, string PartnerCode, string Partner)
{
    /// <summary>A partner that sends ISO ILL and waits for the answers on its connections.</summary>
    public static GatewaySetup IsoIll { get; } = new(
        """
        library: {code: HOME, name: Responder Library, symbols: [SYM:RSP1], email: ill@home.example}
        listeners:
          isoIll: {limits: {maxConnectionsPerAddress: 500}}
        """,
        "REQ1",
        """
        code: REQ1
        name: Requester Library
        symbols: [SYM:REQ1]
        allowedFrom: [127.0.0.1]
        borrowing: {workflow: DEFAULT_BOR_WF}
        lending: {supported: true, workflow: DEFAULT_LEND_WF}
        channel: {type: iso-ill, host: 127.0.0.1, port: 9, answerOnSameConnection: true}
        """);

    /// <summary>A system that asks the built-in circulation by NCIP, known by its name and its address.</summary>
    public static GatewaySetup Ncip { get; } = new(
        """
        library: {code: HOME, name: Responder Library, symbols: [SYM:RSP1], email: ill@home.example}
        circulation:
          system: built-in
          agencies: [HOME_INST]
          pickupLocations: [{code: MAIN, name: Main library}]
        """,
        "ILLIAD",
        """
        code: ILLIAD
        name: Request System
        allowedFrom: [127.0.0.0/8]
        channel: {type: ncip, broker: {dialect: illiad, applicationProfileTypes: [ILLIAD]}}
        """);
}
