namespace ResourceSharing.Mapping.IsoIll;

/// <summary>One element of extension 1.0.10161.13.9, IPIG-ILL-Request-Extension.</summary>
public abstract record IllRequestExtensionItem
{
    private IllRequestExtensionItem()
    {
    }

    /// <summary><c>uniform-title</c> [0].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record UniformTitle(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>material-type</c> [1].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record MaterialType(RequestedMaterialFormat Value) : IllRequestExtensionItem;

    /// <summary><c>responder-specific-info</c> [2].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record ResponderSpecificInfo(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>dissertation-thesis</c> [3].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record DissertationThesis(IsoIll.DissertationThesis Value) : IllRequestExtensionItem;

    /// <summary><c>volume</c> [4].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Volume(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>issue-number</c> [5].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record IssueNumber(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>affiliations</c> [6].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Affiliations(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>requested-material-language</c> [7].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record RequestedMaterialLanguage(WireList<IllString> Value) : IllRequestExtensionItem;

    /// <summary><c>form-content-info</c> [8].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record FormContentInfo(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>payment-method</c> [9].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record PaymentMethod(WireList<IsoIll.PaymentMethod> Value) : IllRequestExtensionItem;

    /// <summary><c>this-edition-only</c> [10].</summary>
    public sealed record ThisEditionOnly : IllRequestExtensionItem;

    /// <summary><c>unique-item-iD</c> [11].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record UniqueItemId(IllString Value) : IllRequestExtensionItem;

    /// <summary><c>rights-info</c> [12].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record RightsInfo(RightsInformation Value) : IllRequestExtensionItem;
}

/// <summary>A dissertation or thesis. ISO 10161-1 <c>Dissertation-Thesis</c>.</summary>
public sealed record DissertationThesis
{
    /// <summary><c>type</c> [1], optional.</summary>
    public DissertationType? Type { get; init; }

    /// <summary><c>details</c> [2], mandatory.</summary>
    public required DissertationThesisDetails Details { get; init; }
}

/// <summary>The kind of a dissertation.</summary>
public abstract record DissertationType
{
    private DissertationType()
    {
    }

    /// <summary><c>phD-dissertation</c> [1].</summary>
    public sealed record PhdDissertation : DissertationType;

    /// <summary><c>masters-thesis</c> [2].</summary>
    public sealed record MastersThesis : DissertationType;

    /// <summary><c>undergraduate-honors-thesis</c> [3].</summary>
    public sealed record UndergraduateHonorsThesis : DissertationType;

    /// <summary><c>other</c> [4].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Other(IllString Value) : DissertationType;
}

/// <summary>Who granted the degree and when. ISO 10161-1 <c>Dissertation-Thesis-Details</c>.</summary>
public sealed record DissertationThesisDetails
{
    /// <summary><c>granting-institution</c> [1], optional.</summary>
    public IllString? GrantingInstitution { get; init; }

    /// <summary><c>date-granted</c> [2], optional.</summary>
    public IllString? DateGranted { get; init; }
}

/// <summary>A way of payment.</summary>
public abstract record PaymentMethod
{
    private PaymentMethod()
    {
    }

    /// <summary><c>reciprocal-agreement</c> [1].</summary>
    public sealed record ReciprocalAgreement : PaymentMethod;

    /// <summary><c>prepaid</c> [2].</summary>
    public sealed record Prepaid : PaymentMethod;

    /// <summary><c>uNESCO-voucher</c> [3].</summary>
    public sealed record UnescoVoucher : PaymentMethod;

    /// <summary><c>aLIA-voucher</c> [4].</summary>
    public sealed record AliaVoucher : PaymentMethod;

    /// <summary><c>iFLA-voucher</c> [5].</summary>
    public sealed record IflaVoucher : PaymentMethod;

    /// <summary><c>other-voucher-or-coupon</c> [6].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record OtherVoucherOrCoupon(IllString Value) : PaymentMethod;

