using System.Collections.Frozen;
using System.Net;
using ResourceSharing.Adapters.IsoIll;
using ResourceSharing.Gateway.Configuration;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Tests.Simulation;

/// <summary>Two to five libraries that all know each other, each with partner files of its own making.</summary>
internal static class Consortium
{
    private static readonly string[] Codes = ["HOME", "EAST", "WEST", "NORTH", "SOUTH"];

    private static readonly WorkflowProfileConfig[] Profiles =
    [
        Profile("BOR_ALL", Side.Borrowing, All(Side.Borrowing)),
        Profile("BOR_PLAIN", Side.Borrowing, All(Side.Borrowing).Except(
        [
            WorkflowStep.Renewed, WorkflowStep.RenewNotAccepted, WorkflowStep.CancelNotAccepted, WorkflowStep.MediatedRenewal,
        ])),
        Profile("BOR_BARE", Side.Borrowing, [WorkflowStep.CancelledByStaff, WorkflowStep.RenewRequested]),
        Profile("LEND_ALL", Side.Lending, All(Side.Lending)),
        Profile("LEND_ASKS", Side.Lending, All(Side.Lending).Append(WorkflowStep.CancelReply)),
        Profile("LEND_AUTO", Side.Lending, All(Side.Lending)
            .Except([WorkflowStep.ReceivedByPartner, WorkflowStep.ReturnedByPartner, WorkflowStep.CheckedInMessage])
            .Append(WorkflowStep.AutomaticRenew)),
    ];

    /// <summary>The configurations of a consortium, by code.</summary>
    public static IEnumerable<(string Code, ConfigurationSnapshot Configuration)> Of(Random random)
    {
        var codes = Codes[..(2 + random.Next(Codes.Length - 1))];
        WorkflowProfileConfig[] profiles =
        [
            .. Profiles, AnyProfile("BOR_ANY", Side.Borrowing, random), AnyProfile("LEND_ANY", Side.Lending, random),
        ];
        return codes.Select(code => (code, new ConfigurationSnapshot(
            "", Gateway(code), codes.Where(other => other != code).Select(other => Partner(other, profiles, random)).ToArray(),
            profiles, [])));
    }

    private static GatewayConfig Gateway(string code) => new()
    {
        Library = new LibraryConfig
        {
            Code = code, Name = $"{code} Library", Symbols = [$"SIM:{code}"], Email = $"ill@{code}.example",
        },
    };

    private static PartnerConfig Partner(string code, WorkflowProfileConfig[] profiles, Random random) => new()
    {
        Code = code,
        Name = $"{code} Library",
        Symbols = [$"SIM:{code}"],
        AllowedFrom = [new IPNetwork(Library.AddressOf(Array.IndexOf(Codes, code)), 32)],
        Borrowing = new PartnerSideConfig { Workflow = Any(Side.Borrowing, profiles, random) },
        Lending = new PartnerSideConfig { Workflow = Any(Side.Lending, profiles, random) },
        Expiry = random.Next(3) == 0
            ? new ExpiryConfig { Type = ExpiryType.ExpiryTime, Days = 1 + random.Next(20) }
            : new ExpiryConfig(),
        OverdueRepeatDays = random.Next(2) * 7,
        DueSoonDays = random.Next(3),
        DeliveryDelayDays = random.Next(3),
        ClaimAfterDays = random.Next(3) == 0 ? 1 + random.Next(10) : null,
        AutoCancelAfterDays = random.Next(4) == 0 ? 5 + random.Next(15) : null,
        Delivery = new PartnerDeliveryConfig
        {
            Concurrency = 1 + random.Next(3),
            OnInDoubt = random.Next(2) == 0 ? OnInDoubt.Probe : OnInDoubt.Resend,
        },
        Channel = new ChannelConfig("iso-ill", new IsoIllPartnerSettings
        {
            Host = $"{code}.example", AnswerOnSameConnection = random.Next(4) == 0,
        }),
    };

    private static string Any(Side side, WorkflowProfileConfig[] profiles, Random random)
    {
        var wanted = side == Side.Borrowing ? ProfileSide.Borrowing : ProfileSide.Lending;
        var codes = profiles.Where(profile => profile.Side == wanted).Select(profile => profile.Code).ToArray();
        return codes[random.Next(codes.Length)];
    }

    /// <summary>A profile that no library would think of: every step is on or off by chance.</summary>
    private static WorkflowProfileConfig AnyProfile(string code, Side side, Random random)
    {
        var steps = side == Side.Borrowing ? WorkflowSteps.Borrowing : WorkflowSteps.Lending;
        return Profile(code, side, steps.Order().Where(_ => random.Next(4) > 0).ToArray()) with
        {
            ReplyDate = (ReplyDatePolicy)random.Next(3),
            AutoCancel = (AutoCancelPolicy)random.Next(2),
            LossStatus = (LossStatus)random.Next(2),
            DamageStatus = (DamageStatus)random.Next(2),
            MaxRenewals = random.Next(2) == 0 ? 1 + random.Next(2) : null,
            MaxLoanDays = random.Next(3) == 0 ? 30 + random.Next(30) : null,
        };
    }

    private static WorkflowStep[] All(Side side) => [.. WorkflowProfile.Full(side).Steps.Order()];

    private static WorkflowProfileConfig Profile(string code, Side side, IEnumerable<WorkflowStep> steps) => new()
    {
        Code = code,
        Name = code,
        Side = side == Side.Borrowing ? ProfileSide.Borrowing : ProfileSide.Lending,
        Steps = steps.ToFrozenSet(),
    };
}
