using System.ComponentModel.DataAnnotations;
using ResourceSharing.Adapters.Contracts;
using ResourceSharing.Adapters.Locate;
using ResourceSharing.Gateway.Lifecycle;

namespace ResourceSharing.Gateway.Configuration;

/// <summary>The settings of the gateway itself: config/gateway.yaml.</summary>
public sealed record GatewayConfig
{
    /// <summary>The library that this gateway speaks for.</summary>
    public required LibraryConfig Library { get; init; }

    /// <summary>Where the gateway listens.</summary>
    public ListenersConfig Listeners { get; init; } = new();

    /// <summary>Where requests and messages are stored.</summary>
    public StorageConfig Storage { get; init; } = new();

    /// <summary>How letters leave.</summary>
    public MailConfig Mail { get; init; } = new();

    /// <summary>Work that the calendar brings.</summary>
    public JobsConfig Jobs { get; init; } = new();

    /// <summary>How requests are treated, whoever makes them.</summary>
    public RequestsConfig Requests { get; init; } = new();

    /// <summary>The form on which patrons ask for what they found in a discovery system (OpenURL).</summary>
    public OpenUrlConfig OpenUrl { get; init; } = new();

    /// <summary>Members of staff who get a mail when somebody else gives them a request as their task.</summary>
    [MaxLength(1_000)]
    public IReadOnlyList<StaffMemberConfig> Staff { get; init; } = [];

    /// <summary>Which letters patrons get. None of them until they are switched on.</summary>
    public PatronLettersConfig PatronLetters { get; init; } = new();

    /// <summary>Limits on what partners and users may send.</summary>
    public LimitsConfig Limits { get; init; } = new();

    /// <summary>How long data is kept.</summary>
    public RetentionConfig Retention { get; init; } = new();

    /// <summary>
    /// How sending is repeated when a partner cannot be reached. A partner's file may differ.
    /// </summary>
    public DeliveryConfig Delivery { get; init; } = new();

    /// <summary>
    /// The library's circulation, for systems that manage requests themselves and leave patrons, items and loans to us.
    /// </summary>
    public CirculationConfig Circulation { get; init; } = new();

    /// <summary>Digitisation and copyright: who digitises, what has to be approved, and who may get a file.</summary>
    public DigitisationConfig Digitisation { get; init; } = new();

    /// <summary>Files that are supplied: which are taken, and how long their links can be used.</summary>
    public DocumentsConfig Documents { get; init; } = new();
}

/// <summary>The library that this gateway speaks for.</summary>
public sealed record LibraryConfig
{
    /// <summary>Short code of the library; request numbers begin with it, so it should not change.</summary>
    [RegularExpression(Forms.LibraryCode, ErrorMessage = Forms.LibraryCodeText)]
    public required string Code { get; init; }

    /// <summary>Name as partners and patrons read it in letters.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>
    /// The library's symbols in the networks it belongs to. Messages addressed to any of them are ours; the
    /// first one stands in what we send.
    /// </summary>
    [MinLength(1), MaxLength(50)]
    [RegularExpression(Forms.Symbol, ErrorMessage = Forms.SymbolText)]
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Address that items are sent to, and that letters carry.</summary>
    public PostalAddressConfig? PostalAddress { get; init; }

    /// <summary>
    /// Mailbox of the interlibrary loan office; the sender of letters unless mail.from says otherwise.
    /// </summary>
    [RegularExpression(Forms.Email, ErrorMessage = Forms.EmailText)]
    public required string Email { get; init; }

    /// <summary>Language of letters to partners that have none of their own.</summary>
    [RegularExpression(Forms.Language, ErrorMessage = Forms.LanguageText)]
    public string Language { get; init; } = "en";

    /// <summary>What happens by itself when we borrow.</summary>
    public BorrowingConfig Borrowing { get; init; } = new();

    /// <summary>What happens by itself when we lend.</summary>
    public LendingConfig Lending { get; init; } = new();

    /// <summary>Our own catalogue, which is asked about incoming requests; nobody is asked when left out.</summary>
    public LocateTargetSettings? Locate { get; init; }

    /// <summary>
    /// Our libraries that requests belong to, where there are several: a borrowing request belongs to the first one,
    /// unless staff name another, and a lending request to the one whose symbol was addressed. When left out, all belong
    /// to the library itself.
    /// </summary>
    [MaxLength(200)]
    public IReadOnlyList<OwnerConfig> Owners { get; init; } = [];
}

