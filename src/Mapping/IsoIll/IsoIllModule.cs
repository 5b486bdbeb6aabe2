using ResourceSharing.Mapping.Canonical;
using ResourceSharing.Mapping.IsoIll.Ber;
using ResourceSharing.Mapping.IsoIll.Shapes;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// The ASN.1 module of ISO 10161-1 (with the EXPLICIT TAGS it is published with) as tables. A line says how
/// a component is called, how it is tagged, of which type it is and which property holds it; the order is
/// that of the wire. What is written here is read, written, printed and tested; there is no other list of
/// components.
/// </summary>
internal static class IsoIllModule
{
    // Types that are coded primitive.
    public static readonly IntegerShape Integer = new();
    public static readonly BooleanShape Boolean = new();
    public static readonly ObjectIdentifierShape ObjectIdentifier = new();
    public static readonly IllStringShape IllStrings = new();
    public static readonly CharacterStringShape IsoDate = new("ISO-Date", BerTag.VisibleString, IsDigits(8));
    public static readonly CharacterStringShape IsoTime = new("ISO-Time", BerTag.VisibleString, IsDigits(6));

    public static readonly CharacterStringShape AmountString =
        new("AmountString", BerTag.PrintableString, text => text.All("0123456789 .,".Contains));

    public static readonly CharacterStringShape CurrencyCode =
        new("currency-code", BerTag.PrintableString, text => text.Length == 3);

    public static readonly ExternalShape Externals = new();
    public static readonly AnyShape Any = new();

    // Enumerations (and protocol-version-num, an INTEGER with named numbers).
    public static readonly EnumeratedShape<ProtocolVersion> ProtocolVersion = new(
        "1=version-1 2=version-2", isOpen: false, BerTag.Integer,
        Canonical.GeneralProblem.ProtocolVersionNotSupported);

    public static readonly EnumeratedShape<TransactionType> TransactionType = Closed<TransactionType>(
        "1=simple 2=chained 3=partitioned");

    public static readonly EnumeratedShape<IllServiceType> IllServiceType = Closed<IllServiceType>(
        "1=loan 2=copy-non-returnable 3=locations 4=estimate 5=responder-specific");

    public static readonly EnumeratedShape<MessagePreference> MessagePreference = Closed<MessagePreference>(
        "1=requires 2=desires 3=neither");

    public static readonly EnumeratedShape<ExpiryFlag> ExpiryFlag = Closed<ExpiryFlag>(
        "1=need-Before-Date 2=other-Date 3=no-Expiry");

    public static readonly EnumeratedShape<SupplyMediumType> SupplyMediumType = Open<SupplyMediumType>(
        """
        1=printed 2=photocopy 3=microform 4=film-or-video-recording 5=audio-recording
        6=machine-readable 7=other
        """);

    public static readonly EnumeratedShape<PlaceOnHoldType> PlaceOnHoldType = Closed<PlaceOnHoldType>(
        "1=yes 2=no 3=according-to-responder-policy");

    public static readonly EnumeratedShape<ItemType> ItemType = Open<ItemType>(
        "1=monograph 2=serial 3=other");

    public static readonly EnumeratedShape<MediumType> MediumType = Open<MediumType>(
        "1=printed 3=microform 4=film-or-video-recording 5=audio-recording 6=machine-readable 7=other");

    public static readonly EnumeratedShape<Preference> Preference = Closed<Preference>(
        "1=ordered 2=unordered");

    public static readonly EnumeratedShape<ShippedConditions> ShippedConditions = Open<ShippedConditions>(
        """
        22=library-use-only 23=no-reproduction 24=client-signature-required
        25=special-collections-supervision-required 27=other
        """);

    public static readonly EnumeratedShape<TransactionResults> TransactionResults =
        Closed<TransactionResults>(
        "1=conditional 2=retry 3=unfilled 4=locations-provided 5=will-supply 6=hold-placed 7=estimate");

    public static readonly EnumeratedShape<Conditions> Conditions = Open<Conditions>(
        """
        13=cost-exceeds-limit 14=charges 15=prepayment-required 16=lacks-copyright-compliance
        22=library-use-only 23=no-reproduction 24=client-signature-required
        25=special-collections-supervision-required 27=other 28=responder-specific
        30=proposed-delivery-service
        """);

    public static readonly EnumeratedShape<ReasonNotAvailable> ReasonNotAvailable = Open<ReasonNotAvailable>(
        """
        1=in-use-on-loan 2=in-process 6=on-order 7=volume-issue-not-yet-available 8=at-bindery
        13=cost-exceeds-limit 14=charges 15=prepayment-required 16=lacks-copyright-compliance
        17=not-found-as-cited 19=on-hold 27=other 28=responder-specific
        """);

    public static readonly EnumeratedShape<ReasonUnfilled> ReasonUnfilled = Open<ReasonUnfilled>(
        """
        1=in-use-on-loan 2=in-process 3=lost 4=non-circulating 5=not-owned 6=on-order
        7=volume-issue-not-yet-available 8=at-bindery 9=lacking 10=not-on-shelf 11=on-reserve
        12=poor-condition 13=cost-exceeds-limit 14=charges 15=prepayment-required
        16=lacks-copyright-compliance 17=not-found-as-cited 18=locations-not-found 19=on-hold
        20=policy-problem 21=mandatory-messaging-not-supported 22=expiry-not-supported
        23=requested-delivery-services-not-supported 24=preferred-delivery-time-not-possible
        27=other 28=responder-specific
        """);

    public static readonly EnumeratedShape<ReasonLocsProvided> ReasonLocsProvided = Open<ReasonLocsProvided>(
        """
        1=in-use-on-loan 2=in-process 3=lost 4=non-circulating 5=not-owned 6=on-order
        7=volume-issue-not-yet-available 8=at-bindery 9=lacking 10=not-on-shelf 11=on-reserve
        12=poor-condition 13=cost-exceeds-limit 19=on-hold 27=other 28=responder-specific
        """);

    public static readonly EnumeratedShape<ReasonWillSupply> ReasonWillSupply = Open<ReasonWillSupply>(
        """
        1=in-use-on-loan 2=in-process 6=on-order 8=at-bindery 19=on-hold
        26=being-processed-for-supply 27=other 28=responder-specific 30=electronic-delivery
        """);

    public static readonly EnumeratedShape<ReasonNoReport> ReasonNoReport = Closed<ReasonNoReport>(
        "1=temporary 2=permanent");

