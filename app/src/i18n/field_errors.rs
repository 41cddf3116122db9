//! Error messages of fields: the error and its correction (ux rule 16).

use super::Text;
use kyc::value::FieldError;

texts! {
    CONSENT_MISSING { "Check the box if you agree; without it we can’t continue", "Marque la casilla si está de acuerdo; sin ella no podemos continuar" }
    GIVEN_EMPTY { "Enter your first name", "Escriba su nombre" }
    GIVEN_LONG { "First name must be 50 characters or fewer; write it as your ID shortens it", "El nombre debe tener 50 caracteres o menos; escríbalo como lo abrevia su identificación" }
    GIVEN_CHARACTERS { "First name can only have letters, spaces, hyphens, apostrophes and periods", "El nombre solo puede tener letras, espacios, guiones, apóstrofos y puntos" }
    GIVEN_LETTER { "First name must have at least one letter", "El nombre debe tener al menos una letra" }
    MIDDLE_LONG { "Middle name must be 50 characters or fewer", "El segundo nombre debe tener 50 caracteres o menos" }
    MIDDLE_CHARACTERS { "Middle name can only have letters, spaces, hyphens, apostrophes and periods", "El segundo nombre solo puede tener letras, espacios, guiones, apóstrofos y puntos" }
    MIDDLE_LETTER { "Middle name must have at least one letter. If you don’t have one, leave it empty", "El segundo nombre debe tener al menos una letra. Si no tiene, déjelo vacío" }
    MIDDLE_FILLER { "If you don’t have a middle name, leave it empty", "Si no tiene segundo nombre, deje la casilla vacía" }
    FAMILY_EMPTY { "Enter your last name", "Escriba sus apellidos" }
    FAMILY_LONG { "Last name must be 50 characters or fewer; write it as your ID shortens it", "Los apellidos deben tener 50 caracteres o menos; escríbalos como los abrevia su identificación" }
    FAMILY_CHARACTERS { "Last name can only have letters, spaces, hyphens, apostrophes and periods", "Los apellidos solo pueden tener letras, espacios, guiones, apóstrofos y puntos" }
    FAMILY_LETTER { "Last name must have at least one letter", "Los apellidos deben tener al menos una letra" }
    BIRTH_EMPTY { "Enter your date of birth", "Escriba su fecha de nacimiento" }
    BIRTH_DAY { "Date of birth must include a day", "La fecha de nacimiento debe incluir el día" }
    BIRTH_MONTH { "Date of birth must include a month", "La fecha de nacimiento debe incluir el mes" }
    BIRTH_YEAR { "Date of birth must include a year", "La fecha de nacimiento debe incluir el año" }
    BIRTH_FOUR { "Year of birth must have 4 digits, such as 1985", "El año de nacimiento debe tener 4 dígitos, como 1985" }
    BIRTH_SHAPE { "Enter the date in numbers, such as 3 27 1990; you can type the month’s name", "Escriba la fecha en números, como 3 27 1990; puede escribir el nombre del mes" }
    BIRTH_IMPOSSIBLE { "That date doesn’t exist; check the day and the month", "Esa fecha no existe; revise el día y el mes" }
    BIRTH_FUTURE { "Date of birth must be in the past", "La fecha de nacimiento debe estar en el pasado" }
    BIRTH_AGO { "Check the year of birth: it is more than 130 years ago", "Revise el año de nacimiento: fue hace más de 130 años" }
    BIRTH_DIFFERS { "That’s not the date of birth you gave before; check it and try again", "Esa no es la fecha de nacimiento que dio antes; revísela e intente de nuevo" }
    EMAIL_EMPTY { "Enter your email address", "Escriba su correo electrónico" }
    EMAIL_LONG { "Email address must be 254 characters or fewer", "El correo electrónico debe tener 254 caracteres o menos" }
    EMAIL_LOCAL { "The part before the @ must be 64 characters or fewer", "La parte antes de la @ debe tener 64 caracteres o menos" }
    EMAIL_SHAPE { "Enter an email address with one @ and a dot after it, like name@example.com", "Escriba un correo electrónico con una @ y un punto después, como nombre@example.com" }
    EMAIL_CHARACTERS { "Email address can’t have spaces, commas, quotes or accents; check each letter and sign", "El correo electrónico no puede tener espacios, comas, comillas ni acentos; revise cada letra y signo" }
    EMAIL_DOTS { "Check the dots before the @: a dot can’t be first, last or next to another dot", "Revise los puntos antes de la @: no puede haber un punto al principio, al final ni junto a otro" }
    EMAIL_DOMAIN { "Check the part after the @; it should look like example.com", "Revise la parte después de la @; debe ser como example.com" }
    PHONE_EMPTY { "Enter your phone number", "Escriba su número de teléfono" }
    PHONE_SHAPE { "Enter a phone number in digits, like (212) 555-1234 or +52 55 1234 5678", "Escriba un teléfono en dígitos, como (212) 555-1234 o +52 55 1234 5678" }
    PHONE_IMPOSSIBLE { "Check your phone number: it looks like a digit is missing or extra", "Revise su número de teléfono: parece que falta o sobra un dígito" }
    LINE1_EMPTY { "Enter your street address", "Escriba su calle y número" }
    LINE1_LONG { "Street address must be 100 characters or fewer", "La calle y el número deben tener 100 caracteres o menos" }
    LINE1_CHARACTERS { "Street address has a character that doesn’t belong in an address", "La calle y el número tienen un carácter que no va en una dirección" }
    LINE1_BOX { "Enter the street address where you live. We can’t accept a PO box", "Escriba la dirección donde vive. No podemos aceptar un apartado postal" }
    LINE2_LONG { "Apartment, suite or unit must be 100 characters or fewer", "El apartamento, suite o unidad debe tener 100 caracteres o menos" }
    LINE2_CHARACTERS { "Apartment, suite or unit has a character that doesn’t belong in an address", "El apartamento, suite o unidad tiene un carácter que no va en una dirección" }
    CITY_EMPTY { "Enter your city", "Escriba su ciudad" }
    CITY_LONG { "City must be 50 characters or fewer", "La ciudad debe tener 50 caracteres o menos" }
    CITY_CHARACTERS { "City can only have letters, spaces, hyphens, apostrophes and periods", "La ciudad solo puede tener letras, espacios, guiones, apóstrofos y puntos" }
    STATE_EMPTY { "Enter your state or territory", "Escriba su estado o territorio" }
    STATE_UNKNOWN { "Enter a US state or territory, such as MD or Maryland", "Escriba un estado o territorio de EE. UU., como MD o Maryland" }
    STATE_MILITARY { "APO, FPO and DPO addresses need AA, AE or AP as the state; check the city and the state", "Las direcciones APO, FPO y DPO llevan AA, AE o AP como estado; revise la ciudad y el estado" }
    POSTAL_EMPTY { "Enter your ZIP code", "Escriba su código postal" }
    POSTAL_SHAPE { "ZIP code must have 5 or 9 digits, like 10001 or 10001-1234", "El código postal debe tener 5 o 9 dígitos, como 10001 o 10001-1234" }
    POSTAL_STATE { "That ZIP code isn’t in the state you entered; check both", "Ese código postal no está en el estado que escribió; revise ambos" }
    SSN_EMPTY { "Enter your Social Security number", "Escriba su número de Seguro Social" }
    SSN_LENGTH { "Social Security number must have 9 digits", "El número de Seguro Social debe tener 9 dígitos" }
    SSN_CHARACTERS { "Social Security number can only have digits, spaces and dashes", "El número de Seguro Social solo puede tener dígitos, espacios y guiones" }
    SSN_IMPOSSIBLE { "That can’t be a Social Security number; check it against your card", "Ese no puede ser un número de Seguro Social; compárelo con su tarjeta" }
    SSN_ITIN { "That’s an ITIN, not a Social Security number. If you don’t have a Social Security number, use the link below to see your options", "Ese es un ITIN, no un número de Seguro Social. Si no tiene número de Seguro Social, use el enlace de abajo para ver sus opciones" }
    SSN_ADVERTISED { "That number is known from advertisements. Check your card; if it really is your number, enter it again", "Ese número es conocido por la publicidad. Revise su tarjeta; si de verdad es su número, escríbalo otra vez" }
    REFERRAL_LONG { "Referral code must be 64 characters or fewer", "El código de referido debe tener 64 caracteres o menos" }
    REFERRAL_UNKNOWN { "We don’t know this referral code; check it, or leave it empty", "No conocemos este código de referido; revíselo o déjelo vacío" }
    CODE_EMPTY { "Enter the 6 digits from the text message", "Escriba los 6 dígitos del mensaje de texto" }
    CODE_SHAPE { "The code is 6 digits; enter all of them and nothing else", "El código tiene 6 dígitos; escríbalos todos y nada más" }
    CODE_WRONG { "That’s not the code we sent; look at the latest text message and enter it again", "Ese no es el código que enviamos; mire el último mensaje de texto y escríbalo otra vez" }
    CODE_PENDING { "Your code is still being checked; wait a moment and enter it again", "Su código todavía se está revisando; espere un momento y escríbalo otra vez" }
    REFERRAL_CHARACTERS { "Referral code can only have letters, digits, hyphens and underscores; leave it empty if you have none", "El código de referido solo puede tener letras, dígitos, guiones y guiones bajos; déjelo vacío si no tiene" }
}