    /// <summary><c>rLG-shares</c> [7].</summary>
    public sealed record RlgShares : PaymentMethod;

    /// <summary><c>oCLC-iFM</c> [8].</summary>
    public sealed record OclcIfm : PaymentMethod;

    /// <summary><c>other-payment-scheme</c> [9].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record OtherPaymentScheme(IllString Value) : PaymentMethod;

    /// <summary><c>cash</c> [10].</summary>
    public sealed record Cash : PaymentMethod;

    /// <summary><c>check</c> [11].</summary>
    public sealed record Check : PaymentMethod;

    /// <summary><c>credit-card</c> [12].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record CreditCard(IsoIll.CreditCard Value) : PaymentMethod;

    /// <summary><c>deposit-account</c> [13].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record DepositAccount(IsoIll.DepositAccount Value) : PaymentMethod;

    /// <summary><c>bank-electronic-payment</c> [14].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record BankElectronicPayment(IsoIll.BankElectronicPayment Value) : PaymentMethod;

    /// <summary><c>other-payment-type</c> [15].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record OtherPaymentType(IllString Value) : PaymentMethod;
}

/// <summary>A credit card.</summary>
public sealed record CreditCard
{
    /// <summary><c>type</c> [1], mandatory.</summary>
    public required CreditCardType Type { get; init; }

    /// <summary><c>card-number</c> [2], mandatory.</summary>
    public required IllString CardNumber { get; init; }

    /// <summary><c>expiry-date</c> [3], mandatory.</summary>
    public required IllString ExpiryDate { get; init; }

    /// <summary><c>name-on-card</c> [4], mandatory.</summary>
    public required IllString NameOnCard { get; init; }
}

/// <summary>The kind of a credit card.</summary>
public abstract record CreditCardType
{
    private CreditCardType()
    {
    }

    /// <summary><c>visa</c> [1].</summary>
    public sealed record Visa : CreditCardType;

    /// <summary><c>master-card</c> [2].</summary>
    public sealed record MasterCard : CreditCardType;

    /// <summary><c>american-express</c> [3].</summary>
    public sealed record AmericanExpress : CreditCardType;

    /// <summary><c>diners-club</c> [4].</summary>
    public sealed record DinersClub : CreditCardType;

    /// <summary><c>other</c> [5].</summary>
    /// <param name="Value">What was chosen.</param>
    public sealed record Other(IllString Value) : CreditCardType;
}

/// <summary>A deposit account.</summary>
public sealed record DepositAccount
{
    /// <summary><c>account-name</c> [1], mandatory.</summary>
    public required IllString AccountName { get; init; }

    /// <summary><c>account-number</c> [2], mandatory.</summary>
    public required IllString AccountNumber { get; init; }
}

/// <summary>A bank account.</summary>
public sealed record BankElectronicPayment
{
    /// <summary><c>bank-name</c> [1], mandatory.</summary>
    public required IllString BankName { get; init; }

    /// <summary><c>bank-address</c> [2], mandatory.</summary>
    public required IllString BankAddress { get; init; }

    /// <summary><c>routing-number</c> [3], mandatory.</summary>
    public required IllString RoutingNumber { get; init; }

    /// <summary><c>account-number</c> [4], mandatory.</summary>
    public required IllString AccountNumber { get; init; }
}

/// <summary>A statement on rights in one country. ISO 10161-1 <c>Rights-Information</c>.</summary>
public sealed record RightsInformation
{
    /// <summary><c>rights-information-country</c> [1], mandatory.</summary>
    public required IllString RightsInformationCountry { get; init; }

    /// <summary><c>rights-information-type</c> [2], mandatory.</summary>
    public required IllString RightsInformationType { get; init; }

    /// <summary><c>rights-information-value</c> [3], mandatory.</summary>
    public required IllString RightsInformationValue { get; init; }
}