/// <summary>One of our libraries that requests belong to.</summary>
public sealed record OwnerConfig
{
    /// <summary>Its code, which requests keep.</summary>
    [RegularExpression(Forms.Code, ErrorMessage = Forms.CodeText)]
    public required string Code { get; init; }

    /// <summary>Name as staff read it.</summary>
    [MinLength(1), MaxLength(200)]
    public required string Name { get; init; }

    /// <summary>
    /// Which of library.symbols are its own. The first one stands in what it asks; without any it asks under the
    /// library's.
    /// </summary>
    [MaxLength(50)]
    [RegularExpression(Forms.Symbol, ErrorMessage = Forms.SymbolText)]
    public IReadOnlyList<string> Symbols { get; init; } = [];
}

/// <summary>A member of staff who gets mail.</summary>
public sealed record StaffMemberConfig
{
    /// <summary>The user's name, as requests are assigned to it.</summary>
    [MinLength(1), MaxLength(100)]
    public required string User { get; init; }

    /// <summary>The user's mailbox.</summary>
    [RegularExpression(Forms.Email, ErrorMessage = Forms.EmailText)]
    public required string Email { get; init; }
}

/// <summary>Who may do something.</summary>
public enum Permission
{
    /// <summary>Whoever is signed in.</summary>
    Everybody,

    /// <summary>Nobody.</summary>
    Nobody,
}

/// <summary>What happens by itself when we borrow.</summary>
public sealed record BorrowingConfig
{
    /// <summary>Days on which we ask nobody; requests are taken in and wait.</summary>
    [MaxLength(100)]
    public IReadOnlyList<ClosureConfig> Closures { get; init; } = [];

    /// <summary>Whether the catalogues of the rota are asked as soon as a request is made.</summary>
    public bool LocateAutomatically { get; init; }

    /// <summary>Whether a request is sent as soon as a supplier was found; otherwise staff send it.</summary>
    public bool SendAutomatically { get; init; }

    /// <summary>Whether a request that no supplier holds is cancelled; otherwise staff see to it.</summary>
    public bool CancelWhenNotLocated { get; init; }

    /// <summary>What becomes of suppliers whose catalogue gave no answer.</summary>
    public UnknownHolding UnknownSuppliers { get; init; } = UnknownHolding.Last;
}

/// <summary>What happens by itself when we lend.</summary>
public sealed record LendingConfig
{
    /// <summary>Days on which we take no requests; they are rejected with the reason.</summary>
    [MaxLength(100)]
    public IReadOnlyList<ClosureConfig> Closures { get; init; } = [];

    /// <summary>
    /// With so many open requests of others, new ones are rejected; no limit when left out.
    /// </summary>
    [Range(0, 1_000_000)]
    public int? MaxOpenRequests { get; init; }

    /// <summary>Whether our own catalogue is asked as soon as a request arrives.</summary>
    public bool LocateAutomatically { get; init; }

    /// <summary>Whether a request for what we do not hold is rejected; otherwise staff see to it.</summary>
    public bool RejectWhenNotLocated { get; init; }

    /// <summary>Whether a request is rejected when no copy is on the shelf.</summary>
    public bool RejectWhenNotAvailable { get; init; }

    /// <summary>
    /// Whether a request is rejected when our catalogue names a restriction of use for every copy (876 $h, or the
    /// restrictions of an OPAC record). What it does not say is left to staff.
    /// </summary>
    public bool RejectWhenNotRequestable { get; init; }

    /// <summary>Whether a request for a loan is rejected when we hold it as an electronic resource only.</summary>
    public bool RejectWhenOnlyElectronic { get; init; }
}

/// <summary>A postal address in the parts that ISO ILL knows. Leave out what there is not.</summary>
public sealed record PostalAddressConfig
{
    /// <summary>Person or institution.</summary>
    [MaxLength(200)]
    public string? Name { get; init; }

    /// <summary>Department, building or care-of line.</summary>
    [MaxLength(200)]
    public string? Extended { get; init; }

    /// <summary>Street and number.</summary>
    [MaxLength(200)]
    public string? Street { get; init; }

    /// <summary>Post office box.</summary>
    [MaxLength(50)]
    public string? PostOfficeBox { get; init; }

    /// <summary>Town or city.</summary>
    [MaxLength(100)]
    public string? City { get; init; }

