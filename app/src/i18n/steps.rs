//! Texts of the step pages and of the check page.

texts! {
    NAME_HEADING { "What is your legal name?", "¿Cuál es su nombre legal?" }
    NAME_LEDE { "Enter it exactly as it appears on your driver’s license, passport or other ID.", "Escríbalo exactamente como aparece en su licencia de conducir, pasaporte u otra identificación." }
    GIVEN { "First name", "Nombre" }
    MIDDLE { "Middle name", "Segundo nombre" }
    FAMILY { "Last name", "Apellidos" }
    ONE_NAME { "I have only one legal name", "Tengo un solo nombre legal" }
    ONE_NAME_HINT { "Enter it as your first or last name and leave the other box empty.", "Escríbalo como nombre o como apellido y deje la otra casilla vacía." }
    NAME_WHY { "Our partner compares your name with official records. A nickname isn’t found there.", "Nuestro socio compara su nombre con registros oficiales. Un apodo no aparece allí." }

    BIRTH_HEADING { "What is your date of birth?", "¿Cuál es su fecha de nacimiento?" }
    BIRTH_HINT { "For example, 3 27 1990. You can also type the month’s name.", "Por ejemplo, 3 27 1990. También puede escribir el nombre del mes." }
    MONTH { "Month", "Mes" }
    DAY { "Day", "Día" }
    YEAR { "Year", "Año" }
    BIRTH_WHY { "You must be {age} or older to open an account, and it helps us tell you apart from people with the same name.", "Debe tener {age} años o más para abrir una cuenta, y nos ayuda a distinguirle de personas con el mismo nombre." }

    CONTACT_HEADING { "How can we reach you?", "¿Cómo podemos comunicarnos con usted?" }
    EMAIL { "Email address", "Correo electrónico" }
    EMAIL_HINT { "We’ll email you only about your application.", "Solo le escribiremos acerca de su solicitud." }
    PHONE { "Phone number", "Número de teléfono" }
    PHONE_HINT { "Any format is fine. Start with + and the country code if it isn’t a US number.", "Cualquier formato sirve. Empiece con + y el código de país si no es un número de EE. UU." }
    REFERRAL { "Referral code", "Código de referido" }
    REFERRAL_HINT { "If someone with an account gave you one.", "Si alguien que ya tiene cuenta le dio uno." }
    CONTACT_WHY { "A phone number and an email address that you’ve had for a while help us confirm it’s you.", "Un teléfono y un correo que tiene desde hace tiempo nos ayudan a confirmar que es usted." }

    ADDRESS_HEADING { "What is your home address?", "¿Cuál es su domicilio?" }
    ADDRESS_LEDE { "Enter the address where you live in the United States. We can’t accept a PO box.", "Escriba la dirección donde vive en Estados Unidos. No podemos aceptar un apartado postal." }
    LINE1 { "Street address", "Calle y número" }
    LINE2 { "Apartment, suite or unit", "Apartamento, suite o unidad" }
    CITY { "City", "Ciudad" }
    STATE { "State or territory", "Estado o territorio" }
    STATE_HINT { "Type the name or the two letters, such as MD.", "Escriba el nombre o las dos letras, como MD." }
    POSTAL { "ZIP code", "Código postal (ZIP)" }
    ADDRESS_WHY { "We may only open accounts where we are licensed, and your address is compared with public records.", "Solo podemos abrir cuentas donde tenemos licencia, y su domicilio se compara con registros públicos." }

    SSN_HEADING { "What is your Social Security number?", "¿Cuál es su número de Seguro Social?" }
    SSN_LABEL { "Social Security number", "Número de Seguro Social" }
    SSN_HINT { "9 digits. Spaces and dashes don’t matter.", "9 dígitos. Los espacios y guiones no importan." }
    SSN_HELD { "We have the number ending in {last4}. Leave the box empty to keep it.", "Tenemos el número que termina en {last4}. Deje la casilla vacía para conservarlo." }
    SSN_AGAIN { "For your safety we don’t keep your number on the page. Enter it again.", "Por su seguridad no dejamos su número en la página. Escríbalo otra vez." }
    SSN_SHOW { "Show my number", "Mostrar mi número" }
    SSN_WHY { "Federal law requires it, and it helps us tell you apart from people with the same name. We encrypt it, send it once, and then delete it here.", "La ley federal lo exige, y nos ayuda a distinguirle de personas con el mismo nombre. Lo ciframos, lo enviamos una vez y luego lo borramos aquí." }
    SSN_NONE { "I don’t have a Social Security number", "No tengo número de Seguro Social" }

    NO_SSN_HEADING { "If you don’t have a Social Security number", "Si no tiene número de Seguro Social" }
    NO_SSN_BODY { "We can’t check your identity online without one. Our support team can tell you what your options are.", "Sin él no podemos verificar su identidad en línea. Nuestro equipo de atención le dirá qué opciones tiene." }
    NO_SSN_KEPT { "The answers you’ve entered so far are saved. You can go back and continue if you find your number: it’s on your Social Security card, on a W-2 and on most tax letters.", "Las respuestas que ya escribió están guardadas. Puede volver y continuar si encuentra su número: está en su tarjeta del Seguro Social, en un formulario W-2 y en la mayoría de las cartas de impuestos." }
    NO_SSN_BACK { "Go back to the question", "Volver a la pregunta" }

    CHECK_HEADING { "Check your answers", "Revise sus respuestas" }
    CHECK_LEDE { "We haven’t sent your details yet. Check each answer before you send.", "Todavía no hemos enviado sus datos. Revise cada respuesta antes de enviarlos." }
    CHECK_LEDE_ASKED { "We haven’t sent your details yet, except your phone number and date of birth, which our partner needed for the code. Check each answer before you send.", "Todavía no hemos enviado sus datos, excepto su teléfono y su fecha de nacimiento, que nuestro socio necesitaba para el código. Revise cada respuesta antes de enviarlos." }
    CHECK_SENT_BACK { "Our verification partner couldn’t read the details you sent. Nothing was decided. Check each answer, enter your Social Security number again and send them once more.", "Nuestro socio de verificación no pudo leer los datos que envió. No se decidió nada. Revise cada respuesta, escriba otra vez su número de Seguro Social y envíelos de nuevo." }
    YOUR_ANSWERS { "What you told us", "Lo que nos dijo" }
    GROUP_YOU { "About you", "Sobre usted" }
    GROUP_CONTACT { "Contact", "Contacto" }
    GROUP_ADDRESS { "Home address", "Domicilio" }
    GROUP_SSN { "Social Security number", "Número de Seguro Social" }
    NAME { "Name", "Nombre completo" }
    BIRTH_DATE { "Date of birth", "Fecha de nacimiento" }
    ADDRESS { "Address", "Dirección" }
    NOT_PROVIDED { "Not provided", "Sin respuesta" }
    SSN_MASKED { "Ends in {last4}", "Termina en {last4}" }
    AGREEMENT { "Agreement", "Consentimiento" }
    AGREED_AT { "Version {version}, agreed {when} (UTC)", "Versión {version}, aceptada el {when} (UTC)" }
    CHECK_DECLARE { "By sending your details you confirm that they are yours and correct.", "Al enviar sus datos confirma que son suyos y correctos." }
    SUBMIT { "Send my details", "Enviar mis datos" }
}
