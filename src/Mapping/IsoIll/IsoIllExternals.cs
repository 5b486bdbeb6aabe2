using System.Collections.Frozen;
using ResourceSharing.Mapping.IsoIll.Shapes;
using Module = ResourceSharing.Mapping.IsoIll.IsoIllModule;
using static ResourceSharing.Mapping.IsoIll.IsoIllModule;

namespace ResourceSharing.Mapping.IsoIll;

/// <summary>
/// The types behind object identifiers, which the IPIG profile registers outside the module: extensions,
/// system numbers and delivery parameters. Those that are not listed are kept byte for byte.
/// </summary>
internal static class IsoIllExternals
{
    public static readonly SequenceShape<ApduDeliveryParameters> ApduDeliveryParameters =
        new SequenceShape<ApduDeliveryParameters>("APDU-Delivery-Parameters")
        .Mandatory("encoding", Implicit(0), ListOf(Module.ApduEncoding), t => t.Encoding)
        .Mandatory("transport", Implicit(1), Module.SystemAddress, t => t.Transport)
        .Optional("aliases", Implicit(2), ListOf(Module.SystemId), t => t.Aliases);

    public static readonly SequenceShape<ApduDeliveryInfo> ApduDeliveryInfo =
        new SequenceShape<ApduDeliveryInfo>("APDU-Delivery-Info")
        .Mandatory("sender-info", Implicit(0), ListOf(ApduDeliveryParameters), t => t.SenderInfo)
        .Mandatory("recipient-info", Implicit(1), ListOf(ApduDeliveryParameters), t => t.RecipientInfo)
        .Optional("transponder-info", Implicit(2), ListOf(ApduDeliveryParameters), t => t.TransponderInfo);

    public static readonly ChoiceShape<ClientInfoType> ClientInfoType =
        new ChoiceShape<ClientInfoType>("ClientInfoType")
        .Arm("standard", Explicit(1), Module.StandardClientInfoType,
            (ClientInfoType.Standard a) => a.Value, v => new ClientInfoType.Standard(v))
        .Arm("local", Explicit(2), Module.IllStrings,
            (ClientInfoType.Local a) => a.Value, v => new ClientInfoType.Local(v));

    public static readonly ChoiceShape<ClientInfoContent> ClientInfoContent =
        new ChoiceShape<ClientInfoContent>("ClientInfoContent")
        .Arm("stringContent", Explicit(1), Module.IllStrings,
            (ClientInfoContent.StringContent a) => a.Value, v => new ClientInfoContent.StringContent(v))
        .Arm("postalAddress", Implicit(2), Module.PostalAddress,
            (ClientInfoContent.PostalAddress a) => a.Value, v => new ClientInfoContent.PostalAddress(v))
        .Arm("nameOrId", Implicit(3), Module.SystemId,
            (ClientInfoContent.NameOrId a) => a.Value, v => new ClientInfoContent.NameOrId(v))
        .Arm("statusCode", Implicit(4), Module.StatusCode,
            (ClientInfoContent.StatusCode a) => a.Value, v => new ClientInfoContent.StatusCode(v))
        .Arm("definedNumber", Implicit(5), Module.Integer,
            (ClientInfoContent.DefinedNumber a) => a.Value, v => new ClientInfoContent.DefinedNumber(v))
        .Arm("nested", Implicit(6), new DeferredShape<ClientInfoData>(() => ClientInfoData!),
            (ClientInfoContent.Nested a) => a.Value, v => new ClientInfoContent.Nested(v))
        .Arm("amount", Implicit(7), Module.Amount,
            (ClientInfoContent.Amount a) => a.Value, v => new ClientInfoContent.Amount(v));

    public static readonly SequenceShape<ClientInfoData> ClientInfoData =
        new SequenceShape<ClientInfoData>("ClientInfoData")
        .Mandatory("infoType", Untagged, ClientInfoType, t => t.InfoType)
        .Mandatory("infoContent", Implicit(3), ListOf(ClientInfoContent), t => t.InfoContent);

    public static readonly SequenceShape<ElementTruncated> ElementTruncated =
        new SequenceShape<ElementTruncated>("Element-Truncated")
        .Mandatory("element", Explicit(0), Module.IllStrings, t => t.Element)
        .Mandatory("truncated-value", Explicit(1), Module.IllStrings, t => t.TruncatedValue);

    public static readonly SequenceShape<UnsupportedFieldLength> UnsupportedFieldLength =
        new SequenceShape<UnsupportedFieldLength>("Unsupported-Field-Length")
        .Mandatory("element", Explicit(0), Module.IllStrings, t => t.Element)
        .Optional("min-length", Explicit(1), Module.Integer, t => t.MinLength)
        .Optional("max-length", Explicit(2), Module.Integer, t => t.MaxLength);