    /// <summary>State, province or region.</summary>
    [MaxLength(100)]
    public string? Region { get; init; }

    /// <summary>Postal code. Quote one that starts with 0.</summary>
    [MaxLength(20)]
    public string? PostalCode { get; init; }

    /// <summary>Country as two letters of ISO 3166.</summary>
    [RegularExpression(Forms.Country, ErrorMessage = Forms.CountryText)]
    public string? Country { get; init; }
}

/// <summary>The engine that stores requests and messages.</summary>
public enum StorageEngine
{
    /// <summary>SQLite in the data folder: nothing to install, one node.</summary>
    Sqlite,
}

/// <summary>Where requests and messages are stored.</summary>
public sealed record StorageConfig
{
    /// <summary>The engine.</summary>
    public StorageEngine Engine { get; init; } = StorageEngine.Sqlite;

    /// <summary>Name of the database file in the data folder.</summary>
    [RegularExpression(Forms.FileName, ErrorMessage = Forms.FileNameText)]
    public string FileName { get; init; } = "gateway.db";

    /// <summary>Folder for backups; relative to the data folder. Better on another disk.</summary>
    [MinLength(1), MaxLength(1000)]
    public string BackupFolder { get; init; } = "backup";

    /// <summary>
    /// Free disk in MiB under which new messages are refused, so that what was accepted can still be worked
    /// on.
    /// </summary>
    [Range(0, 1_000_000_000)]
    public long MinimumFreeDiskMiB { get; init; } = 512;
}

/// <summary>How letters leave.</summary>
public sealed record MailConfig
{
    /// <summary>Sender address of letters; the library's email when left out.</summary>
    [RegularExpression(Forms.Email, ErrorMessage = Forms.EmailText)]
    public string? From { get; init; }

    /// <summary>
    /// The mail server that takes our letters. When left out, letters are written as files to a Maildir in
    /// the data folder, which is good for trying things out.
    /// </summary>
    public SmtpConfig? Smtp { get; init; }

    /// <summary>
    /// Folder of the Maildir that takes letters when there is no server; relative to the data folder.
    /// </summary>
    [MinLength(1), MaxLength(1000)]
    public string MaildirFolder { get; init; } = "mail";

    /// <summary>
    /// What separates a sub-address of our mailbox (ill+detail@home.example); answers come back to one. Leave it empty
    /// when the mail server knows no sub-addresses: then answers find their request by other signs.
    /// </summary>
    [RegularExpression("^[+=-]?$", ErrorMessage = "+, - or = or nothing")]
    public string AddressSeparator { get; init; } = "+";

    /// <summary>
    /// Name by which our own mail server signs its Authentication-Results. Without it nobody's address is vouched for,
    /// and only answers that carry a valid check are acted on by themselves.
    /// </summary>
    [MinLength(1), MaxLength(253)]
    public string? AuthenticationServer { get; init; }

    /// <summary>
    /// How many days the check in a letter of ours lets its answer act by itself. An older answer still finds its
    /// request, but goes before the staff.
    /// </summary>
    [Range(1, 3650)]
    public int TokenDays { get; init; } = 400;

    /// <summary>
    /// Most letters of a partner about one request within an hour. After that a loop is suspected: letters to the partner
    /// are held until somebody has looked.
    /// </summary>
    [Range(1, 1000)]
    public int MaxLettersPerRequestPerHour { get; init; } = 20;

    /// <summary>Mailboxes that are read: what partners answer. None when left out.</summary>
    [MaxLength(20)]
    public IReadOnlyList<MailboxConfig> Mailboxes { get; init; } = [];

    /// <summary>How many days the link of a letter to its answer page can be used.</summary>
    [Range(1, 400)]
    public int ReplyLinkDays { get; init; } = 60;
}

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum MailServerTls
{
    /// <summary>STARTTLS must succeed, or nothing is said.</summary>
    Required,

    /// <summary>STARTTLS when the server offers it; anybody on the way can take the offer out.</summary>
    WhenOffered,

    /// <summary>No encryption; for a server on the same machine.</summary>
    None,

    /// <summary>TLS from the first octet, usually on port 465 or 993.</summary>
    Implicit,
}

/// <summary>How we prove to a mail server who we are.</summary>
public enum MailServerSignIn
{
    /// <summary>SASL PLAIN (RFC 4616).</summary>
    Plain,