    public static readonly EnumeratedShape<MostRecentService> MostRecentService = Open<MostRecentService>(
        """
        1=iLL-REQUEST 21=fORWARD 2=fORWARD-NOTIFICATION 3=sHIPPED 4=iLL-ANSWER 5=cONDITIONAL-REPLY
        6=cANCEL 7=cANCEL-REPLY 8=rECEIVED 9=rECALL 10=rETURNED 11=cHECKED-IN 14=rENEW-ANSWER
        15=lOST 16=dAMAGED 17=mESSAGE 18=sTATUS-QUERY 19=sTATUS-OR-ERROR-REPORT 20=eXPIRED
        """);

    public static readonly EnumeratedShape<CurrentState> CurrentState = Closed<CurrentState>(
        """
        1=nOT-SUPPLIED 2=pENDING 3=iN-PROCESS 4=fORWARD 5=cONDITIONAL 6=cANCEL-PENDING 7=cANCELLED
        8=sHIPPED 9=rECEIVED 10=rENEW-PENDING 11=nOT-RECEIVED-OVERDUE 12=rENEW-OVERDUE 13=oVERDUE
        14=rETURNED 15=cHECKED-IN 16=rECALL 17=lOST 18=uNKNOWN
        """);

    public static readonly EnumeratedShape<ReportSource> ReportSource = Closed<ReportSource>(
        "1=user 2=provider");

    public static readonly EnumeratedShape<IntermediaryProblem> IntermediaryProblem =
        Closed<IntermediaryProblem>(
        "1=cannot-send-onward");

    public static readonly EnumeratedShape<UnableToPerform> UnableToPerform = Closed<UnableToPerform>(
        "1=not-available 2=resource-limitation 3=other");

    public static readonly EnumeratedShape<GeneralProblem> GeneralProblem = Closed<GeneralProblem>(
        """
        1=unrecognized-APDU 2=mistyped-APDU 3=badly-structured-APDU 4=protocol-version-not-supported
        5=other
        """);

    public static readonly EnumeratedShape<TransactionIdProblem> TransactionIdProblem =
        Closed<TransactionIdProblem>(
        "1=duplicate-transaction-id 2=invalid-transaction-id 3=unknown-transaction-id");

    public static readonly EnumeratedShape<IllApduType> IllApduType = Closed<IllApduType>(
        """
        1=iLL-REQUEST 2=fORWARD-NOTIFICATION 3=sHIPPED 4=iLL-ANSWER 5=cONDITIONAL-REPLY 6=cANCEL
        7=cANCEL-REPLY 8=rECEIVED 9=rECALL 10=rETURNED 11=cHECKED-IN 12=oVERDUE 13=rENEW
        14=rENEW-ANSWER 15=lOST 16=dAMAGED 17=mESSAGE 18=sTATUS-QUERY 19=sTATUS-OR-ERROR-REPORT
        20=eXPIRED
        """);

    public static readonly EnumeratedShape<ApduEncoding> ApduEncoding = Open<ApduEncoding>(
        "1=eDIFACT 2=bER-IN-MIME 3=bER");

    public static readonly EnumeratedShape<StandardClientInfoType> StandardClientInfoType =
        Open<StandardClientInfoType>(
        """
        0=idInfo 1=nameInfo 2=contactInfo 3=statusInfo 4=otherInfo 5=homeAddressInfo
        6=workAddressInfo 7=faxNumber 8=voiceNumber 9=pagerNumber 10=eMailInfo 101=notes
        102=maximumCost 103=billingInfo 21=systemIdNo 22=socialSecurityNo 23=accountNo
        24=driversLicenceNo 25=other 30=wholeName 31=lastName 32=firstName 33=initials 34=prefix
        35=suffix 40=name 100=department 41=streetAndNumber 42=additionalInfo 43=boxAddress
        44=city-town 45=state-prov-region 46=country 47=postalCode 50=telephoneCountryCode
        51=telephoneAreaCode 52=telephoneLocalNumber 53=teleponeExtension 60=eMailService
        61=eMailAddress
        """);

    public static readonly EnumeratedShape<StatusCode> StatusCode = Open<StatusCode>(
        """
        0=undergraduate 1=graduate 2=faculty 3=staff 4=visitor 5=generalUser 6=juvenile 7=vip
        8=subscriber 9=suspended 10=other 11=unspecified
        """);

    public static readonly EnumeratedShape<RequestedMaterialFormat> RequestedMaterialFormat =
        Open<RequestedMaterialFormat>(
        """
        1=archival-material 2=audio-cassette 3=audio-cD 4=computer-software 5=conference-proceedings
        6=dVD 7=film8mm 8=film16-32mm 9=government-document 10=kit 11=legal-document
        12=machine-readable-computer-file 13=manuscript 14=map 15=microform 16=monograph-bound
        17=monograph-unbound 18=monograph-electronic 19=monograph-braille 20=music-score
        21=newspaper-bound 22=newspaper-unbound 23=newspaper-film 24=official-publication 25=patent
        26=phD-dissertation-own-institution 27=phD-dissertation-other-institution 28=photograph
        29=serial-bound 30=serial-unbound 31=serial-microfilm 32=serial-microfiche 33=serial-opaque
        34=serial-electonic 35=special-collection 36=standard 37=technical-report
        38=thesis-own-institution 39=thesis-other-institution 40=translation 41=videocassette
        42=videodisc 43=videorecording 44=videotape 45=other
        """);

    public static readonly EnumeratedShape<WellKnownSystem> WellKnownSystem = Open<WellKnownSystem>(
        "1=library-of-Congress 2=bNB 3=canadiana 4=oCLC 5=dialog 6=rLIN 7=wLN 8=cARL");

    // Structured types.
    public static readonly ChoiceShape<PersonOrInstitutionSymbol> PersonOrInstitutionSymbol =
        new ChoiceShape<PersonOrInstitutionSymbol>("Person-Or-Institution-Symbol")
        .Arm("person-symbol", Explicit(0), IllStrings,
            (PersonOrInstitutionSymbol.PersonSymbol a) => a.Value,
            v => new PersonOrInstitutionSymbol.PersonSymbol(v))
        .Arm("institution-symbol", Explicit(1), IllStrings,
            (PersonOrInstitutionSymbol.InstitutionSymbol a) => a.Value,
            v => new PersonOrInstitutionSymbol.InstitutionSymbol(v));

    public static readonly ChoiceShape<NameOfPersonOrInstitution> NameOfPersonOrInstitution =
        new ChoiceShape<NameOfPersonOrInstitution>("Name-Of-Person-Or-Institution")
        .Arm("name-of-person", Explicit(0), IllStrings,
            (NameOfPersonOrInstitution.NameOfPerson a) => a.Value,
            v => new NameOfPersonOrInstitution.NameOfPerson(v))
        .Arm("name-of-institution", Explicit(1), IllStrings,
            (NameOfPersonOrInstitution.NameOfInstitution a) => a.Value,
            v => new NameOfPersonOrInstitution.NameOfInstitution(v));

