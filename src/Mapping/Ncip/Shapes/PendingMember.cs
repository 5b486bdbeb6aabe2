using ResourceSharing.Mapping.Xml;

namespace ResourceSharing.Mapping.Ncip.Shapes;

/// <summary><c>Pending</c>: a renewal is not decided yet, and maybe when it will be.</summary>
internal sealed class PendingMember()
    : Member<RenewItemResponse>("Pending", nameof(RenewItemResponse.Pending), NcipVersions.All, isRequired: true)
{
    private static readonly Property<RenewItemResponse, bool> Pending = new(x => x.Pending, "x.Pending");
    private static readonly Property<RenewItemResponse, NcipDate?> Reply =
        new(x => x.DateOfExpectedReply, "x.DateOfExpectedReply");

    public override bool IsPresent(RenewItemResponse source) => source.Pending;

    public override void Read(XmlPart part, NcipReading reading, Collected<RenewItemResponse> collected)
    {
        Pending.Set(collected.Target, true);
        if (part.Child("DateOfExpectedReply") is { } date && NcipModule.Date.TryRead(date, reading, out var read))
            Reply.Set(collected.Target, read);
    }

    public override void Write(NcipWriting writing, RenewItemResponse source)
    {
        writing.Open(Name);
        if (source.DateOfExpectedReply is { } date)
            writing.Element("DateOfExpectedReply", date.ToString());
        writing.Close(Name);
    }
}
