namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// An encoding of APDUs that a system accepts. Numbers outside the list are kept as numbers.
/// </summary>
public enum ApduEncoding
{
    /// <summary><c>eDIFACT</c>.</summary>
    Edifact = 1,

    /// <summary><c>bER-IN-MIME</c>.</summary>
    BerInMime = 2,

    /// <summary><c>bER</c>.</summary>
    Ber = 3,
}

/// <summary>
/// What a piece of patron data is about (extension 1.0.10161.13.4). Numbers outside the list are kept as
/// numbers.
/// </summary>
public enum StandardClientInfoType
{
    /// <summary><c>idInfo</c>.</summary>
    IdInfo = 0,

    /// <summary><c>nameInfo</c>.</summary>
    NameInfo = 1,

    /// <summary><c>contactInfo</c>.</summary>
    ContactInfo = 2,

    /// <summary><c>statusInfo</c>.</summary>
    StatusInfo = 3,

    /// <summary><c>otherInfo</c>.</summary>
    OtherInfo = 4,

    /// <summary><c>homeAddressInfo</c>.</summary>
    HomeAddressInfo = 5,

    /// <summary><c>workAddressInfo</c>.</summary>
    WorkAddressInfo = 6,

    /// <summary><c>faxNumber</c>.</summary>
    FaxNumber = 7,

    /// <summary><c>voiceNumber</c>.</summary>
    VoiceNumber = 8,

    /// <summary><c>pagerNumber</c>.</summary>
    PagerNumber = 9,

    /// <summary><c>eMailInfo</c>.</summary>
    EMailInfo = 10,

    /// <summary><c>systemIdNo</c>.</summary>
    SystemIdNo = 21,

    /// <summary><c>socialSecurityNo</c>.</summary>
    SocialSecurityNo = 22,

    /// <summary><c>accountNo</c>.</summary>
    AccountNo = 23,

    /// <summary><c>driversLicenceNo</c>.</summary>
    DriversLicenceNo = 24,

    /// <summary><c>other</c>.</summary>
    Other = 25,

    /// <summary><c>wholeName</c>.</summary>
    WholeName = 30,

    /// <summary><c>lastName</c>.</summary>
    LastName = 31,

    /// <summary><c>firstName</c>.</summary>
    FirstName = 32,

    /// <summary><c>initials</c>.</summary>
    Initials = 33,

    /// <summary><c>prefix</c>.</summary>
    Prefix = 34,

    /// <summary><c>suffix</c>.</summary>
    Suffix = 35,

    /// <summary><c>name</c>.</summary>
    Name = 40,

    /// <summary><c>streetAndNumber</c>.</summary>
    StreetAndNumber = 41,

    /// <summary><c>additionalInfo</c>.</summary>
    AdditionalInfo = 42,

    /// <summary><c>boxAddress</c>.</summary>
    BoxAddress = 43,

    /// <summary><c>city-town</c>.</summary>
    CityTown = 44,

    /// <summary><c>state-prov-region</c>.</summary>
    StateProvRegion = 45,

    /// <summary><c>country</c>.</summary>
    Country = 46,

    /// <summary><c>postalCode</c>.</summary>
    PostalCode = 47,

    /// <summary><c>telephoneCountryCode</c>.</summary>
    TelephoneCountryCode = 50,

    /// <summary><c>telephoneAreaCode</c>.</summary>
    TelephoneAreaCode = 51,

    /// <summary><c>telephoneLocalNumber</c>.</summary>
    TelephoneLocalNumber = 52,

    /// <summary><c>teleponeExtension</c>.</summary>
    TeleponeExtension = 53,

    /// <summary><c>eMailService</c>.</summary>
    EMailService = 60,

    /// <summary><c>eMailAddress</c>.</summary>
    EMailAddress = 61,

    /// <summary><c>department</c>.</summary>
    Department = 100,

    /// <summary><c>notes</c>.</summary>
    Notes = 101,

    /// <summary><c>maximumCost</c>.</summary>
    MaximumCost = 102,

    /// <summary><c>billingInfo</c>.</summary>
    BillingInfo = 103,
}

/// <summary>The status of a patron. Numbers outside the list are kept as numbers.</summary>
public enum StatusCode
{
    /// <summary><c>undergraduate</c>.</summary>
    Undergraduate = 0,

    /// <summary><c>graduate</c>.</summary>
    Graduate = 1,

    /// <summary><c>faculty</c>.</summary>
    Faculty = 2,

    /// <summary><c>staff</c>.</summary>
    Staff = 3,

    /// <summary><c>visitor</c>.</summary>
    Visitor = 4,

    /// <summary><c>generalUser</c>.</summary>
    GeneralUser = 5,

    /// <summary><c>juvenile</c>.</summary>
    Juvenile = 6,

    /// <summary><c>vip</c>.</summary>
    Vip = 7,

    /// <summary><c>subscriber</c>.</summary>
    Subscriber = 8,

    /// <summary><c>suspended</c>.</summary>
    Suspended = 9,

    /// <summary><c>other</c>.</summary>
    Other = 10,