    public static readonly SequenceShape<SystemId> SystemId = new SequenceShape<SystemId>("System-Id")
        .Optional("person-or-institution-symbol", Explicit(0), PersonOrInstitutionSymbol,
            t => t.PersonOrInstitutionSymbol)
        .Optional("name-of-person-or-institution", Explicit(1), NameOfPersonOrInstitution,
            t => t.NameOfPersonOrInstitution);

    public static readonly SequenceShape<TransactionId> TransactionId =
        new SequenceShape<TransactionId>("Transaction-Id")
        .Optional("initial-requester-id", Implicit(0), SystemId, t => t.InitialRequesterId)
        .Mandatory("transaction-group-qualifier", Explicit(1), IllStrings, t => t.TransactionGroupQualifier)
        .Mandatory("transaction-qualifier", Explicit(2), IllStrings, t => t.TransactionQualifier)
        .Optional("sub-transaction-qualifier", Explicit(3), IllStrings, t => t.SubTransactionQualifier);

    public static readonly SequenceShape<DateTimeOfService> DateTimeOfService =
        new SequenceShape<DateTimeOfService>("DateTimeOfService")
        .Mandatory("date", Implicit(0), IsoDate, t => t.Date)
        .Optional("time", Implicit(1), IsoTime, t => t.Time);

    public static readonly SequenceShape<ServiceDateTime> ServiceDateTime =
        new SequenceShape<ServiceDateTime>("Service-Date-Time")
        .Mandatory("date-time-of-this-service", Implicit(0), DateTimeOfService, t => t.DateTimeOfThisService)
        .Optional("date-time-of-original-service", Implicit(1), DateTimeOfService,
            t => t.DateTimeOfOriginalService);

    public static readonly SequenceShape<SystemAddress> SystemAddress =
        new SequenceShape<SystemAddress>("System-Address")
        .Optional("telecom-service-identifier", Explicit(0), IllStrings, t => t.TelecomServiceIdentifier)
        .Optional("telecom-service-address", Explicit(1), IllStrings, t => t.TelecomServiceAddress);

    public static readonly SequenceShape<PostalAddress> PostalAddress =
        new SequenceShape<PostalAddress>("Postal-Address")
        .Optional("name-of-person-or-institution", Explicit(0), NameOfPersonOrInstitution,
            t => t.NameOfPersonOrInstitution)
        .Optional("extended-postal-delivery-address", Explicit(1), IllStrings,
            t => t.ExtendedPostalDeliveryAddress)
        .Optional("street-and-number", Explicit(2), IllStrings, t => t.StreetAndNumber)
        .Optional("post-office-box", Explicit(3), IllStrings, t => t.PostOfficeBox)
        .Optional("city", Explicit(4), IllStrings, t => t.City)
        .Optional("region", Explicit(5), IllStrings, t => t.Region)
        .Optional("country", Explicit(6), IllStrings, t => t.Country)
        .Optional("postal-code", Explicit(7), IllStrings, t => t.PostalCode);

    public static readonly SequenceShape<DeliveryAddress> DeliveryAddress =
        new SequenceShape<DeliveryAddress>("Delivery-Address")
        .Optional("postal-address", Implicit(0), PostalAddress, t => t.PostalAddress)
        .Optional("electronic-address", Implicit(1), SystemAddress, t => t.ElectronicAddress);

    public static readonly SequenceShape<EDeliveryService> EDeliveryService =
        new SequenceShape<EDeliveryService>("EDeliveryService")
        .Mandatory("e-delivery-mode", Implicit(0), ObjectIdentifier, t => t.EDeliveryMode)
        .Mandatory("e-delivery-parameters", Explicit(1), Any, t => t.EDeliveryParameters);

    public static readonly SequenceShape<EDeliveryDocumentType> EDeliveryDocumentType =
        new SequenceShape<EDeliveryDocumentType>("EDeliveryDocumentType")
        .Mandatory("document-type-id", Implicit(2), ObjectIdentifier, t => t.DocumentTypeId)
        .Mandatory("document-type-parameters", Explicit(3), Any, t => t.DocumentTypeParameters);

    public static readonly ChoiceShape<EDeliveryDetails> EDeliveryDetails =
        new ChoiceShape<EDeliveryDetails>("EDeliveryDetails")
        .Arm("e-delivery-address", Implicit(0), SystemAddress,
            (EDeliveryDetails.EDeliveryAddress a) => a.Value, v => new EDeliveryDetails.EDeliveryAddress(v))
        .Arm("e-delivery-id", Implicit(1), SystemId,
            (EDeliveryDetails.EDeliveryId a) => a.Value, v => new EDeliveryDetails.EDeliveryId(v));

    public static readonly SequenceShape<ElectronicDeliveryService> ElectronicDeliveryService =
        new SequenceShape<ElectronicDeliveryService>("Electronic-Delivery-Service")
        .Optional("e-delivery-service", Implicit(0), EDeliveryService, t => t.EDeliveryService)
        .Optional("document-type", Implicit(1), EDeliveryDocumentType, t => t.DocumentType)
        .Optional("e-delivery-description", Explicit(4), IllStrings, t => t.EDeliveryDescription)
        .Mandatory("e-delivery-details", Explicit(5), EDeliveryDetails, t => t.EDeliveryDetails)
        .Optional("name-or-code", Explicit(6), IllStrings, t => t.NameOrCode)
        .Optional("delivery-time", Implicit(7), IsoTime, t => t.DeliveryTime);

    public static readonly ChoiceShape<DeliveryService> DeliveryService =
        new ChoiceShape<DeliveryService>("Delivery-Service")
        .Arm("physical-delivery", Explicit(7), IllStrings,
            (DeliveryService.PhysicalDelivery a) => a.Value, v => new DeliveryService.PhysicalDelivery(v))
        .Arm("electronic-delivery", Implicit(50), ListOf(ElectronicDeliveryService),
            (DeliveryService.ElectronicDelivery a) => a.Value,
            v => new DeliveryService.ElectronicDelivery(v));

