using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What becomes of a returned item, in the words of OCLC's WMS: <c>Re-shelve</c>, <c>Request:id</c>,
/// <c>Process:text</c>.</summary>
internal static class NcipRoutings
{
    private const string Reshelve = "Re-shelve";
    private const string Request = "Request";
    private const string Process = "Process";
    private const string ToOwner = "return to the owner";

    /// <summary>What to do; null where nobody said it.</summary>
    public static NcipRoutingInformation? Write(CirculationAnswer.Done done, NcipInitiation asked, NcipCode? agency)
    {
        if (done.Routing is not { } routing)
            return null;
        var number = done.Request?.Value ?? asked.RequestId?.Value;
        return new NcipRoutingInformation
        {
            Instructions = routing.Instruction switch
            {
                RoutingInstruction.Reshelve => Reshelve,
                RoutingInstruction.HoldForRequest => number is null ? Request : $"{Request}:{number}",
                RoutingInstruction.SendToOwner => $"{Process}:{ToOwner}",
                _ => Process,
            },
            Destination = new NcipDestination
            {
                Location = new NcipLocation
                {
                    LocationType = "Current",
                    Names = [new NcipLocationName { Level = 1, Value = routing.Destination ?? agency?.Value ?? "" }],
                },
            },
        };
    }

    /// <summary>Reads it; null where nothing is said that is known.</summary>
    public static ItemRouting? Read(NcipRoutingInformation? from, NcipMapping mapping)
    {
        var text = mapping.Text(from?.Instructions, "RoutingInstructions");
        RoutingInstruction? instruction = text switch
        {
            null => null,
            _ when text.Equals(Reshelve, StringComparison.OrdinalIgnoreCase) => RoutingInstruction.Reshelve,
            _ when text.StartsWith(Request, StringComparison.OrdinalIgnoreCase) => RoutingInstruction.HoldForRequest,
            _ when text.Equals($"{Process}:{ToOwner}", StringComparison.OrdinalIgnoreCase) => RoutingInstruction.SendToOwner,
            _ when text.StartsWith(Process, StringComparison.OrdinalIgnoreCase) => RoutingInstruction.Transfer,
            _ => null,
        };
        var names = from?.Destination?.Location?.Names ?? [];
        var place = names.Count > 0 ? names[0].Value : from?.Destination?.BinNumber;
        return instruction is { } known ? new ItemRouting(known, mapping.Text(place, "Destination")) : null;
    }
}