    /// <summary><c>unspecified</c>.</summary>
    Unspecified = 11,
}

/// <summary>The material that the requester wants. Numbers outside the list are kept as numbers.</summary>
public enum RequestedMaterialFormat
{
    /// <summary><c>archival-material</c>.</summary>
    ArchivalMaterial = 1,

    /// <summary><c>audio-cassette</c>.</summary>
    AudioCassette = 2,

    /// <summary><c>audio-cD</c>.</summary>
    AudioCd = 3,

    /// <summary><c>computer-software</c>.</summary>
    ComputerSoftware = 4,

    /// <summary><c>conference-proceedings</c>.</summary>
    ConferenceProceedings = 5,

    /// <summary><c>dVD</c>.</summary>
    Dvd = 6,

    /// <summary><c>film8mm</c>.</summary>
    Film8mm = 7,

    /// <summary><c>film16-32mm</c>.</summary>
    Film1632mm = 8,

    /// <summary><c>government-document</c>.</summary>
    GovernmentDocument = 9,

    /// <summary><c>kit</c>.</summary>
    Kit = 10,

    /// <summary><c>legal-document</c>.</summary>
    LegalDocument = 11,

    /// <summary><c>machine-readable-computer-file</c>.</summary>
    MachineReadableComputerFile = 12,

    /// <summary><c>manuscript</c>.</summary>
    Manuscript = 13,

    /// <summary><c>map</c>.</summary>
    Map = 14,

    /// <summary><c>microform</c>.</summary>
    Microform = 15,

    /// <summary><c>monograph-bound</c>.</summary>
    MonographBound = 16,

    /// <summary><c>monograph-unbound</c>.</summary>
    MonographUnbound = 17,

    /// <summary><c>monograph-electronic</c>.</summary>
    MonographElectronic = 18,

    /// <summary><c>monograph-braille</c>.</summary>
    MonographBraille = 19,

    /// <summary><c>music-score</c>.</summary>
    MusicScore = 20,

    /// <summary><c>newspaper-bound</c>.</summary>
    NewspaperBound = 21,

    /// <summary><c>newspaper-unbound</c>.</summary>
    NewspaperUnbound = 22,

    /// <summary><c>newspaper-film</c>.</summary>
    NewspaperFilm = 23,

    /// <summary><c>official-publication</c>.</summary>
    OfficialPublication = 24,

    /// <summary><c>patent</c>.</summary>
    Patent = 25,

    /// <summary><c>phD-dissertation-own-institution</c>.</summary>
    PhdDissertationOwnInstitution = 26,

    /// <summary><c>phD-dissertation-other-institution</c>.</summary>
    PhdDissertationOtherInstitution = 27,

    /// <summary><c>photograph</c>.</summary>
    Photograph = 28,

    /// <summary><c>serial-bound</c>.</summary>
    SerialBound = 29,

    /// <summary><c>serial-unbound</c>.</summary>
    SerialUnbound = 30,

    /// <summary><c>serial-microfilm</c>.</summary>
    SerialMicrofilm = 31,

    /// <summary><c>serial-microfiche</c>.</summary>
    SerialMicrofiche = 32,

    /// <summary><c>serial-opaque</c>.</summary>
    SerialOpaque = 33,

    /// <summary><c>serial-electonic</c>.</summary>
    SerialElectonic = 34,

    /// <summary><c>special-collection</c>.</summary>
    SpecialCollection = 35,

    /// <summary><c>standard</c>.</summary>
    Standard = 36,

    /// <summary><c>technical-report</c>.</summary>
    TechnicalReport = 37,

    /// <summary><c>thesis-own-institution</c>.</summary>
    ThesisOwnInstitution = 38,

    /// <summary><c>thesis-other-institution</c>.</summary>
    ThesisOtherInstitution = 39,

    /// <summary><c>translation</c>.</summary>
    Translation = 40,

    /// <summary><c>videocassette</c>.</summary>
    Videocassette = 41,

    /// <summary><c>videodisc</c>.</summary>
    Videodisc = 42,

    /// <summary><c>videorecording</c>.</summary>
    Videorecording = 43,

    /// <summary><c>videotape</c>.</summary>
    Videotape = 44,

    /// <summary><c>other</c>.</summary>
    Other = 45,
}

/// <summary>
/// A bibliographic system that needs no further identification. Numbers outside the list are kept as
/// numbers.
/// </summary>
public enum WellKnownSystem
{
    /// <summary><c>library-of-Congress</c>.</summary>
    LibraryOfCongress = 1,

    /// <summary><c>bNB</c>.</summary>
    Bnb = 2,

    /// <summary><c>canadiana</c>.</summary>
    Canadiana = 3,

    /// <summary><c>oCLC</c>.</summary>
    Oclc = 4,

    /// <summary><c>dialog</c>.</summary>
    Dialog = 5,

    /// <summary><c>rLIN</c>.</summary>
    Rlin = 6,

    /// <summary><c>wLN</c>.</summary>
    Wln = 7,

    /// <summary><c>cARL</c>.</summary>
    Carl = 8,
}
