//! Texts of the step pages and of the check page.

texts! {
    NAME_HEADING { "What is your legal name?", "¿Cuál es su nombre legal?" }
    NAME_LEDE { "Write it exactly as it stands on your driver’s license, passport or other ID.", "Escríbalo exactamente como aparece en su licencia de conducir, pasaporte u otra identificación." }
    GIVEN { "First name", "Nombre" }
    MIDDLE { "Middle name", "Segundo nombre" }
    FAMILY { "Last name", "Apellidos" }
    ONE_NAME { "I have only one legal name", "Tengo un solo nombre legal" }
    ONE_NAME_HINT { "Enter it as your first or last name and leave the other box empty.", "Escríbalo como nombre o como apellido y deje la otra casilla vacía." }
    NAME_WHY { "Our partner compares your name with official records. A nickname would not be found there.", "Nuestro socio compara su nombre con registros oficiales. Un apodo no aparecería allí." }

    BIRTH_HEADING { "What is your date of birth?", "¿Cuál es su fecha de nacimiento?" }
    BIRTH_HINT { "For example, 3 27 1990. You may write the month as a word.", "Por ejemplo, 3 27 1990. Puede escribir el mes con letras." }
    MONTH { "Month", "Mes" }
    DAY { "Day", "Día" }
    YEAR { "Year", "Año" }
    BIRTH_WHY { "You must be {age} or older to open an account, and two people can share a name but rarely a birthday.", "Debe tener {age} años o más para abrir una cuenta, y dos personas pueden tener el mismo nombre pero rara vez la misma fecha de nacimiento." }

    CONTACT_HEADING { "How can we reach you?", "¿Cómo podemos comunicarnos con usted?" }
    EMAIL { "Email address", "Correo electrónico" }
    EMAIL_HINT { "We write only about your application.", "Solo escribimos acerca de su solicitud." }
    PHONE { "Phone number", "Número de teléfono" }
    PHONE_HINT { "Any format is fine. Start with + and the country code if it is not a US number.", "Cualquier formato sirve. Empiece con + y el código de país si no es un número de EE. UU." }
    REFERRAL { "Referral code", "Código de referido" }
    REFERRAL_HINT { "If somebody who has an account gave you one.", "Si alguien que ya tiene cuenta le dio uno." }
    CONTACT_WHY { "A phone number and an email address that have been yours for a while help to show that you are you.", "Un teléfono y un correo que han sido suyos por un tiempo ayudan a demostrar que usted es usted." }

    ADDRESS_HEADING { "What is your home address?", "¿Cuál es su domicilio?" }
    ADDRESS_LEDE { "The place where you live in the United States, not a PO box.", "El lugar donde vive en Estados Unidos, no un apartado postal." }
    LINE1 { "Street address", "Calle y número" }
    LINE2 { "Apartment, suite or unit", "Apartamento, suite o unidad" }
    CITY { "City", "Ciudad" }
    STATE { "State or territory", "Estado o territorio" }
    STATE_HINT { "Type the name or the two letters, such as MD.", "Escriba el nombre o las dos letras, como MD." }
    POSTAL { "ZIP code", "Código postal (ZIP)" }
    ADDRESS_WHY { "We may only open accounts where we are licensed, and your address is compared with public records.", "Solo podemos abrir cuentas donde tenemos licencia, y su domicilio se compara con registros públicos." }

    SSN_HEADING { "What is your Social Security number?", "¿Cuál es su número de Seguro Social?" }
    SSN_LABEL { "Social Security number", "Número de Seguro Social" }
    SSN_HINT { "9 digits. Spaces and dashes do not matter.", "9 dígitos. Los espacios y guiones no importan." }
    SSN_HELD { "We have the number ending in {last4}. Leave the box empty to keep it.", "Tenemos el número que termina en {last4}. Deje la casilla vacía para conservarlo." }
    SSN_AGAIN { "For your safety we do not keep your number on the page. Enter it again.", "Por su seguridad no dejamos su número en la página. Escríbalo otra vez." }
    SSN_SHOW { "Show what I type", "Mostrar lo que escribo" }
    SSN_WHY { "The law asks brokers to collect a taxpayer number. It is the surest way to tell you from somebody with the same name. It is encrypted, sent once, and then deleted here.", "La ley exige a las casas de bolsa pedir un número de contribuyente. Es la forma más segura de distinguirle de alguien con el mismo nombre. Se cifra, se envía una vez y luego se borra aquí." }
    SSN_NONE { "I do not have a Social Security number", "No tengo número de Seguro Social" }

    NO_SSN_HEADING { "If you have no Social Security number", "Si no tiene número de Seguro Social" }
    NO_SSN_BODY { "We cannot check your identity online without one. Our support team can tell you what other ways there are.", "Sin él no podemos verificar su identidad en línea. Nuestro equipo de atención le dirá qué otras formas hay." }
    NO_SSN_KEPT { "What you have entered so far is kept. You can go back and continue if you find your number: it is on your Social Security card, on a W-2 and on most tax letters.", "Lo que ya escribió se conserva. Puede volver y continuar si encuentra su número: está en su tarjeta del Seguro Social, en un formulario W-2 y en la mayoría de las cartas de impuestos." }
    NO_SSN_BACK { "Go back to the question", "Volver a la pregunta" }

    CHECK_HEADING { "Check your answers", "Revise sus respuestas" }
    CHECK_LEDE { "Your details have not been sent yet. Look at each answer, then send them.", "Sus datos todavía no se han enviado. Revise cada respuesta y luego envíelos." }
    CHECK_LEDE_ASKED { "Your details have not been sent yet, but for your phone number and date of birth, which our partner needed for the code. Look at each answer, then send them.", "Sus datos todavía no se han enviado, salvo su teléfono y su fecha de nacimiento, que nuestro socio necesitaba para el código. Revise cada respuesta y luego envíelos." }
    CHECK_SENT_BACK { "Our verification partner could not read the details you sent. Nothing was decided. Check each answer, enter your Social Security number again and send them once more.", "Nuestro socio de verificación no pudo leer los datos que envió. No se decidió nada. Revise cada respuesta, escriba otra vez su número de Seguro Social y envíelos de nuevo." }
    YOUR_ANSWERS { "What you told us", "Lo que nos dijo" }
    GROUP_YOU { "About you", "Sobre usted" }
    GROUP_CONTACT { "Contact", "Contacto" }
    GROUP_ADDRESS { "Home address", "Domicilio" }
    GROUP_SSN { "Identity number", "Número de identidad" }
    NAME { "Name", "Nombre completo" }
    BIRTH_DATE { "Date of birth", "Fecha de nacimiento" }
    ADDRESS { "Address", "Dirección" }
    NOT_PROVIDED { "Not provided", "Sin respuesta" }
    SSN_MASKED { "Ends in {last4}", "Termina en {last4}" }
    AGREEMENT { "Agreement", "Consentimiento" }
    AGREED_AT { "Version {version}, agreed {when} (UTC)", "Versión {version}, aceptada el {when} (UTC)" }
    CHECK_DECLARE { "By sending your details you confirm that they are yours and true.", "Al enviar sus datos confirma que son suyos y verdaderos." }
    SUBMIT { "Send my details", "Enviar mis datos" }
}
