//! Texts of the status page, of the hand-off to document capture, and of the
//! ineligibility pages.

texts! {
    TITLE_SUBMITTING { "Your details are on their way", "Sus datos van en camino" }
    BADGE_SUBMITTING { "Sending", "Enviando" }
    LEDE_SUBMITTING { "We have your details and are sending them to our verification partner. This page changes by itself. You need not send anything again.", "Tenemos sus datos y los estamos enviando a nuestro socio de verificación. Esta página cambia sola. No necesita enviar nada otra vez." }
    TITLE_TROUBLE { "We have your details, and we keep trying", "Tenemos sus datos y seguimos intentando" }
    BADGE_TROUBLE { "Delayed", "Con retraso" }
    LEDE_TROUBLE { "Our verification partner does not answer at the moment. Your details are safe with us, and we send them again by ourselves. You can close this page and come back later.", "Nuestro socio de verificación no responde en este momento. Sus datos están a salvo con nosotros y los volvemos a enviar solos. Puede cerrar esta página y volver más tarde." }
    TRY_AGAIN { "Try again now", "Intentar de nuevo ahora" }
    TITLE_PROCESSING { "We are checking your identity", "Estamos verificando su identidad" }
    BADGE_PROCESSING { "Checking", "Verificando" }
    LEDE_PROCESSING { "Our partner has your details and is comparing them with records. It usually takes less than a minute.", "Nuestro socio tiene sus datos y los está comparando con registros. Suele tardar menos de un minuto." }
    TITLE_DOCUMENTS { "Take pictures of your identity document", "Tome fotos de su documento de identidad" }
    BADGE_DOCUMENTS { "Your turn", "Le toca a usted" }
    LEDE_DOCUMENTS { "We need to see a driver’s license, state ID or passport before we can decide. It takes about 3 minutes on a phone with a camera.", "Necesitamos ver una licencia de conducir, identificación estatal o pasaporte antes de decidir. Toma unos 3 minutos en un teléfono con cámara." }
    TITLE_UNDER_REVIEW { "We are looking at your pictures", "Estamos revisando sus fotos" }
    BADGE_UNDER_REVIEW { "Pictures received", "Fotos recibidas" }
    LEDE_UNDER_REVIEW { "Your pictures have arrived. Checking them usually takes a few minutes. There is nothing more you need to do.", "Sus fotos llegaron. Revisarlas suele tardar unos minutos. No necesita hacer nada más." }
    TITLE_MANUAL { "A person is looking at your application", "Una persona está revisando su solicitud" }
    BADGE_MANUAL { "In review", "En revisión" }
    LEDE_MANUAL { "Some applications are checked by hand. It says nothing about you. It usually takes up to 2 business days. You can close this page and come back at any time.", "Algunas solicitudes se revisan a mano. Eso no dice nada malo de usted. Suele tardar hasta 2 días hábiles. Puede cerrar esta página y volver cuando quiera." }
    TITLE_PROVISIONING { "Your identity is confirmed", "Su identidad está confirmada" }
    BADGE_PROVISIONING { "Opening your account", "Abriendo su cuenta" }
    LEDE_PROVISIONING { "We are opening your account now. It usually takes a minute; this page shows your account number as soon as it is there.", "Ahora estamos abriendo su cuenta. Suele tardar un minuto; esta página mostrará su número de cuenta en cuanto exista." }
    TITLE_APPROVED { "You are approved", "Su solicitud fue aprobada" }
    BADGE_APPROVED { "Approved", "Aprobada" }
    LEDE_APPROVED { "Your identity is confirmed and your account with {org} is open.", "Su identidad está confirmada y su cuenta con {org} está abierta." }
    PARTICIPANT { "Participant", "Participante" }
    ACCOUNT { "Account", "Cuenta" }
    KEEP { "Keep this page for your records: you can print it.", "Guarde esta página: puede imprimirla." }
    TITLE_DENIED { "We cannot open an account for you", "No podemos abrirle una cuenta" }
    BADGE_DENIED { "Not approved", "No aprobada" }
    LEDE_DENIED { "We could not confirm your identity with the details we have, so we cannot open an account. This has no effect on your credit score.", "No pudimos confirmar su identidad con los datos que tenemos, así que no podemos abrir una cuenta. Esto no afecta su puntaje de crédito." }
    DENIED_NEXT { "If you think something is wrong, contact us and give your reference. We will tell you what you can do.", "Si cree que hay un error, comuníquese con nosotros e indique su referencia. Le diremos qué puede hacer." }
    TITLE_EXPIRED { "Your link for the pictures has run out", "Su enlace para las fotos venció" }
    BADGE_EXPIRED { "Link expired", "Enlace vencido" }
    LEDE_EXPIRED { "For your safety the link works only for a short time. Get a new one and take the pictures then. Your answers are kept; we ask for your Social Security number again because we deleted it.", "Por su seguridad el enlace funciona poco tiempo. Pida uno nuevo y tome las fotos. Sus respuestas se conservan; le pedimos otra vez su número de Seguro Social porque lo borramos." }
    TITLE_RESUBMIT { "We need pictures of your identity document", "Necesitamos fotos de su documento de identidad" }
    BADGE_RESUBMIT { "Your turn", "Le toca a usted" }
    LEDE_RESUBMIT { "Either no pictures have been taken yet or the last ones could not be used: blurred, cut off or with glare. Get a new link and take them in good light. We ask for your Social Security number again because we deleted it.", "O todavía no se tomaron fotos, o las últimas no se pudieron usar: borrosas, cortadas o con reflejos. Pida un enlace nuevo y tómelas con buena luz. Le pedimos otra vez su número de Seguro Social porque lo borramos." }
    LINKS_LEFT { "You can get a new link {n} more times.", "Puede pedir un enlace nuevo {n} veces más." }
    LAST_LINK { "You can get one more new link. If it does not work out, contact us and we will help you.", "Puede pedir un enlace nuevo más. Si no funciona, comuníquese con nosotros y le ayudaremos." }
    NEW_LINK { "Get a new link", "Pedir un enlace nuevo" }
    TITLE_PARKED { "We are on it", "Estamos en ello" }
    BADGE_PARKED { "With our team", "Con nuestro equipo" }
    LEDE_PARKED { "Your application needs a look from our team before it can go on. Your details are safe and nothing is lost. You need not send anything again.", "Nuestro equipo tiene que mirar su solicitud antes de seguir. Sus datos están a salvo y nada se perdió. No necesita enviar nada otra vez." }

    TITLE_OUT { "Contact us so that we can go on together", "Comuníquese con nosotros para seguir juntos" }
    BADGE_OUT { "Contact us", "Comuníquese con nosotros" }
    LEDE_OUT { "You have used every try that you can make by yourself. Nothing you told us is lost. Contact us and give your reference: we look at what went wrong and can open another try for you.", "Ya usó todos los intentos que puede hacer sin ayuda. Nada de lo que nos dijo se perdió. Comuníquese con nosotros e indique su referencia: veremos qué falló y podemos abrirle otro intento." }

    WHAT_NEXT { "What happens next", "Qué sigue" }
    NEXT_SENT { "Details sent", "Datos enviados" }
    RECEIVED { "We received your details", "Recibimos sus datos" }
    NEXT_CHECKED { "Identity check", "Verificación de identidad" }
    NEXT_DOCUMENTS { "Pictures of your document", "Fotos de su documento" }
    NEXT_DECISION { "Decision", "Decisión" }
    STEP_DONE { "done", "hecho" }
    STEP_NOW { "now", "ahora" }
    STEP_LATER { "to come", "por venir" }
    CHECK_NOW { "Check again now", "Consultar de nuevo" }
    LAST_CHECKED { "Last checked at {time} UTC.", "Última consulta a las {time} UTC." }
    STILL { "Still checking. You can close this page: your application goes on without it. Come back to see the result.", "Seguimos verificando. Puede cerrar esta página: su solicitud continúa sin ella. Vuelva para ver el resultado." }
    MESSAGES { "Messages from {org}", "Mensajes de {org}" }
    NEWS_MESSAGE { "There is a new message for you. The page shows it now.", "Hay un mensaje nuevo para usted. La página lo muestra ahora." }
    NEWS { "Something changed: {state}. The page shows it now.", "Algo cambió: {state}. La página lo muestra ahora." }
    UPDATES_SELF { "This page checks for news by itself.", "Esta página busca novedades sola." }
    UPDATES_RELOAD { "This page loads again every 15 seconds.", "Esta página se carga de nuevo cada 15 segundos." }

    SCAN { "Scan with your phone", "Escanee con su teléfono" }
    SCAN_HOW { "Open the camera of your phone, point it at the code and tap the link that appears. Then follow the steps on the phone and leave this page open: it notices when you are done.", "Abra la cámara de su teléfono, apunte al código y toque el enlace que aparece. Siga los pasos en el teléfono y deje esta página abierta: se dará cuenta cuando termine." }
    QR_ALT { "QR code with your personal link for taking pictures of your document. The same link is beside it in words.", "Código QR con su enlace personal para tomar fotos de su documento. El mismo enlace está al lado en palabras." }
    ON_PHONE { "Take them with this phone", "Tómelas con este teléfono" }
    HERE { "Or use this device", "O use este dispositivo" }
    HERE_HOW { "If this device has a camera, open the page of our partner here. It opens in a new tab.", "Si este dispositivo tiene cámara, abra aquí la página de nuestro socio. Se abre en otra pestaña." }
    OPEN { "Open the secure page", "Abrir la página segura" }
    LINK_WORDS { "Your personal link, in words", "Su enlace personal, en palabras" }
    LINK_SECRET { "Only for you: send it to a device of your own, and to nobody else. It works once, for about {minutes} more minutes.", "Solo para usted: envíelo a un dispositivo suyo y a nadie más. Funciona una vez, durante unos {minutes} minutos más." }
    COPY { "Copy the link", "Copiar el enlace" }
    COPIED { "The link is copied.", "El enlace está copiado." }
    SHARE { "Share the link", "Compartir el enlace" }
    PROGRESS { "Your application", "Su solicitud" }
    OTHER_WAY { "Use another device instead", "Usar otro dispositivo" }
    BEFORE { "Before you begin", "Antes de empezar" }
    TIP_1 { "Have your document at hand: driver’s license, state ID or passport, not expired.", "Tenga a mano su documento: licencia de conducir, identificación estatal o pasaporte, vigente." }
    TIP_2 { "Lay it on a dark, plain surface in good light, without glare.", "Colóquelo sobre una superficie oscura y lisa, con buena luz y sin reflejos." }

    RENEW_HEADING { "Get a new link for the pictures", "Pida un enlace nuevo para las fotos" }
    RENEW_LEDE { "Enter your Social Security number once more. Everything else you told us is kept.", "Escriba una vez más su número de Seguro Social. Todo lo demás que nos dijo se conserva." }
    RENEW_BUTTON { "Get the new link", "Obtener el enlace nuevo" }

    YOUNG_HEADING { "You must be {age} or older", "Debe tener {age} años o más" }
    YOUNG_BODY { "{org} can open accounts only for people who are {age} or older. From the date you entered, you are not yet.", "{org} solo puede abrir cuentas a personas de {age} años o más. Según la fecha que escribió, todavía no los tiene." }
    YOUNG_FIX { "Change the date of birth", "Cambiar la fecha de nacimiento" }
    UNSERVED_HEADING { "We do not serve your state yet", "Todavía no atendemos su estado" }
    UNSERVED_BODY { "{org} is not licensed where you live, so we cannot open an account for you now.", "{org} no tiene licencia donde usted vive, así que ahora no podemos abrirle una cuenta." }
    UNSERVED_FIX { "Change the address", "Cambiar el domicilio" }
    IF_WRONG { "If you made a mistake, you can change your answer. Nothing has been sent.", "Si se equivocó, puede cambiar su respuesta. No se ha enviado nada." }
}