/// Message of a field error.
#[must_use]
pub const fn of(fault: FieldError) -> Text {
    match fault {
        FieldError::ConsentMissing => CONSENT_MISSING,
        FieldError::GivenNameEmpty => GIVEN_EMPTY,
        FieldError::GivenNameTooLong => GIVEN_LONG,
        FieldError::GivenNameCharacters => GIVEN_CHARACTERS,
        FieldError::GivenNameNoLetter => GIVEN_LETTER,
        FieldError::MiddleNameTooLong => MIDDLE_LONG,
        FieldError::MiddleNameCharacters => MIDDLE_CHARACTERS,
        FieldError::MiddleNameNoLetter => MIDDLE_LETTER,
        FieldError::MiddleNameFiller => MIDDLE_FILLER,
        FieldError::FamilyNameEmpty => FAMILY_EMPTY,
        FieldError::FamilyNameTooLong => FAMILY_LONG,
        FieldError::FamilyNameCharacters => FAMILY_CHARACTERS,
        FieldError::FamilyNameNoLetter => FAMILY_LETTER,
        FieldError::BirthDateEmpty => BIRTH_EMPTY,
        FieldError::BirthDayMissing => BIRTH_DAY,
        FieldError::BirthMonthMissing => BIRTH_MONTH,
        FieldError::BirthYearMissing => BIRTH_YEAR,
        FieldError::BirthYearFourDigits => BIRTH_FOUR,
        FieldError::BirthDateShape => BIRTH_SHAPE,
        FieldError::BirthDateImpossible => BIRTH_IMPOSSIBLE,
        FieldError::BirthDateFuture => BIRTH_FUTURE,
        FieldError::BirthDateTooLongAgo => BIRTH_AGO,
        FieldError::BirthDateDiffers => BIRTH_DIFFERS,
        FieldError::EmailEmpty => EMAIL_EMPTY,
        FieldError::EmailTooLong => EMAIL_LONG,
        FieldError::EmailLocalTooLong => EMAIL_LOCAL,
        FieldError::EmailShape => EMAIL_SHAPE,
        FieldError::EmailCharacters => EMAIL_CHARACTERS,
        FieldError::EmailDots => EMAIL_DOTS,
        FieldError::EmailDomain => EMAIL_DOMAIN,
        FieldError::PhoneEmpty => PHONE_EMPTY,
        FieldError::PhoneShape => PHONE_SHAPE,
        FieldError::PhoneImpossible => PHONE_IMPOSSIBLE,
        FieldError::AddressLine1Empty => LINE1_EMPTY,
        FieldError::AddressLine1TooLong => LINE1_LONG,
        FieldError::AddressLine1Characters => LINE1_CHARACTERS,
        FieldError::AddressLine1PoBox => LINE1_BOX,
        FieldError::AddressLine2TooLong => LINE2_LONG,
        FieldError::AddressLine2Characters => LINE2_CHARACTERS,
        FieldError::CityEmpty => CITY_EMPTY,
        FieldError::CityTooLong => CITY_LONG,
        FieldError::CityCharacters => CITY_CHARACTERS,
        FieldError::StateEmpty => STATE_EMPTY,
        FieldError::StateUnknown => STATE_UNKNOWN,
        FieldError::StateMilitary => STATE_MILITARY,
        FieldError::PostalCodeEmpty => POSTAL_EMPTY,
        FieldError::PostalCodeShape => POSTAL_SHAPE,
        FieldError::PostalCodeStateMismatch => POSTAL_STATE,
        FieldError::SsnEmpty => SSN_EMPTY,
        FieldError::SsnLength => SSN_LENGTH,
        FieldError::SsnCharacters => SSN_CHARACTERS,
        FieldError::SsnImpossible => SSN_IMPOSSIBLE,
        FieldError::SsnItin => SSN_ITIN,
        FieldError::SsnAdvertised => SSN_ADVERTISED,
        FieldError::ReferralCodeTooLong => REFERRAL_LONG,
        FieldError::ReferralCodeCharacters => REFERRAL_CHARACTERS,
        FieldError::ReferralCodeUnknown => REFERRAL_UNKNOWN,
        FieldError::CodeEmpty => CODE_EMPTY,
        FieldError::CodeShape => CODE_SHAPE,
        FieldError::CodeWrong => CODE_WRONG,
        FieldError::CodePending => CODE_PENDING,
    }
}