    /// <summary>The older LOGIN mechanism; with IMAP the LOGIN command.</summary>
    Login,

    /// <summary>An OAuth 2 access token as the password.</summary>
    Xoauth2,
}

/// <summary>The mail server that takes our letters.</summary>
public sealed record SmtpConfig
{
    /// <summary>Host name or address.</summary>
    [MinLength(1), MaxLength(253)]
    public required string Host { get; init; }

    /// <summary>TCP port: 587 for submission, 465 with implicit TLS, 25 for a relay.</summary>
    [Range(1, 65535)]
    public int Port { get; init; } = 587;

    /// <summary>Encryption.</summary>
    public MailServerTls Tls { get; init; } = MailServerTls.Required;

    /// <summary>Account; leave out for a server that asks for none.</summary>
    [MinLength(1), MaxLength(320)]
    public string? Username { get; init; }

    /// <summary>Password or access token of the account, as env:NAME or file:PATH.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>Mechanism, used when there is an account.</summary>
    public MailServerSignIn Authentication { get; init; } = MailServerSignIn.Plain;

    /// <summary>Where access tokens for xoauth2 come from; without it the password is one.</summary>
    public OAuthConfig? Oauth { get; init; }

    /// <summary>How long to wait for the connection before the attempt is put off.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long to wait for the answer to a command; RFC 5321 (4.5.3.2) asks for five minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long to wait for the answer to the end of a letter; RFC 5321 (4.5.3.2.6) asks for ten minutes,
    /// because giving up early sends letters twice.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DataTimeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>Limits on what partners and users may send.</summary>
public sealed record LimitsConfig
{
    /// <summary>
    /// Largest protocol message in octets (an APDU, an NCIP or SOAP document). Real ones have a few KiB.
    /// </summary>
    [Range(65_536, 67_108_864)]
    public int MaxMessageOctets { get; init; } = 1_048_576;

    /// <summary>
    /// Largest letter in octets with its attachments; most mail servers stop at 25 to 50 MiB.
    /// </summary>
    [Range(65_536, 268_435_456)]
    public int MaxMailOctets { get; init; } = 26_214_400;
}

/// <summary>How long data is kept, in days.</summary>
public sealed record RetentionConfig
{
    /// <summary>
    /// How long a message is recognised as one that came before. Must exceed the time that partners, and we,
    /// repeat sending.
    /// </summary>
    [Range(1, 3650)]
    public int DuplicateDays { get; init; } = 90;

    /// <summary>How long the octets of messages are kept, to explain what happened.</summary>
    [Range(1, 36_500)]
    public int MessageDays { get; init; } = 365;

    /// <summary>How long after its end a request keeps the patron's name and contact data.</summary>
    [Range(0, 36_500)]
    public int PatronDays { get; init; } = 90;

    /// <summary>How long completed requests are kept without personal data, for statistics.</summary>
    [Range(1, 36_500)]
    public int RequestDays { get; init; } = 1825;
}

/// <summary>How sending is repeated when a partner cannot be reached.</summary>
public sealed record DeliveryConfig
{
    /// <summary>Wait after the first failure.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Each further wait is this many times the one before.</summary>
    [Range(1, 10)]
    public decimal Factor { get; init; } = 2;

    /// <summary>Longest wait between two attempts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan MaxRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a message is tried before it is set aside for staff. Mail servers use five days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>
    /// Random part of each wait in percent, up or down, so that messages that failed together are not
    /// repeated together.
    /// </summary>
    [Range(0, 100)]
    public int JitterPercent { get; init; } = 50;

    /// <summary>
    /// After this many failures in a row to connect to a partner, its queue rests and is only probed.
    /// </summary>
    [Range(1, 1000)]
    public int SuspendAfterFailures { get; init; } = 5;

    /// <summary>How often a resting queue tries one message.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Wait after the start before anything is sent, so that a restart loop does not flood partners.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StartDelay { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>How requests are treated, whoever makes them.</summary>
public sealed record RequestsConfig
{
    /// <summary>
    /// A borrowing request for the same thing and the same patron within this time is flagged as a repeat, with the
    /// earlier one's number; it is never refused. 0s switches it off.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan RepeatWindow { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Who may open a finished request again, where the workflow profile has the step. Other systems give it to a manager
    /// alone.
    /// </summary>
    public Permission Reactivate { get; init; } = Permission.Everybody;
}