    public static readonly SequenceShape<UnrecognizedData> UnrecognizedData =
        new SequenceShape<UnrecognizedData>("Unrecognized-Data")
        .Mandatory("element", Explicit(0), Module.IllStrings, t => t.Element)
        .Optional("data", Explicit(1), Module.IllStrings, t => t.Data)
        .Optional("expected-format", Explicit(2), Module.IllStrings, t => t.ExpectedFormat)
        .Optional("supported-values", Explicit(3), Module.IllStrings, t => t.SupportedValues);

    public static readonly ChoiceShape<AdditionalUserError> AdditionalUserError =
        new ChoiceShape<AdditionalUserError>("AdditionalUserError")
        .Arm("element-truncated", Implicit(4), ElementTruncated,
            (AdditionalUserError.ElementTruncated a) => a.Value,
            v => new AdditionalUserError.ElementTruncated(v))
        .Arm("missing-required-element", Explicit(5), Module.IllStrings,
            (AdditionalUserError.MissingRequiredElement a) => a.Value,
            v => new AdditionalUserError.MissingRequiredElement(v))
        .Arm("unsupported-field-length", Implicit(6), UnsupportedFieldLength,
            (AdditionalUserError.UnsupportedFieldLength a) => a.Value,
            v => new AdditionalUserError.UnsupportedFieldLength(v))
        .Arm("unrecognized-data", Implicit(7), UnrecognizedData,
            (AdditionalUserError.UnrecognizedData a) => a.Value,
            v => new AdditionalUserError.UnrecognizedData(v))
        .Arm("inconsistent-data", Explicit(8), Module.IllStrings,
            (AdditionalUserError.InconsistentData a) => a.Value,
            v => new AdditionalUserError.InconsistentData(v))
        .Arm("other", Explicit(9), Module.IllStrings,
            (AdditionalUserError.Other a) => a.Value, v => new AdditionalUserError.Other(v));

    public static readonly SequenceShape<InternalReferenceType> InternalReferenceType =
        new SequenceShape<InternalReferenceType>("Internal-Reference-Type")
        .Optional("reference-authority", Explicit(0), Module.IllStrings, t => t.ReferenceAuthority)
        .Mandatory("internal-reference", Explicit(1), Module.IllStrings, t => t.InternalReference);

    public static readonly SequenceShape<InternalReference> InternalReference =
        new SequenceShape<InternalReference>("Internal-Reference")
        .Optional("requester-reference", Implicit(0), InternalReferenceType, t => t.RequesterReference)
        .Optional("responder-reference", Implicit(1), InternalReferenceType, t => t.ResponderReference);

    public static readonly ChoiceShape<DissertationType> DissertationType =
        new ChoiceShape<DissertationType>("DissertationType")
        .Arm("phD-dissertation", Implicit(1), new DissertationType.PhdDissertation())
        .Arm("masters-thesis", Implicit(2), new DissertationType.MastersThesis())
        .Arm("undergraduate-honors-thesis", Implicit(3), new DissertationType.UndergraduateHonorsThesis())
        .Arm("other", Explicit(4), Module.IllStrings,
            (DissertationType.Other a) => a.Value, v => new DissertationType.Other(v));

    public static readonly SequenceShape<DissertationThesisDetails> DissertationThesisDetails =
        new SequenceShape<DissertationThesisDetails>("Dissertation-Thesis-Details")
        .Optional("granting-institution", Explicit(1), Module.IllStrings, t => t.GrantingInstitution)
        .Optional("date-granted", Explicit(2), Module.IllStrings, t => t.DateGranted);

    public static readonly SequenceShape<DissertationThesis> DissertationThesis =
        new SequenceShape<DissertationThesis>("Dissertation-Thesis")
        .Optional("type", Explicit(1), DissertationType, t => t.Type)
        .Mandatory("details", Implicit(2), DissertationThesisDetails, t => t.Details);

    public static readonly ChoiceShape<CreditCardType> CreditCardType =
        new ChoiceShape<CreditCardType>("CreditCardType")
        .Arm("visa", Implicit(1), new CreditCardType.Visa())
        .Arm("master-card", Implicit(2), new CreditCardType.MasterCard())
        .Arm("american-express", Implicit(3), new CreditCardType.AmericanExpress())
        .Arm("diners-club", Implicit(4), new CreditCardType.DinersClub())
        .Arm("other", Explicit(5), Module.IllStrings,
            (CreditCardType.Other a) => a.Value, v => new CreditCardType.Other(v));

    public static readonly SequenceShape<CreditCard> CreditCard = new SequenceShape<CreditCard>("CreditCard")
        .Mandatory("type", Explicit(1), CreditCardType, t => t.Type)
        .Mandatory("card-number", Explicit(2), Module.IllStrings, t => t.CardNumber)
        .Mandatory("expiry-date", Explicit(3), Module.IllStrings, t => t.ExpiryDate)
        .Mandatory("name-on-card", Explicit(4), Module.IllStrings, t => t.NameOnCard);