    public static readonly SequenceShape<RequesterOptionalMessagesType> RequesterOptionalMessagesType =
        new SequenceShape<RequesterOptionalMessagesType>("Requester-Optional-Messages-Type")
        .Mandatory("can-send-RECEIVED", Implicit(0), Boolean, t => t.CanSendReceived)
        .Mandatory("can-send-RETURNED", Implicit(1), Boolean, t => t.CanSendReturned)
        .Mandatory("requester-SHIPPED", Implicit(2), MessagePreference, t => t.RequesterShipped)
        .Mandatory("requester-CHECKED-IN", Implicit(3), MessagePreference, t => t.RequesterCheckedIn);

    public static readonly SequenceShape<SearchType> SearchType = new SequenceShape<SearchType>("Search-Type")
        .Optional("level-of-service", Explicit(0), IllStrings, t => t.LevelOfService)
        .Optional("need-before-date", Implicit(1), IsoDate, t => t.NeedBeforeDate)
        .Default("expiry-flag", Implicit(2), ExpiryFlag, t => t.ExpiryFlag)
        .Optional("expiry-date", Implicit(3), IsoDate, t => t.ExpiryDate);

    public static readonly SequenceShape<SupplyMediumInfoType> SupplyMediumInfoType =
        new SequenceShape<SupplyMediumInfoType>("Supply-Medium-Info-Type")
        .Mandatory("supply-medium-type", Implicit(0), SupplyMediumType, t => t.SupplyMediumType)
        .Optional("medium-characteristics", Explicit(1), IllStrings, t => t.MediumCharacteristics);

    public static readonly SequenceShape<ClientId> ClientId = new SequenceShape<ClientId>("Client-Id")
        .Optional("client-name", Explicit(0), IllStrings, t => t.ClientName)
        .Optional("client-status", Explicit(1), IllStrings, t => t.ClientStatus)
        .Optional("client-identifier", Explicit(2), IllStrings, t => t.ClientIdentifier);

    public static readonly SequenceShape<ItemId> ItemId = new SequenceShape<ItemId>("Item-Id")
        .Optional("item-type", Implicit(0), ItemType, t => t.ItemType)
        .Optional("held-medium-type", Implicit(1), MediumType, t => t.HeldMediumType)
        .Optional("call-number", Explicit(2), IllStrings, t => t.CallNumber)
        .Optional("author", Explicit(3), IllStrings, t => t.Author)
        .Optional("title", Explicit(4), IllStrings, t => t.Title)
        .Optional("sub-title", Explicit(5), IllStrings, t => t.SubTitle)
        .Optional("sponsoring-body", Explicit(6), IllStrings, t => t.SponsoringBody)
        .Optional("place-of-publication", Explicit(7), IllStrings, t => t.PlaceOfPublication)
        .Optional("publisher", Explicit(8), IllStrings, t => t.Publisher)
        .Optional("series-title-number", Explicit(9), IllStrings, t => t.SeriesTitleNumber)
        .Optional("volume-issue", Explicit(10), IllStrings, t => t.VolumeIssue)
        .Optional("edition", Explicit(11), IllStrings, t => t.Edition)
        .Optional("publication-date", Explicit(12), IllStrings, t => t.PublicationDate)
        .Optional("publication-date-of-component", Explicit(13), IllStrings,
            t => t.PublicationDateOfComponent)
        .Optional("author-of-article", Explicit(14), IllStrings, t => t.AuthorOfArticle)
        .Optional("title-of-article", Explicit(15), IllStrings, t => t.TitleOfArticle)
        .Optional("pagination", Explicit(16), IllStrings, t => t.Pagination)
        .Optional("national-bibliography-no", Explicit(17), Externals, t => t.NationalBibliographyNo)
        .Optional("iSBN", Explicit(18), IllStrings, t => t.Isbn)
        .Optional("iSSN", Explicit(19), IllStrings, t => t.Issn)
        .Optional("system-no", Explicit(20), Externals, t => t.SystemNo)
        .Optional("additional-no-letters", Explicit(21), IllStrings, t => t.AdditionalNoLetters)
        .Optional("verification-reference-source", Explicit(22), IllStrings,
            t => t.VerificationReferenceSource);

    public static readonly SequenceShape<Amount> Amount = new SequenceShape<Amount>("Amount")
        .Optional("currency-code", Implicit(0), CurrencyCode, t => t.CurrencyCode)
        .Mandatory("monetary-value", Implicit(1), AmountString, t => t.MonetaryValue);

    public static readonly SequenceShape<CostInfoType> CostInfoType =
        new SequenceShape<CostInfoType>("Cost-Info-Type")
        .Optional("account-number", Explicit(0), IllStrings, t => t.AccountNumber)
        .Optional("maximum-cost", Implicit(1), Amount, t => t.MaximumCost)
        .Default("reciprocal-agreement", Implicit(2), Boolean, t => t.ReciprocalAgreement)
        .Default("will-pay-fee", Implicit(3), Boolean, t => t.WillPayFee)
        .Default("payment-provided", Implicit(4), Boolean, t => t.PaymentProvided);

    public static readonly SequenceShape<SendToListEntry> SendToListEntry =
        new SequenceShape<SendToListEntry>("SendToListEntry")
        .Mandatory("system-id", Implicit(0), SystemId, t => t.SystemId)
        .Optional("account-number", Explicit(1), IllStrings, t => t.AccountNumber)
        .Optional("system-address", Implicit(2), SystemAddress, t => t.SystemAddress);

    public static readonly SequenceShape<ThirdPartyInfoType> ThirdPartyInfoType =
        new SequenceShape<ThirdPartyInfoType>("Third-Party-Info-Type")
        .Default("permission-to-forward", Implicit(0), Boolean, t => t.PermissionToForward)
        .Default("permission-to-chain", Implicit(1), Boolean, t => t.PermissionToChain)
        .Default("permission-to-partition", Implicit(2), Boolean, t => t.PermissionToPartition)
        .Default("permission-to-change-send-to-list", Implicit(3), Boolean,
            t => t.PermissionToChangeSendToList)
        .Optional("initial-requester-address", Implicit(4), SystemAddress, t => t.InitialRequesterAddress)
        .Default("preference", Implicit(5), Preference, t => t.Preference)
        .Optional("send-to-list", Implicit(6), ListOf(SendToListEntry), t => t.SendToList)
        .Optional("already-tried-list", Implicit(7), ListOf(SystemId), t => t.AlreadyTriedList);

    public static readonly SequenceShape<ResponderOptionalMessagesType> ResponderOptionalMessagesType =
        new SequenceShape<ResponderOptionalMessagesType>("Responder-Optional-Messages-Type")
        .Mandatory("can-send-SHIPPED", Implicit(0), Boolean, t => t.CanSendShipped)
        .Mandatory("can-send-CHECKED-IN", Implicit(1), Boolean, t => t.CanSendCheckedIn)
        .Mandatory("responder-RECEIVED", Implicit(2), MessagePreference, t => t.ResponderReceived)
        .Mandatory("responder-RETURNED", Implicit(3), MessagePreference, t => t.ResponderReturned);

