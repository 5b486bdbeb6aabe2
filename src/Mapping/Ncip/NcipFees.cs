using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>Fees and payments.</summary>
internal static class NcipFees
{
    private const string Assess = "Assess";
    private const string Payment = "Payment";

    /// <summary>Stands for a fee that was not told.</summary>
    public static CirculationFee None { get; } = new() { Amount = new Money(0, null) };

    /// <summary>A fee; null where none is told, or none with an amount.</summary>
    public static CirculationFee? Read(NcipFiscalTransaction? from, NcipMapping mapping)
    {
        if (from?.Amount is not { } amount)
        {
            mapping.Unused("FiscalTransactionInformation", from is not null, "without an amount");
            return null;
        }

        mapping.Unused("RelatedFiscalTransactionReferenceId", from.RelatedIds.Count > 0);
        mapping.Unused("PaymentMethodType", from.PaymentMethod is not null);
        mapping.Unused("ItemDetails", from.ItemDetails is not null);
        return new CirculationFee
        {
            Number = mapping.Text(from.Id?.Value, "FiscalTransactionReferenceId"),
            Type = mapping.Text(from.Type, "FiscalTransactionType"),
            IsPayment = from.Action is { } action
                && (action.Is(Payment) || action.Is("Waive") || action.Is("Forgive")
                    || action.Is("Write Off") || action.Is("Cancel")),
            Amount = amount.ToMoney(), Text = mapping.Text(from.Description, "FiscalTransactionDescription"),
            At = mapping.Time(from.ValidFromDate),
        };
    }

    /// <summary>A fee, for the wire.</summary>
    public static NcipFiscalTransaction? Write(CirculationFee? fee, NcipCode? agency, NcipMapping mapping)
    {
        if (fee is null)
            return null;
        var amount = NcipAmount.From(fee.Amount);
        if (amount is null)
            mapping.Dropped("Fee.Amount", "too large to be told");
        else if (amount.ToMoney().Amount != fee.Amount.Amount)
            mapping.Defaulted("Fee.Amount", "rounded to the smallest unit of the currency");
        return new NcipFiscalTransaction
        {
            Action = fee.IsPayment ? Payment : Assess,
            Id = fee.Number is { } number ? new() { AgencyId = agency, Value = number } : null,
            Type = fee.Type is { } type ? new NcipCode(type) : null, Amount = amount, Description = fee.Text,
            ValidFromDate = NcipMapping.Date(fee.At),
        };
    }
}