    public static readonly SequenceShape<DepositAccount> DepositAccount =
        new SequenceShape<DepositAccount>("DepositAccount")
        .Mandatory("account-name", Explicit(1), Module.IllStrings, t => t.AccountName)
        .Mandatory("account-number", Explicit(2), Module.IllStrings, t => t.AccountNumber);

    public static readonly SequenceShape<BankElectronicPayment> BankElectronicPayment =
        new SequenceShape<BankElectronicPayment>("BankElectronicPayment")
        .Mandatory("bank-name", Explicit(1), Module.IllStrings, t => t.BankName)
        .Mandatory("bank-address", Explicit(2), Module.IllStrings, t => t.BankAddress)
        .Mandatory("routing-number", Explicit(3), Module.IllStrings, t => t.RoutingNumber)
        .Mandatory("account-number", Explicit(4), Module.IllStrings, t => t.AccountNumber);

    public static readonly ChoiceShape<PaymentMethod> PaymentMethod =
        new ChoiceShape<PaymentMethod>("PaymentMethod")
        .Arm("reciprocal-agreement", Implicit(1), new PaymentMethod.ReciprocalAgreement())
        .Arm("prepaid", Implicit(2), new PaymentMethod.Prepaid())
        .Arm("uNESCO-voucher", Implicit(3), new PaymentMethod.UnescoVoucher())
        .Arm("aLIA-voucher", Implicit(4), new PaymentMethod.AliaVoucher())
        .Arm("iFLA-voucher", Implicit(5), new PaymentMethod.IflaVoucher())
        .Arm("other-voucher-or-coupon", Explicit(6), Module.IllStrings,
            (PaymentMethod.OtherVoucherOrCoupon a) => a.Value,
            v => new PaymentMethod.OtherVoucherOrCoupon(v))
        .Arm("rLG-shares", Implicit(7), new PaymentMethod.RlgShares())
        .Arm("oCLC-iFM", Implicit(8), new PaymentMethod.OclcIfm())
        .Arm("other-payment-scheme", Explicit(9), Module.IllStrings,
            (PaymentMethod.OtherPaymentScheme a) => a.Value, v => new PaymentMethod.OtherPaymentScheme(v))
        .Arm("cash", Implicit(10), new PaymentMethod.Cash())
        .Arm("check", Implicit(11), new PaymentMethod.Check())
        .Arm("credit-card", Implicit(12), CreditCard,
            (PaymentMethod.CreditCard a) => a.Value, v => new PaymentMethod.CreditCard(v))
        .Arm("deposit-account", Implicit(13), DepositAccount,
            (PaymentMethod.DepositAccount a) => a.Value, v => new PaymentMethod.DepositAccount(v))
        .Arm("bank-electronic-payment", Implicit(14), BankElectronicPayment,
            (PaymentMethod.BankElectronicPayment a) => a.Value,
            v => new PaymentMethod.BankElectronicPayment(v))
        .Arm("other-payment-type", Explicit(15), Module.IllStrings,
            (PaymentMethod.OtherPaymentType a) => a.Value, v => new PaymentMethod.OtherPaymentType(v));

    public static readonly SequenceShape<RightsInformation> RightsInformation =
        new SequenceShape<RightsInformation>("Rights-Information")
        .Mandatory("rights-information-country", Explicit(1), Module.IllStrings,
            t => t.RightsInformationCountry)
        .Mandatory("rights-information-type", Explicit(2), Module.IllStrings, t => t.RightsInformationType)
        .Mandatory("rights-information-value", Explicit(3), Module.IllStrings, t => t.RightsInformationValue);