    public static readonly SequenceShape<DateDue> DateDue = new SequenceShape<DateDue>("Date-Due")
        .Mandatory("date-due-field", Implicit(0), IsoDate, t => t.DateDueField)
        .Default("renewable", Implicit(1), Boolean, t => t.Renewable);

    public static readonly ChoiceShape<ShippedVia> ShippedVia = new ChoiceShape<ShippedVia>("ShippedVia")
        .Arm("physical-delivery", Explicit(5), IllStrings,
            (ShippedVia.PhysicalDelivery a) => a.Value, v => new ShippedVia.PhysicalDelivery(v))
        .Arm("electronic-delivery", Implicit(50), ElectronicDeliveryService,
            (ShippedVia.ElectronicDelivery a) => a.Value, v => new ShippedVia.ElectronicDelivery(v));

    public static readonly SequenceShape<UnitsPerMediumType> UnitsPerMediumType =
        new SequenceShape<UnitsPerMediumType>("Units-Per-Medium-Type")
        .Mandatory("medium", Explicit(0), SupplyMediumType, t => t.Medium)
        .Mandatory("no-of-units", Explicit(1), Integer, t => t.NoOfUnits);

    public static readonly SequenceShape<SupplyDetails> SupplyDetails =
        new SequenceShape<SupplyDetails>("Supply-Details")
        .Optional("date-shipped", Implicit(0), IsoDate, t => t.DateShipped)
        .Optional("date-due", Implicit(1), DateDue, t => t.DateDue)
        .Optional("chargeable-units", Implicit(2), Integer, t => t.ChargeableUnits)
        .Optional("cost", Implicit(3), Amount, t => t.Cost)
        .Optional("shipped-conditions", Implicit(4), ShippedConditions, t => t.ShippedConditions)
        .Optional("shipped-via", Untagged, ShippedVia, t => t.ShippedVia)
        .Optional("insured-for", Implicit(6), Amount, t => t.InsuredFor)
        .Optional("return-insurance-require", Implicit(7), Amount, t => t.ReturnInsuranceRequire)
        .Optional("no-of-units-per-medium", Implicit(8), ListOf(UnitsPerMediumType),
            t => t.NoOfUnitsPerMedium);

    public static readonly SequenceShape<LocationInfo> LocationInfo =
        new SequenceShape<LocationInfo>("Location-Info")
        .Mandatory("location-id", Implicit(0), SystemId, t => t.LocationId)
        .Optional("location-address", Implicit(1), SystemAddress, t => t.LocationAddress)
        .Optional("location-note", Explicit(2), IllStrings, t => t.LocationNote);

    public static readonly SequenceShape<ConditionalResults> ConditionalResults =
        new SequenceShape<ConditionalResults>("Conditional-Results")
        .Mandatory("conditions", Implicit(0), Conditions, t => t.Conditions)
        .Optional("date-for-reply", Implicit(1), IsoDate, t => t.DateForReply)
        .Optional("locations", Implicit(2), ListOf(LocationInfo), t => t.Locations)
        .Optional("proposed-delivery-service", Untagged, DeliveryService, t => t.ProposedDeliveryService);

    public static readonly SequenceShape<RetryResults> RetryResults =
        new SequenceShape<RetryResults>("Retry-Results")
        .Optional("reason-not-available", Implicit(0), ReasonNotAvailable, t => t.ReasonNotAvailable)
        .Optional("retry-date", Implicit(1), IsoDate, t => t.RetryDate)
        .Optional("locations", Implicit(2), ListOf(LocationInfo), t => t.Locations);

    public static readonly SequenceShape<UnfilledResults> UnfilledResults =
        new SequenceShape<UnfilledResults>("Unfilled-Results")
        .Mandatory("reason-unfilled", Implicit(0), ReasonUnfilled, t => t.ReasonUnfilled)
        .Optional("locations", Implicit(1), ListOf(LocationInfo), t => t.Locations);

    public static readonly SequenceShape<LocationsResults> LocationsResults =
        new SequenceShape<LocationsResults>("Locations-Results")
        .Optional("reason-locs-provided", Implicit(0), ReasonLocsProvided, t => t.ReasonLocsProvided)
        .Mandatory("locations", Implicit(1), ListOf(LocationInfo), t => t.Locations);

    public static readonly SequenceShape<WillSupplyResults> WillSupplyResults =
        new SequenceShape<WillSupplyResults>("Will-Supply-Results")
        .Mandatory("reason-will-supply", Explicit(0), ReasonWillSupply, t => t.ReasonWillSupply)
        .Optional("supply-date", Explicit(1), IsoDate, t => t.SupplyDate)
        .Optional("return-to-address", Explicit(2), PostalAddress, t => t.ReturnToAddress)
        .Optional("locations", Implicit(3), ListOf(LocationInfo), t => t.Locations)
        .Optional("electronic-delivery-service", Explicit(4), ElectronicDeliveryService,
            t => t.ElectronicDeliveryService);

    public static readonly SequenceShape<HoldPlacedResults> HoldPlacedResults =
        new SequenceShape<HoldPlacedResults>("Hold-Placed-Results")
        .Mandatory("estimated-date-available", Implicit(0), IsoDate, t => t.EstimatedDateAvailable)
        .Optional("hold-placed-medium-type", Implicit(1), MediumType, t => t.HoldPlacedMediumType)
        .Optional("locations", Implicit(2), ListOf(LocationInfo), t => t.Locations);

    public static readonly SequenceShape<EstimateResults> EstimateResults =
        new SequenceShape<EstimateResults>("Estimate-Results")
        .Mandatory("cost-estimate", Explicit(0), IllStrings, t => t.CostEstimate)
        .Optional("locations", Implicit(1), ListOf(LocationInfo), t => t.Locations);

