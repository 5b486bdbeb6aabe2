using ResourceSharing.Mapping.Canonical;

namespace ResourceSharing.Mapping.Ncip;

/// <summary>What is known of a patron, in NCIP and here.</summary>
internal static class NcipPatrons
{
    private const string Profile = "PROFILE";
    private const string Status = "STATUS";
    private const string Mail = "mailto";
    private const string Telephone = "tel";
    private const string Role = "Multi-Purpose";

    /// <summary>A number; null where there is none.</summary>
    public static PatronId? Id(NcipUserId? from, NcipMapping mapping) =>
        string.IsNullOrWhiteSpace(from?.Value)
            ? null
            : new PatronId(
                from.Value.Trim(), mapping.Text(from.AgencyId, "UserId/AgencyId"),
                mapping.Text(from.IdentifierType, "UserId/UserIdentifierType"));

    /// <summary>A number, for the wire.</summary>
    public static NcipUserId Id(PatronId id, NcipCode? agency = null) => new()
    {
        AgencyId = id.Agency is null || id.Agency == agency?.Value ? agency ?? Code(id.Agency) : Code(id.Agency),
        IdentifierType = Code(id.Kind), Value = id.Value,
    };

    /// <summary>Reads what is told of a patron, whose number stands elsewhere in the message.</summary>
    public static PatronRecord Read(NcipUserOptionalFields from, PatronId? id, NcipMapping mapping)
    {
        mapping.Unused("PreviousUserId", from.PreviousUserIds.Count > 0);
        mapping.Unused("AuthenticationInput", from.AuthenticationInputs.Count > 0, "no password is taken over");
        var ids = new List<PatronId>();
        if (id is not null)
            ids.Add(id);
        foreach (var user in mapping.Some(from.UserIds, "UserId"))
        {
            if (Id(user, mapping) is { } further && !ids.Contains(further))
                ids.Add(further);
        }

        var record = new PatronRecord
        {
            Ids = ids, BornOn = mapping.Day(from.DateOfBirth),
            Languages = [.. mapping.Some(from.Languages, "UserLanguage")
                .Select(language => mapping.Text(language, "UserLanguage")).OfType<string>()],
            Blocks = [.. mapping.Some(from.BlocksOrTraps, "BlockOrTrap")
                .Select(block => mapping.Text(block.Type, "BlockOrTrapType")).OfType<string>()
                .Select(code => new PatronBlock(code))],
        };
        return WithPrivileges(WithAddresses(WithName(record, from.NameInformation, mapping), from, mapping), from, mapping);
    }

    /// <summary>Writes what is known of a patron, as far as it is wanted; privileges and blocks are in the words of the
    /// agency.</summary>
    public static NcipUserOptionalFields Write(PatronRecord record, PatronParts parts, NcipCode? agency, NcipMapping mapping)
    {
        if (record.Blocks.Any(block => block.Text is not null) && parts.HasFlag(PatronParts.Blocks))
            mapping.Dropped("PatronRecord.Blocks.Text", "a block of NCIP has a type alone");
        return new NcipUserOptionalFields
        {
            NameInformation = parts.HasFlag(PatronParts.Name) ? Name(record) : null,
            Addresses = parts.HasFlag(PatronParts.Addresses) ? Addresses(record, mapping) : [],
            DateOfBirth = parts.HasFlag(PatronParts.BirthDate) ? mapping.Date(record.BornOn) : null,
            Languages = parts.HasFlag(PatronParts.Languages)
                ? new([.. record.Languages.Select(language => (NcipCode)language)]) : [],
            Privileges = parts.HasFlag(PatronParts.Privileges) ? Privileges(record, agency, mapping) : [],
            BlocksOrTraps = parts.HasFlag(PatronParts.Blocks)
                ? new([.. record.Blocks.Select(block => new NcipBlockOrTrap { AgencyId = agency, Type = block.Code })]) : [],
            UserIds = parts.HasFlag(PatronParts.Ids) ? new([.. record.Ids.Select(id => Id(id, agency))]) : [],
        };
    }

    public static NcipNameInformation? Name(PatronRecord record)
    {
        bool hasParts = record.GivenName is not null || record.Surname is not null;
        return record.Name is null && !hasParts
            ? null
            : new NcipNameInformation
            {
                Unstructured = record.Name,
                Structured = hasParts ? new() { GivenName = record.GivenName, Surname = record.Surname } : null,
            };
    }

