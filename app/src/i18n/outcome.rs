//! Texts of the status page, of the hand-off to document capture, and of the
//! ineligibility pages.

texts! {
    TITLE_SUBMITTING { "Your details are on their way", "Sus datos van en camino" }
    BADGE_SUBMITTING { "Sending", "Enviando" }
    LEDE_SUBMITTING { "We have your details and are sending them to our verification partner. This page updates automatically. You don’t need to do anything.", "Tenemos sus datos y los estamos enviando a nuestro socio de verificación. Esta página se actualiza automáticamente. No necesita hacer nada." }
    TITLE_TROUBLE { "We have your details and keep trying to send them", "Tenemos sus datos y seguimos intentando enviarlos" }
    BADGE_TROUBLE { "Delayed", "Con retraso" }
    LEDE_TROUBLE { "Our verification partner isn’t responding right now. Your details are safe with us, and we’ll keep trying automatically. You can close this page and come back later.", "Nuestro socio de verificación no responde en este momento. Sus datos están a salvo con nosotros y seguiremos intentando automáticamente. Puede cerrar esta página y volver más tarde." }
    TRY_AGAIN { "Try again now", "Intentar de nuevo ahora" }
    TRY_AT { "We can try again at {time}.", "Próximo intento posible: {time}." }
    TITLE_PROCESSING { "We’re checking your identity", "Estamos verificando su identidad" }
    BADGE_PROCESSING { "Checking", "Verificando" }
    LEDE_PROCESSING { "Our partner has your details and is comparing them with records. It usually takes less than a minute.", "Nuestro socio tiene sus datos y los está comparando con registros. Suele tardar menos de un minuto." }
    TITLE_DOCUMENTS { "Take photos of your ID", "Tome fotos de su identificación" }
    BADGE_DOCUMENTS { "Action needed", "Se requiere una acción" }
    LEDE_DOCUMENTS { "Before we can decide, we need to see your driver’s license, state ID or passport. It takes about 3 minutes on a phone with a camera.", "Antes de decidir, necesitamos ver su licencia de conducir, identificación estatal o pasaporte. Toma unos 3 minutos en un teléfono con cámara." }
    TITLE_UNDER_REVIEW { "We’re reviewing your photos", "Estamos revisando sus fotos" }
    BADGE_UNDER_REVIEW { "Photos received", "Fotos recibidas" }
    LEDE_UNDER_REVIEW { "We have your photos. The review usually takes a few minutes. You don’t need to do anything.", "Tenemos sus fotos. La revisión suele tardar unos minutos. No necesita hacer nada." }
    TITLE_MANUAL { "A specialist is reviewing your application", "Un especialista está revisando su solicitud" }
    BADGE_MANUAL { "In review", "En revisión" }
    LEDE_MANUAL { "Some applications get an extra review. This doesn’t mean anything is wrong. It usually takes up to 2 business days. You can close this page and come back at any time.", "Algunas solicitudes pasan por una revisión adicional. Esto no significa que haya un problema. Suele tardar hasta 2 días hábiles. Puede cerrar esta página y volver cuando quiera." }
    TITLE_PROVISIONING { "Your identity is confirmed", "Su identidad está confirmada" }
    BADGE_PROVISIONING { "Opening your account", "Abriendo su cuenta" }
    LEDE_PROVISIONING { "We’re opening your account now. It usually takes a minute. This page shows your account number when it’s ready.", "Estamos abriendo su cuenta. Suele tardar un minuto. Esta página mostrará su número de cuenta en cuanto esté listo." }
    TITLE_APPROVED { "You’re approved", "Su solicitud fue aprobada" }
    BADGE_APPROVED { "Approved", "Aprobada" }
    LEDE_APPROVED { "Your identity is confirmed and your account with {org} is open.", "Su identidad está confirmada y su cuenta con {org} está abierta." }
    PARTICIPANT { "Participant ID", "ID de participante" }
    ACCOUNT { "Account", "Cuenta" }
    KEEP { "Keep this page for your records. You can print it.", "Guarde esta página para sus registros. Puede imprimirla." }
    TITLE_DENIED { "We can’t open an account for you", "No podemos abrirle una cuenta" }
    BADGE_DENIED { "Not approved", "No aprobada" }
    LEDE_DENIED { "We couldn’t confirm your identity with the details we have, so we can’t open an account. This doesn’t affect your credit score.", "No pudimos confirmar su identidad con los datos que tenemos, así que no podemos abrir una cuenta. Esto no afecta su puntaje de crédito." }
    DENIED_NEXT { "If you think this is a mistake, contact us and give your reference. We’ll tell you what you can do.", "Si cree que hay un error, comuníquese con nosotros e indique su referencia. Le diremos qué puede hacer." }
    TITLE_EXPIRED { "Your photo link has expired", "Su enlace para las fotos venció" }
    BADGE_EXPIRED { "Link expired", "Enlace vencido" }
    LEDE_EXPIRED { "For your safety the link works only for a short time. Get a new one and take your photos. Your answers are saved. We’ll ask for your Social Security number again because we deleted it.", "Por su seguridad el enlace funciona poco tiempo. Obtenga uno nuevo y tome sus fotos. Sus respuestas están guardadas. Le pediremos otra vez su número de Seguro Social porque lo borramos." }
    TITLE_RESUBMIT { "We need photos of your ID", "Necesitamos fotos de su identificación" }
    BADGE_RESUBMIT { "Action needed", "Se requiere una acción" }
    LEDE_RESUBMIT { "We couldn’t use your last photos: they may be blurred or cut off, or have glare. Get a new link and take them again in good light. We’ll ask for your Social Security number again because we deleted it.", "No pudimos usar sus últimas fotos: pueden estar borrosas o cortadas, o tener reflejos. Obtenga un enlace nuevo y tómelas otra vez con buena luz. Le pediremos otra vez su número de Seguro Social porque lo borramos." }
    LEDE_RESUBMIT_FIRST { "We don’t have photos of your ID yet. Get a link and take them in good light. We’ll ask for your Social Security number again because we deleted it.", "Todavía no tenemos fotos de su identificación. Obtenga un enlace y tómelas con buena luz. Le pediremos otra vez su número de Seguro Social porque lo borramos." }
    LINKS_LEFT { "You can get a new link {n} more times.", "Puede obtener un enlace nuevo {n} veces más." }
    LAST_LINK { "You can get one more new link. If it doesn’t work out, contact us and we’ll help you.", "Puede obtener un enlace nuevo más. Si no funciona, comuníquese con nosotros y le ayudaremos." }
    NEW_LINK { "Get a new link", "Obtener un enlace nuevo" }
    TITLE_PARKED { "Our team is reviewing your application", "Nuestro equipo está revisando su solicitud" }
    BADGE_PARKED { "With our team", "Con nuestro equipo" }
    LEDE_PARKED { "Our team needs to look at your application before it can continue. Your details are safe. You don’t need to send anything again.", "Nuestro equipo necesita revisar su solicitud antes de continuar. Sus datos están a salvo. No necesita enviar nada otra vez." }

    TITLE_ACCESS { "We’re fixing a problem on our side", "Estamos resolviendo un problema de nuestro lado" }
    LEDE_ACCESS { "We couldn’t send your details to our verification partner. Our team is working on it, and we’ll send them as soon as it’s fixed. Your details are safe. You don’t need to do anything.", "No pudimos enviar sus datos a nuestro socio de verificación. Nuestro equipo está trabajando en ello y los enviaremos en cuanto se resuelva. Sus datos están a salvo. No necesita hacer nada." }
    TITLE_OUT { "Contact us to continue", "Comuníquese con nosotros para continuar" }
    BADGE_OUT { "Contact us", "Comuníquese con nosotros" }
    LEDE_OUT { "You’ve used all your attempts. Your answers are saved. Contact us and give your reference. We’ll look at what went wrong and can give you another attempt.", "Ya usó todos sus intentos. Sus respuestas están guardadas. Comuníquese con nosotros e indique su referencia. Veremos qué falló y podemos darle otro intento." }

    WHAT_NEXT { "What happens next", "Qué sigue" }
    NEXT_SENT { "Details sent", "Datos enviados" }
    RECEIVED { "We received your details", "Recibimos sus datos" }
    NEXT_CHECKED { "Identity check", "Verificación de identidad" }
    NEXT_DOCUMENTS { "Photos of your ID", "Fotos de su identificación" }
    NEXT_DECISION { "Decision", "Decisión" }
    STEP_DONE { "Done", "Listo" }
    STEP_NOW { "Now", "Ahora" }
    STEP_LATER { "Next", "Después" }
    CHECK_NOW { "Check again now", "Consultar de nuevo" }
    LAST_CHECKED { "Last checked at {time}.", "Última consulta: {time}." }
    STILL { "Still checking. You can close this page: we keep working after you close it. Come back to see the result.", "Seguimos verificando. Puede cerrar esta página: seguiremos trabajando. Vuelva para ver el resultado." }
    MESSAGES { "Messages from {org}", "Mensajes de {org}" }
    NEWS_MESSAGE { "You have a new message.", "Tiene un mensaje nuevo." }
    NEWS { "Update: {state}.", "Novedad: {state}." }
    UPDATES_RELOAD { "This page refreshes every 15 seconds.", "Esta página se actualiza cada 15 segundos." }
    RELOADS_STOP { "Stop refreshing", "Dejar de actualizar" }
    RELOADS_STOPPED { "This page no longer refreshes.", "Esta página ya no se actualiza." }
    RELOADS_RESUME { "Refresh automatically", "Actualizar automáticamente" }

    SCAN { "Scan with your phone", "Escanee con su teléfono" }
    SCAN_HOW { "Open the camera on your phone, point it at the code and tap the link. Then follow the steps on your phone. Keep this page open. It updates when you finish.", "Abra la cámara de su teléfono, apunte al código y toque el enlace. Luego siga los pasos en su teléfono. Deje esta página abierta. Se actualizará cuando termine." }
    QR_ALT { "QR code with your personal link for taking photos of your ID. The same link is on this page as text.", "Código QR con su enlace personal para tomar fotos de su identificación. El mismo enlace está en esta página como texto." }
    ON_PHONE { "Take them with this phone", "Tómelas con este teléfono" }
    HERE { "Or use this device", "O use este dispositivo" }
    HERE_HOW { "If this device has a camera, open our partner’s secure page here. It opens in a new tab.", "Si este dispositivo tiene cámara, abra aquí la página segura de nuestro socio. Se abre en otra pestaña." }
    OPEN { "Take photos now", "Tomar fotos ahora" }
    LINK_WORDS { "Or use this link", "O use este enlace" }
    LINK_SECRET { "This link is only for you. Send it only to your own devices. It works once.", "Este enlace es solo para usted. Envíelo solo a sus propios dispositivos. Funciona una sola vez." }
    LINK_EXPIRES { "Expires at {time}.", "Vence: {time}." }
    LINK_BROKEN { "Link doesn’t work? Get a new one", "¿El enlace no funciona? Obtenga uno nuevo" }
    LINK_BROKEN_CONTACT { "Link doesn’t work? Contact us and give your reference.", "¿El enlace no funciona? Comuníquese con nosotros e indique su referencia." }
    COPY { "Copy link", "Copiar enlace" }
    COPIED { "Link copied.", "Enlace copiado." }
    SHARE { "Share link", "Compartir enlace" }
    PROGRESS { "Your application", "Su solicitud" }
    OTHER_WAY { "Use another device instead", "Usar otro dispositivo" }
    BEFORE { "Before you start", "Antes de empezar" }
    TIP_1 { "Have your driver’s license, state ID or passport ready. It can’t be expired.", "Tenga lista su licencia de conducir, identificación estatal o pasaporte. Debe estar vigente." }
    TIP_2 { "Place it on a plain, dark surface in good light, without glare.", "Colóquelo sobre una superficie lisa y oscura, con buena luz y sin reflejos." }

    RENEW_HEADING { "Get a new photo link", "Obtenga un enlace nuevo para las fotos" }
    RENEW_LEDE { "Enter your Social Security number again. Your other answers are saved.", "Escriba otra vez su número de Seguro Social. Sus demás respuestas están guardadas." }
    RENEW_BUTTON { "Get the new link", "Obtener el enlace nuevo" }

    YOUNG_HEADING { "You must be {age} or older", "Debe tener {age} años o más" }
    YOUNG_BODY { "{org} can open accounts only for people who are {age} or older. Based on the date you entered, you’re under {age}.", "{org} solo puede abrir cuentas a personas de {age} años o más. Según la fecha que escribió, usted tiene menos de {age} años." }
    YOUNG_FIX { "Change your date of birth", "Cambiar su fecha de nacimiento" }
    UNSERVED_HEADING { "We don’t serve your state yet", "Todavía no damos servicio en su estado" }
    UNSERVED_BODY { "{org} isn’t licensed where you live, so we can’t open an account for you right now.", "{org} no tiene licencia donde usted vive, así que por ahora no podemos abrirle una cuenta." }
    UNSERVED_FIX { "Change your address", "Cambiar su domicilio" }
    IF_WRONG { "If you made a mistake, you can change your answer. We haven’t sent anything.", "Si se equivocó, puede cambiar su respuesta. No hemos enviado nada." }
}