    public static readonly ChoiceShape<ResultsExplanation> ResultsExplanation =
        new ChoiceShape<ResultsExplanation>("ResultsExplanation")
        .Arm("conditional-results", Explicit(1), ConditionalResults,
            (ResultsExplanation.ConditionalResults a) => a.Value,
            v => new ResultsExplanation.ConditionalResults(v))
        .Arm("retry-results", Explicit(2), RetryResults,
            (ResultsExplanation.RetryResults a) => a.Value, v => new ResultsExplanation.RetryResults(v))
        .Arm("unfilled-results", Explicit(3), UnfilledResults,
            (ResultsExplanation.UnfilledResults a) => a.Value,
            v => new ResultsExplanation.UnfilledResults(v))
        .Arm("locations-results", Explicit(4), LocationsResults,
            (ResultsExplanation.LocationsResults a) => a.Value,
            v => new ResultsExplanation.LocationsResults(v))
        .Arm("will-supply-results", Explicit(5), WillSupplyResults,
            (ResultsExplanation.WillSupplyResults a) => a.Value,
            v => new ResultsExplanation.WillSupplyResults(v))
        .Arm("hold-placed-results", Explicit(6), HoldPlacedResults,
            (ResultsExplanation.HoldPlacedResults a) => a.Value,
            v => new ResultsExplanation.HoldPlacedResults(v))
        .Arm("estimate-results", Explicit(7), EstimateResults,
            (ResultsExplanation.EstimateResults a) => a.Value,
            v => new ResultsExplanation.EstimateResults(v));

    public static readonly ChoiceShape<DamagedPortion> DamagedPortion =
        new ChoiceShape<DamagedPortion>("DamagedPortion")
        .Arm("complete-document", Implicit(1), new DamagedPortion.CompleteDocument())
        .Arm("specific-units", Implicit(2), ListOf(Integer),
            (DamagedPortion.SpecificUnits a) => a.Value, v => new DamagedPortion.SpecificUnits(v));

    public static readonly SequenceShape<DamagedDetails> DamagedDetails =
        new SequenceShape<DamagedDetails>("Damaged-Details")
        .Optional("document-type-id", Implicit(0), ObjectIdentifier, t => t.DocumentTypeId)
        .Mandatory("damaged-portion", Untagged, DamagedPortion, t => t.DamagedPortion);

    public static readonly SequenceShape<HistoryReport> HistoryReport =
        new SequenceShape<HistoryReport>("History-Report")
        .Optional("date-requested", Implicit(0), IsoDate, t => t.DateRequested)
        .Optional("author", Explicit(1), IllStrings, t => t.Author)
        .Optional("title", Explicit(2), IllStrings, t => t.Title)
        .Optional("author-of-article", Explicit(3), IllStrings, t => t.AuthorOfArticle)
        .Optional("title-of-article", Explicit(4), IllStrings, t => t.TitleOfArticle)
        .Mandatory("date-of-last-transition", Implicit(5), IsoDate, t => t.DateOfLastTransition)
        .Mandatory("most-recent-service", Implicit(6), MostRecentService, t => t.MostRecentService)
        .Mandatory("date-of-most-recent-service", Implicit(7), IsoDate, t => t.DateOfMostRecentService)
        .Mandatory("initiator-of-most-recent-service", Implicit(8), SystemId,
            t => t.InitiatorOfMostRecentService)
        .Optional("shipped-service-type", Implicit(9), IllServiceType, t => t.ShippedServiceType)
        .Optional("transaction-results", Implicit(10), TransactionResults, t => t.TransactionResults)
        .Optional("most-recent-service-note", Explicit(11), IllStrings, t => t.MostRecentServiceNote);

    public static readonly SequenceShape<StatusReport> StatusReport =
        new SequenceShape<StatusReport>("Status-Report")
        .Mandatory("user-status-report", Implicit(0), HistoryReport, t => t.UserStatusReport)
        .Mandatory("provider-status-report", Implicit(1), CurrentState, t => t.ProviderStatusReport);

    public static readonly SequenceShape<AlreadyForwarded> AlreadyForwarded =
        new SequenceShape<AlreadyForwarded>("Already-Forwarded")
        .Mandatory("responder-id", Implicit(0), SystemId, t => t.ResponderId)
        .Optional("responder-address", Implicit(1), SystemAddress, t => t.ResponderAddress);

    public static readonly ChoiceShape<UserErrorReport> UserErrorReport =
        new ChoiceShape<UserErrorReport>("User-Error-Report")
        .Arm("already-forwarded", Implicit(0), AlreadyForwarded,
            (UserErrorReport.AlreadyForwarded a) => a.Value, v => new UserErrorReport.AlreadyForwarded(v))
        .Arm("intermediary-problem", Implicit(1), IntermediaryProblem,
            (UserErrorReport.IntermediaryProblem a) => a.Value,
            v => new UserErrorReport.IntermediaryProblem(v))
        .Arm("security-problem", Explicit(2), IllStrings,
            (UserErrorReport.SecurityProblem a) => a.Value, v => new UserErrorReport.SecurityProblem(v))
        .Arm("unable-to-perform", Implicit(3), UnableToPerform,
            (UserErrorReport.UnableToPerform a) => a.Value, v => new UserErrorReport.UnableToPerform(v));

    public static readonly SequenceShape<StateTransitionProhibited> StateTransitionProhibited =
        new SequenceShape<StateTransitionProhibited>("State-Transition-Prohibited")
        .Mandatory("aPDU-type", Implicit(0), IllApduType, t => t.ApduType)
        .Mandatory("current-state", Implicit(1), CurrentState, t => t.CurrentState);

    public static readonly ChoiceShape<ProviderErrorReport> ProviderErrorReport =
        new ChoiceShape<ProviderErrorReport>("Provider-Error-Report")
        .Arm("general-problem", Implicit(0), GeneralProblem,
            (ProviderErrorReport.GeneralProblem a) => a.Value,
            v => new ProviderErrorReport.GeneralProblem(v))
        .Arm("transaction-id-problem", Implicit(1), TransactionIdProblem,
            (ProviderErrorReport.TransactionIdProblem a) => a.Value,
            v => new ProviderErrorReport.TransactionIdProblem(v))
        .Arm("state-transition-prohibited", Implicit(2), StateTransitionProhibited,
            (ProviderErrorReport.StateTransitionProhibited a) => a.Value,
            v => new ProviderErrorReport.StateTransitionProhibited(v));

    public static readonly SequenceShape<ErrorReport> ErrorReport =
        new SequenceShape<ErrorReport>("Error-Report")
        .Mandatory("correlation-information", Explicit(0), IllStrings, t => t.CorrelationInformation)
        .Mandatory("report-source", Implicit(1), ReportSource, t => t.ReportSource)
        .Optional("user-error-report", Explicit(2), UserErrorReport, t => t.UserErrorReport)
        .Optional("provider-error-report", Explicit(3), ProviderErrorReport, t => t.ProviderErrorReport);

    public static readonly SequenceShape<Extension> Extension = new SequenceShape<Extension>("Extension")
        .Mandatory("identifier", Implicit(0), Integer, t => t.Identifier)
        .Default("critical", Implicit(1), Boolean, t => t.Critical)
        .Mandatory("item", Explicit(2), Any, t => t.Item);