    private static PatronRecord WithName(PatronRecord record, NcipNameInformation? from, NcipMapping mapping)
    {
        if (from is null)
            return record;
        var parts = from.Structured;
        mapping.Unused("StructuredPersonalUserName", parts?.Prefix is not null || parts?.Initials is not null
            || parts?.Suffix is not null, "title, initials and suffix are not kept");
        var organization = from.Organization.Count > 0 ? from.Organization[0].Name : null;
        return record with
        {
            Name = mapping.Text(from.Unstructured ?? organization, "NameInformation"),
            GivenName = mapping.Text(parts?.GivenName, "GivenName"), Surname = mapping.Text(parts?.Surname, "Surname"),
        };
    }

    private static PatronRecord WithAddresses(PatronRecord record, NcipUserOptionalFields from, NcipMapping mapping)
    {
        foreach (var address in mapping.Some(from.Addresses, "UserAddressInformation"))
        {
            var data = mapping.Text(address.Electronic?.Data, "ElectronicAddressData");
            bool isTelephone = address.Electronic?.Type is { } type
                && (type.Is(Telephone) || type.Is("phone") || type.Is("telephone"));
            bool isMail = !isTelephone && (address.Electronic?.Type?.Is(Mail) == true || data?.Contains('@') == true);
            if (address.Physical is { } physical && record.Postal is null)
                record = record with { Postal = NcipPlaces.Read(physical, mapping) };
            else if (isMail && data is not null && record.Email is null)
                record = record with
                {
                    Email = data.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? data[7..] : data,
                };
            else if (isTelephone && data is not null && record.Phone is null)
                record = record with { Phone = data.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? data[4..] : data };
            else
                mapping.Unused("UserAddressInformation", true, "one address of a kind is kept");
        }

        return record;
    }

    private static PatronRecord WithPrivileges(PatronRecord record, NcipUserOptionalFields from, NcipMapping mapping)
    {
        var others = new List<PatronPrivilege>();
        foreach (var privilege in mapping.Some(from.Privileges, "UserPrivilege"))
        {
            var type = mapping.Text(privilege.Type, "AgencyUserPrivilegeType");
            var status = mapping.Text(privilege.Status?.Type, "UserPrivilegeStatusType");
            mapping.Unused("UserPrivilegeFee", privilege.Fee is not null);
            if (Profile.Equals(type, StringComparison.OrdinalIgnoreCase) && record.Group is null)
                record = record with { Group = status ?? mapping.Text(privilege.Description, "UserPrivilegeDescription") };
            else if (type is not null)
                others.Add(new PatronPrivilege(type, status));
            record = record with
            {
                ValidFrom = record.ValidFrom ?? mapping.Day(privilege.ValidFromDate),
                ValidUntil = record.ValidUntil ?? mapping.Day(privilege.ValidToDate),
            };
        }

        return record with { Privileges = others };
    }

    private static WireList<NcipUserAddress> Addresses(PatronRecord record, NcipMapping mapping)
    {
        var addresses = new List<NcipUserAddress>();
        if (record.Postal is { } postal)
            addresses.Add(new() { Role = Role, Physical = NcipPlaces.Write(postal, mapping) });
        if (record.Email is { } mail)
            addresses.Add(new() { Role = Role, Electronic = new() { Type = Mail, Data = mail } });
        if (record.Phone is { } phone)
            addresses.Add(new() { Role = Role, Electronic = new() { Type = Telephone, Data = phone } });
        return new([.. addresses]);
    }

    /// <summary>The group is a privilege of its own, with the days between which the patron may use the library.</summary>
    private static WireList<NcipUserPrivilege> Privileges(PatronRecord record, NcipCode? agency, NcipMapping mapping)
    {
        var privileges = new List<NcipUserPrivilege>();
        if (record.Group is not null || record.ValidFrom is not null || record.ValidUntil is not null)
        {
            privileges.Add(Privilege(agency, Profile, record.Group) with
            {
                ValidFromDate = mapping.Date(record.ValidFrom), ValidToDate = mapping.Date(record.ValidUntil),
            });
        }

        foreach (var privilege in record.Privileges)
            privileges.Add(Privilege(agency, privilege.Type, privilege.Status));
        if (mapping.Dialect.WantsPatronStatus && mapping.Service.StartsWith("Lookup", StringComparison.Ordinal)
            && !record.Privileges.Any(privilege => privilege.Type == Status))
        {
            privileges.Add(Privilege(agency, Status, record.Blocks.Count > 0 ? "BLOCKED" : "OK"));
        }

        return new([.. privileges]);
    }

    private static NcipUserPrivilege Privilege(NcipCode? agency, string type, string? status) => new()
    {
        AgencyId = agency, Type = type, Status = status is null ? null : new() { Type = status },
    };

    private static NcipCode? Code(string? value) => value is null ? null : new NcipCode(value);
}
