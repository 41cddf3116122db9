//! Texts of the start page and of the consent page.

texts! {
    TITLE { "Open your account: confirm who you are", "Abra su cuenta: confirme quién es" }
    HEADING { "Confirm who you are", "Confirme quién es" }
    LEDE { "Before {org} can open your account, we need to check your identity. Most people are done in about 5 minutes.", "Antes de abrir su cuenta, {org} necesita verificar su identidad. La mayoría de las personas termina en unos 5 minutos." }
    NEEDS { "What you need", "Lo que necesita" }
    NEED_DETAILS { "Your legal name, date of birth and home address in the United States", "Su nombre legal, fecha de nacimiento y domicilio en Estados Unidos" }
    NEED_SSN { "Your Social Security number", "Su número de Seguro Social" }
    NEED_PHONE { "Your phone number and email address", "Su teléfono y su correo electrónico" }
    NEED_DOCUMENT { "You may also need a driver’s license or passport, and a phone with a camera", "También podría necesitar una licencia de conducir o un pasaporte, y un teléfono con cámara" }
    STAGES { "How it works", "Cómo funciona" }
    STAGE_1 { "You answer a few questions and check your answers.", "Usted responde unas preguntas y revisa sus respuestas." }
    STAGE_2 { "We send them to our verification partner. Most people get an answer right away.", "Las enviamos a nuestro socio de verificación. La mayoría de las personas recibe una respuesta de inmediato." }
    STAGE_3 { "Sometimes we ask for photos of your ID, or someone on our team reviews your application.", "A veces le pedimos fotos de su identificación, o alguien de nuestro equipo revisa su solicitud." }
    WHY_BODY { "Federal law requires us to confirm the identity of everyone who opens an account.", "La ley federal nos exige confirmar la identidad de toda persona que abre una cuenta." }
    LEAVE { "You can leave at any time: your answers are saved. Come back in this browser, or on any device with your private return link.", "Puede salir en cualquier momento: sus respuestas se guardan. Vuelva en este navegador, o en cualquier dispositivo con su enlace de regreso privado." }
    START { "Start now", "Empezar" }
    RESUME { "Continue where you left off", "Continuar donde quedó" }
    SEE_STATUS { "See the status of your application", "Ver el estado de su solicitud" }

    CONSENT_TITLE { "Your agreement", "Su consentimiento" }
    CONSENT_HEADING { "Your agreement to an identity check", "Su consentimiento para verificar su identidad" }
    CONSENT_LEDE { "Read this before you begin. It says who does what with your details.", "Lea esto antes de comenzar. Explica quién hace qué con sus datos." }
    CONSENT_WHO_HEADING { "Who checks your identity", "Quién verifica su identidad" }
    CONSENT_WHO { "{org} collects your name, date of birth, contact details, home address and Social Security number, and sends them to its identity verification partner. The partner compares them with public records, credit bureau records and government lists.", "{org} recopila su nombre, fecha de nacimiento, datos de contacto, domicilio y número de Seguro Social, y los envía a su socio de verificación de identidad. El socio los compara con registros públicos, de agencias de crédito y listas del gobierno." }
    CONSENT_WHAT_HEADING { "What we keep", "Qué guardamos" }
    CONSENT_WHAT { "Your answers are encrypted. We delete your full Social Security number as soon as our partner has received it, and keep the last four digits. This check doesn’t affect your credit score.", "Sus respuestas se guardan cifradas. Borramos su número completo de Seguro Social en cuanto nuestro socio lo recibe, y conservamos los últimos cuatro dígitos. Esta verificación no afecta su puntaje de crédito." }
    CONSENT_RIGHTS_HEADING { "Your choice", "Usted decide" }
    CONSENT_RIGHTS { "You can stop at any time before you send your details. Without this check we can’t open an account. Questions about your data: {email}.", "Puede detenerse en cualquier momento antes de enviar sus datos. Sin esta verificación no podemos abrir una cuenta. Preguntas sobre sus datos: {email}." }
    CONSENT_VERSION { "Version {version} of this text. We record the version and the time when you agree.", "Versión {version} de este texto. Registramos la versión y la hora en que usted acepta." }
    CONSENT_BOX { "I agree that {org} and its verification partner may check my identity as described above", "Acepto que {org} y su socio de verificación comprueben mi identidad como se describe arriba" }
    CONSENT_CONTINUE { "Agree and continue", "Aceptar y continuar" }
}