    private static readonly ListShape<Extension> ExtensionList = ListOf(Extension);

    // APDUs.
    public static readonly ApduShape IllRequest = Apdu(1, Header<IllRequestApdu>("ILL-Request")
        .Default("transaction-type", Implicit(5), TransactionType, t => t.TransactionType)
        .Optional("delivery-address", Implicit(6), DeliveryAddress, t => t.DeliveryAddress)
        .Optional("delivery-service", Untagged, DeliveryService, t => t.DeliveryService)
        .Optional("billing-address", Implicit(8), DeliveryAddress, t => t.BillingAddress)
        .Mandatory("iLL-service-type", Implicit(9), ListOf(IllServiceType), t => t.IllServiceType)
        .Optional("responder-specific-service", Explicit(10), Externals, t => t.ResponderSpecificService)
        .Mandatory("requester-optional-messages", Implicit(11), RequesterOptionalMessagesType,
            t => t.RequesterOptionalMessages)
        .Optional("search-type", Implicit(12), SearchType, t => t.SearchType)
        .Optional("supply-medium-info-type", Implicit(13), ListOf(SupplyMediumInfoType),
            t => t.SupplyMediumInfoType)
        .Default("place-on-hold", Implicit(14), PlaceOnHoldType, t => t.PlaceOnHold)
        .Optional("client-id", Implicit(15), ClientId, t => t.ClientId)
        .Mandatory("item-id", Implicit(16), ItemId, t => t.ItemId)
        .Optional("supplemental-item-description", Implicit(17), ListOf(Externals),
            t => t.SupplementalItemDescription)
        .Optional("cost-info-type", Implicit(18), CostInfoType, t => t.CostInfoType)
        .Optional("copyright-compliance", Explicit(19), IllStrings, t => t.CopyrightCompliance)
        .Optional("third-party-info-type", Implicit(20), ThirdPartyInfoType, t => t.ThirdPartyInfoType)
        .Default("retry-flag", Implicit(21), Boolean, t => t.RetryFlag)
        .Default("forward-flag", Implicit(22), Boolean, t => t.ForwardFlag)
        .Optional("requester-note", Explicit(46), IllStrings, t => t.RequesterNote)
        .Optional("forward-note", Explicit(47), IllStrings, t => t.ForwardNote)
        .Extensions("iLL-request-extensions"));

    public static readonly ApduShape ForwardNotification =
        Apdu(2, HeaderWithResponder<ForwardNotificationApdu>("Forward-Notification")
        .Optional("responder-address", Implicit(24), SystemAddress, t => t.ResponderAddress)
        .Mandatory("intermediary-id", Implicit(25), SystemId, t => t.IntermediaryId)
        .Optional("notification-note", Explicit(48), IllStrings, t => t.NotificationNote)
        .Extensions("forward-notification-extensions"));

    public static readonly ApduShape Shipped = Apdu(3, Header<ShippedApdu>("Shipped")
        .Optional("responder-address", Implicit(24), SystemAddress, t => t.ResponderAddress)
        .Optional("intermediary-id", Implicit(25), SystemId, t => t.IntermediaryId)
        .Optional("supplier-id", Implicit(26), SystemId, t => t.SupplierId)
        .Optional("client-id", Implicit(15), ClientId, t => t.ClientId)
        .Default("transaction-type", Implicit(5), TransactionType, t => t.TransactionType)
        .Optional("supplemental-item-description", Implicit(17), ListOf(Externals),
            t => t.SupplementalItemDescription)
        .Mandatory("shipped-service-type", Implicit(27), IllServiceType, t => t.ShippedServiceType)
        .Optional("responder-optional-messages", Implicit(28), ResponderOptionalMessagesType,
            t => t.ResponderOptionalMessages)
        .Mandatory("supply-details", Implicit(29), SupplyDetails, t => t.SupplyDetails)
        .Optional("return-to-address", Implicit(30), PostalAddress, t => t.ReturnToAddress)
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("shipped-extensions"));

    public static readonly ApduShape IllAnswer = Apdu(4, Header<IllAnswerApdu>("ILL-Answer")
        .Mandatory("transaction-results", Implicit(31), TransactionResults, t => t.TransactionResults)
        .Optional("results-explanation", Explicit(32), ResultsExplanation, t => t.ResultsExplanation)
        .Optional("responder-specific-results", Explicit(33), Externals, t => t.ResponderSpecificResults)
        .Optional("supplemental-item-description", Implicit(17), ListOf(Externals),
            t => t.SupplementalItemDescription)
        .Optional("send-to-list", Implicit(23), ListOf(SendToListEntry), t => t.SendToList)
        .Optional("already-tried-list", Implicit(34), ListOf(SystemId), t => t.AlreadyTriedList)
        .Optional("responder-optional-messages", Implicit(28), ResponderOptionalMessagesType,
            t => t.ResponderOptionalMessages)
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("ill-answer-extensions"));

    public static readonly ApduShape ConditionalReply =
        Apdu(5, Header<ConditionalReplyApdu>("Conditional-Reply")
        .Mandatory("answer", Implicit(35), Boolean, t => t.Answer)
        .Optional("requester-note", Explicit(46), IllStrings, t => t.RequesterNote)
        .Extensions("conditional-reply-extensions"));

    public static readonly ApduShape Cancel = Apdu(6, Header<CancelApdu>("Cancel")
        .Optional("requester-note", Explicit(46), IllStrings, t => t.RequesterNote)
        .Extensions("cancel-extensions"));

    public static readonly ApduShape CancelReply = Apdu(7, Header<CancelReplyApdu>("Cancel-Reply")
        .Mandatory("answer", Implicit(35), Boolean, t => t.Answer)
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("cancel-reply-extensions"));

    public static readonly ApduShape Received = Apdu(8, Header<ReceivedApdu>("Received")
        .Optional("supplier-id", Implicit(26), SystemId, t => t.SupplierId)
        .Optional("supplemental-item-description", Implicit(17), ListOf(Externals),
            t => t.SupplementalItemDescription)
        .Mandatory("date-received", Implicit(36), IsoDate, t => t.DateReceived)
        .Mandatory("shipped-service-type", Implicit(27), IllServiceType, t => t.ShippedServiceType)
        .Optional("requester-note", Explicit(46), IllStrings, t => t.RequesterNote)
        .Extensions("received-extensions"));

    public static readonly ApduShape Recall = Apdu(9, Header<RecallApdu>("Recall")
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("recall-extensions"));