    public static readonly ChoiceShape<IllRequestExtensionItem> IllRequestExtensionItem =
        new ChoiceShape<IllRequestExtensionItem>("IllRequestExtensionItem")
        .Arm("uniform-title", Explicit(0), Module.IllStrings,
            (IllRequestExtensionItem.UniformTitle a) => a.Value,
            v => new IllRequestExtensionItem.UniformTitle(v))
        .Arm("material-type", Explicit(1), Module.RequestedMaterialFormat,
            (IllRequestExtensionItem.MaterialType a) => a.Value,
            v => new IllRequestExtensionItem.MaterialType(v))
        .Arm("responder-specific-info", Explicit(2), Module.IllStrings,
            (IllRequestExtensionItem.ResponderSpecificInfo a) => a.Value,
            v => new IllRequestExtensionItem.ResponderSpecificInfo(v))
        .Arm("dissertation-thesis", Explicit(3), DissertationThesis,
            (IllRequestExtensionItem.DissertationThesis a) => a.Value,
            v => new IllRequestExtensionItem.DissertationThesis(v))
        .Arm("volume", Explicit(4), Module.IllStrings,
            (IllRequestExtensionItem.Volume a) => a.Value, v => new IllRequestExtensionItem.Volume(v))
        .Arm("issue-number", Explicit(5), Module.IllStrings,
            (IllRequestExtensionItem.IssueNumber a) => a.Value,
            v => new IllRequestExtensionItem.IssueNumber(v))
        .Arm("affiliations", Explicit(6), Module.IllStrings,
            (IllRequestExtensionItem.Affiliations a) => a.Value,
            v => new IllRequestExtensionItem.Affiliations(v))
        .Arm("requested-material-language", Explicit(7), ListOf(Module.IllStrings),
            (IllRequestExtensionItem.RequestedMaterialLanguage a) => a.Value,
            v => new IllRequestExtensionItem.RequestedMaterialLanguage(v))
        .Arm("form-content-info", Explicit(8), Module.IllStrings,
            (IllRequestExtensionItem.FormContentInfo a) => a.Value,
            v => new IllRequestExtensionItem.FormContentInfo(v))
        .Arm("payment-method", Explicit(9), ListOf(PaymentMethod),
            (IllRequestExtensionItem.PaymentMethod a) => a.Value,
            v => new IllRequestExtensionItem.PaymentMethod(v))
        .Arm("this-edition-only", Implicit(10), new IllRequestExtensionItem.ThisEditionOnly())
        .Arm("unique-item-iD", Explicit(11), Module.IllStrings,
            (IllRequestExtensionItem.UniqueItemId a) => a.Value,
            v => new IllRequestExtensionItem.UniqueItemId(v))
        .Arm("rights-info", Explicit(12), RightsInformation,
            (IllRequestExtensionItem.RightsInfo a) => a.Value,
            v => new IllRequestExtensionItem.RightsInfo(v));

    public static readonly ChoiceShape<SystemNumberType> SystemNumberType =
        new ChoiceShape<SystemNumberType>("SystemNumberType")
        .Arm("well-known", Explicit(1), Module.WellKnownSystem,
            (SystemNumberType.WellKnown a) => a.Value, v => new SystemNumberType.WellKnown(v))
        .Arm("other", Explicit(2), Module.SystemId,
            (SystemNumberType.Other a) => a.Value, v => new SystemNumberType.Other(v));

    public static readonly SequenceShape<SystemNumber> SystemNumber =
        new SequenceShape<SystemNumber>("SystemNumber")
        .Mandatory("type", Untagged, SystemNumberType, t => t.Type)
        .Optional("database-ID", Explicit(3), Module.IllStrings, t => t.DatabaseId)
        .Mandatory("number", Explicit(4), Module.IllStrings, t => t.Number);

    private static readonly ExternalType[] Types =
    [
        new ExternalType<ApduDeliveryInfo>("1.0.10161.13.3", "APDU-Delivery-Info", ApduDeliveryInfo),
        new ExternalType<WireList<ClientInfoData>>(
            "1.0.10161.13.4", "ILL-Supplemental-Client-Info", ListOf(ClientInfoData)),
        new ExternalType<UnfilledResults>(
            "1.0.10161.13.5", "Forwarded-Additional-Info", Module.UnfilledResults),
        new ExternalType<WireList<AdditionalUserError>>(
            "1.0.10161.13.6", "IPIG-Additional-User-Error-Information", ListOf(AdditionalUserError)),
        new ExternalType<InternalReference>("1.0.10161.13.8", "Internal-Reference-Number", InternalReference),
        new ExternalType<WireList<IllRequestExtensionItem>>(
            "1.0.10161.13.9", "IPIG-ILL-Request-Extension", ListOf(IllRequestExtensionItem)),
        new ExternalType<WireList<SystemNumber>>("1.0.10161.6.1", "IPIG-System-Number", ListOf(SystemNumber)),
        new ExternalType<WireList<IllString>>("1.0.10161.10.1000.7.1", "JEDDS", ListOf(Module.IllStrings)),
    ];

    private static readonly FrozenDictionary<string, ExternalType> ByIdentifier =
        Types.ToFrozenDictionary(type => type.ObjectIdentifier, StringComparer.Ordinal);

    public static IReadOnlyList<ExternalType> All => Types;

    /// <summary>The type with the object identifier in dotted form, or null.</summary>
    public static ExternalType? Find(string objectIdentifier) =>
        ByIdentifier.GetValueOrDefault(objectIdentifier);

    /// <summary>The type whose object identifier has the given contents octets, or null.</summary>
    public static ExternalType? Find(ReadOnlySpan<byte> encodedIdentifier)
    {
        foreach (var type in Types)
        {
            if (type.EncodedIdentifier.SequenceEqual(encodedIdentifier))
                return type;
        }

        return null;
    }
}
