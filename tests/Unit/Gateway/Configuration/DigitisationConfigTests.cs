using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;
using Xunit;

namespace ResourceSharing.Tests.Unit.Gateway.Configuration;

/// <summary>Departments, rules, limits and copyright in gateway.yaml.</summary>
public sealed class DigitisationConfigTests : IDisposable
{
    private readonly TemporaryConfiguration _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        _folder.Write("gateway.yaml", $$"""
            {{TemporaryConfiguration.Gateway}}
            digitisation:
              departments:
                - {code: SCAN, name: Scanning, level: desk, library: HOME, workTimeDays: 3, operators: [ida]}
              rules:
                - name: Articles
                  when: [{input: material-type, operator: equals, values: [journal]}]
                  copyrightClearance: true
                  mode: automatic
                  reason: licensed
                  target: link
                  maximumViews: 8
                  department: SCAN
                - {name: Default, approval: true, mode: blocking}
              patronLimits: [{group: VISITOR, maximum: 0}, {group: STAFF}]
              deliveryRules: [{name: Members, when: [{input: user-group, values: [STAFF]}], deliver: true}]
              copyright: {management: true, ruleOfFive: {enabled: true, counted: supplied} }
            """);
        var loaded = _folder.Load();
        Assert.True(loaded.IsValid, string.Join('\n', loaded.Faults));
        var digitisation = loaded.Snapshot!.Gateway.Digitisation;
        Assert.Equal((DepartmentLevel.Desk, 3), (digitisation.Departments[0].Level, digitisation.Departments[0].WorkTimeDays));
        Assert.Equal((ApprovalMode.Automatic, 8), (digitisation.Rules[0].Mode, digitisation.Rules[0].MaximumViews));
        Assert.Equal((0, null), (digitisation.PatronLimits[0].Maximum, digitisation.PatronLimits[1].Maximum));
        Assert.Equal((5, CopyCounted.Supplied), (digitisation.Copyright.RuleOfFive.Limit, digitisation.Copyright.RuleOfFive.Counted));
    }

    [Fact]
    public void Everything_that_can_be_wrong_is_told_with_its_place()
    {
        _folder.Write("gateway.yaml", $$"""
            {{TemporaryConfiguration.Gateway}}
            digitisation:
              departments:
                - {code: SCAN, name: Scanning}
                - {code: scan, name: Again, level: library}
                - {code: ART, name: Art, library: HOME, servedLibraries: [NORTH]}
              rules:
                - {name: First}
                - {name: Second, mode: automatic, maximumViews: 3, department: SCAM}
                - name: Third
                  reason: because
                  when:
                    - {input: material-type, values: [jurnal]}
                    - {input: user-group, operator: equals, values: [A, B]}
              patronLimits: [{group: STAFF}, {group: staff, maximum: 1}]
              copyright: {statuses: [APPROVED, PENDING], ruleOfFive: {enabled: true} }
            """);
        Assert.Equal(
        [
            "departments: 'scan' is listed twice",
            "departments: scan is a library's or a desk: say which, in library",
            "departments: 'NORTH' of ART is no library of ours; our libraries are HOME",
            "library: ART is the institution's, so it belongs to no library (HOME)",
            "rules: 'First' has no conditions and always fits, so the rules after it never do: put it last",
            "rules: 'Second' has no conditions and always fits, so the rules after it never do: put it last",
            "rules: 'Second' approves automatically: say why, in reason",
            "maximumViews: only target link has one",
            "department: 'SCAM' is not in departments (did you mean 'SCAN'?)",
            "reason: only mode automatic has one",
            "values: there is no material-type 'jurnal' (did you mean 'journal'?)",
            "values: equals compares with one value; use in-list for several",
            "patronLimits: 'staff' is listed twice",
            "statuses: REJECTED is missing, which the gateway sets itself",
            "enabled: the rule of five needs copyright.management, since it sets the copyright status",
        ], _folder.Faults().Select(fault => fault[(fault.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
        Assert.All(_folder.Faults(), fault => Assert.Matches(@"^gateway\.yaml:\d+:\d+: ", fault));
    }
}