    public static readonly ApduShape Returned = Apdu(10, Header<ReturnedApdu>("Returned")
        .Optional("supplemental-item-description", Implicit(17), ListOf(Externals),
            t => t.SupplementalItemDescription)
        .Mandatory("date-returned", Implicit(37), IsoDate, t => t.DateReturned)
        .Optional("returned-via", Explicit(38), IllStrings, t => t.ReturnedVia)
        .Optional("insured-for", Implicit(39), Amount, t => t.InsuredFor)
        .Optional("requester-note", Explicit(46), IllStrings, t => t.RequesterNote)
        .Extensions("returned-extensions"));

    public static readonly ApduShape CheckedIn = Apdu(11, Header<CheckedInApdu>("Checked-In")
        .Mandatory("date-checked-in", Implicit(40), IsoDate, t => t.DateCheckedIn)
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("checked-in-extensions"));

    public static readonly ApduShape Overdue = Apdu(12, Header<OverdueApdu>("Overdue")
        .Mandatory("date-due", Implicit(41), DateDue, t => t.DateDue)
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("overdue-extensions", explicitTag: true));

    public static readonly ApduShape Renew = Apdu(13, Header<RenewApdu>("Renew")
        .Optional("desired-due-date", Implicit(42), IsoDate, t => t.DesiredDueDate)
        .Optional("requester-note", Explicit(46), IllStrings, t => t.RequesterNote)
        .Extensions("renew-extensions"));

    public static readonly ApduShape RenewAnswer = Apdu(14, Header<RenewAnswerApdu>("Renew-Answer")
        .Mandatory("answer", Implicit(35), Boolean, t => t.Answer)
        .Optional("date-due", Implicit(41), DateDue, t => t.DateDue)
        .Optional("responder-note", Explicit(46), IllStrings, t => t.ResponderNote)
        .Extensions("renew-answer-extensions"));

    public static readonly ApduShape Lost = Apdu(15, Header<LostApdu>("Lost")
        .Optional("note", Explicit(46), IllStrings, t => t.Note)
        .Extensions("lost-extensions"));

    public static readonly ApduShape Damaged = Apdu(16, Header<DamagedApdu>("Damaged")
        .Optional("damaged-details", Implicit(5), DamagedDetails, t => t.DamagedDetails)
        .Optional("note", Explicit(46), IllStrings, t => t.Note)
        .Extensions("damaged-extensions"));

    public static readonly ApduShape Message = Apdu(17, Header<MessageApdu>("Message")
        .Mandatory("note", Explicit(46), IllStrings, t => t.Note)
        .Extensions("message-extensions"));

    public static readonly ApduShape StatusQuery = Apdu(18, Header<StatusQueryApdu>("Status-Query")
        .Optional("note", Explicit(46), IllStrings, t => t.Note)
        .Extensions("status-query-extensions"));

    public static readonly ApduShape StatusOrErrorReport =
        Apdu(19, Header<StatusOrErrorReportApdu>("Status-Or-Error-Report")
        .Optional("reason-no-report", Implicit(43), ReasonNoReport, t => t.ReasonNoReport)
        .Optional("status-report", Implicit(44), StatusReport, t => t.StatusReport)
        .Optional("error-report", Implicit(45), ErrorReport, t => t.ErrorReport)
        .Optional("note", Explicit(46), IllStrings, t => t.Note)
        .Extensions("status-or-error-report-extensions"));

    public static readonly ApduShape Expired = Apdu(20, Header<ExpiredApdu>("Expired")
        .Extensions("expired-extensions"));

    private static readonly ApduShape[] Apdus =
    [
        IllRequest, ForwardNotification, Shipped, IllAnswer, ConditionalReply,
        Cancel, CancelReply, Received, Recall, Returned,
        CheckedIn, Overdue, Renew, RenewAnswer, Lost,
        Damaged, Message, StatusQuery, StatusOrErrorReport, Expired,
    ];

    /// <summary>The APDU that begins with the given octet (61 to 74), or null.</summary>
    public static ApduShape? Find(byte first) => first is >= 0x61 and <= 0x74 ? Apdus[first - 0x61] : null;

    public static ApduShape Find(IllApduType type) => Apdus[(int)type - 1];

    internal static Tagging Untagged => Tagging.Untagged;

    internal static Tagging Implicit(int number) => Tagging.Implicit(number);

    internal static Tagging Explicit(int number) => Tagging.Explicit(number);

    internal static ListShape<T> ListOf<T>(Shape<T> elements) => new(elements);

    private static EnumeratedShape<T> Closed<T>(string names)
        where T : struct, Enum =>
        new(names, isOpen: false, BerTag.Enumerated, Canonical.GeneralProblem.MistypedApdu);

    private static EnumeratedShape<T> Open<T>(string names)
        where T : struct, Enum =>
        new(names, isOpen: true, BerTag.Enumerated, Canonical.GeneralProblem.MistypedApdu);

    private static Func<string, bool> IsDigits(int count) =>
        text => text.Length == count && text.All(char.IsAsciiDigit);

    /// <summary>The components that every APDU begins with.</summary>
    private static SequenceShape<T> Header<T>(string name)
        where T : Apdu => Addressed<T>(name)
        .Optional("responder-id", Implicit(4), SystemId, t => t.ResponderId);

    /// <summary>The same for a Forward-Notification, which must say who has the request now.</summary>
    private static SequenceShape<T> HeaderWithResponder<T>(string name)
        where T : Apdu => Addressed<T>(name)
        .Mandatory("responder-id", Implicit(4), SystemId, t => t.ResponderId!);

    private static SequenceShape<T> Addressed<T>(string name)
        where T : Apdu => new SequenceShape<T>(name)
        .Mandatory("protocol-version-num", Implicit(0), ProtocolVersion, t => t.ProtocolVersionNum)
        .Mandatory("transaction-id", Implicit(1), TransactionId, t => t.TransactionId)
        .Mandatory("service-date-time", Implicit(2), ServiceDateTime, t => t.ServiceDateTime)
        .Optional("requester-id", Implicit(3), SystemId, t => t.RequesterId);

    /// <summary>The component that every APDU ends with.</summary>
    private static SequenceShape<T> Extensions<T>(
        this SequenceShape<T> body, string name, bool explicitTag = false)
        where T : Apdu
    {
        var property =
            new Accessor<T, WireList<Extension>>(t => t.Extensions!, nameof(IsoIll.Apdu.Extensions));
        return body.Add(new ExtensionListMember<T>(name, explicitTag, ExtensionList, property));
    }

    private static ApduShape<T> Apdu<T>(int number, SequenceShape<T> body)
        where T : Apdu => new(number, body);
}
