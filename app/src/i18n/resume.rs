//! Texts of the resume link and the session timeout.

texts! {
    LINK_HEADING { "Come back on any device", "Vuelva desde cualquier dispositivo" }
    LINK_BODY { "In this browser, open this site again. On another device, open your return link. It asks for your date of birth, works once and then gives you a new one.", "En este navegador, abra este sitio otra vez. En otro dispositivo, abra su enlace de regreso. Le pide su fecha de nacimiento, funciona una vez y después le da uno nuevo." }
    LINK_LABEL { "Your return link", "Su enlace de regreso" }
    LINK_UNTIL { "It expires on {date}. Keep it private, like a password.", "Vence el {date}. Manténgalo en privado, como una contraseña." }
    LINK_NONE { "To continue on another device, get a return link and keep it.", "Para continuar en otro dispositivo, obtenga un enlace de regreso y guárdelo." }
    LINK_GET { "Get a return link", "Obtener un enlace de regreso" }

    RETURN_HEADING { "Come back to your application", "Vuelva a su solicitud" }
    RETURN_LEDE { "Your answers are saved. To protect them, we ask for your date of birth before we show anything.", "Sus respuestas están guardadas. Para protegerlas, le pedimos su fecha de nacimiento antes de mostrar nada." }
    RETURN_WHOSE { "Application of:", "Solicitud de:" }
    OTHER_OPEN { "You have another application open:", "Tiene otra solicitud abierta:" }
    OTHER_OPEN_BODY { "Continue below only if you want to open the other application in its place.", "Continúe abajo solo si quiere abrir la otra solicitud en su lugar." }
    OTHER_KEEP { "Keep the open application", "Quedarme con la solicitud abierta" }
    RETURN_LEGEND { "What is your date of birth?", "¿Cuál es su fecha de nacimiento?" }
    RETURN_BUTTON { "Continue my application", "Continuar mi solicitud" }
    RETURN_TRIES { "You can try {n} more times. After that this link stops working.", "Puede intentar {n} veces más. Después este enlace deja de funcionar." }
    RETURN_LAST { "You can try once more. After that this link stops working.", "Puede intentar una vez más. Después este enlace deja de funcionar." }
    RETURN_HOW_HEADING { "How to come back", "Cómo volver" }
    RETURN_HOW_LINK { "If you saved your return link, open it. It asks for your date of birth and takes you back to where you left off.", "Si guardó su enlace de regreso, ábralo. Le pide su fecha de nacimiento y le lleva a donde se quedó." }
    RETURN_HOW_OTHER { "If you have it on another device, continue there, or copy the link from there.", "Si lo tiene en otro dispositivo, continúe allí o copie el enlace desde allí." }
    RETURN_HOW_HELP { "If you’ve already sent your details, nothing is lost. Call or write to us and give your reference.", "Si ya envió sus datos, no se ha perdido nada. Llámenos o escríbanos e indique su referencia." }
    RETURN_HOW_NEW { "If you haven’t sent your details yet, you can start again.", "Si todavía no ha enviado sus datos, puede empezar de nuevo." }
    RETURN_BEGIN { "Back to start", "Volver al inicio" }

    FINISH { "Finish for now", "Terminar por ahora" }
    FINISH_LEDE { "We’ll sign you out and remove your application from this device.", "Cerraremos su sesión y quitaremos su solicitud de este dispositivo." }
    FINISH_LINK { "Your answers are saved. To come back, you need your return link and your date of birth. Copy the link before you sign out.", "Sus respuestas están guardadas. Para volver necesita su enlace de regreso y su fecha de nacimiento. Copie el enlace antes de cerrar la sesión." }
    FINISH_EARLY { "You haven’t entered your date of birth yet. If you sign out now, you’ll have to start again.", "Todavía no ha escrito su fecha de nacimiento. Si cierra la sesión ahora, tendrá que empezar de nuevo." }
    FINISH_BUTTON { "Sign out", "Cerrar la sesión" }
    FINISH_STAY { "Back to your application", "Volver a su solicitud" }
    NOT_MINE { "This is not my device", "Este no es mi dispositivo" }
    NOT_MINE_BODY { "We’ll remove this application from the device. Your return link still works.", "Quitaremos esta solicitud del dispositivo. Su enlace de regreso sigue funcionando." }

    NOTICE_ENDED { "We signed you out because nothing happened for a while, or because you continued on another device. Everything you sent is saved.", "Cerramos su sesión porque no hubo actividad por un tiempo o porque usted siguió en otro dispositivo. Todo lo que envió está guardado." }
    NOTICE_OUT { "You’re signed out. Everything you sent is saved.", "Cerró su sesión. Todo lo que envió está guardado." }
    NOTICE_GONE { "That return link no longer works. It was used, it expired, or the date of birth was wrong too many times.", "Ese enlace de regreso ya no funciona. Se usó, venció o la fecha de nacimiento fue incorrecta demasiadas veces." }

    NOTICE_ACCESS_ENDED { "Done. It can’t open your application anymore.", "Listo. Ya no puede abrir su solicitud." }

    DEVICES_HEADING { "Devices and return links", "Dispositivos y enlaces de regreso" }
    DEVICES_BODY { "These can open your application. Return links also need your date of birth. If you don’t recognize one, end it here.", "Estos pueden abrir su solicitud. Los enlaces de regreso también necesitan su fecha de nacimiento. Si no reconoce alguno, ciérrelo aquí." }
    DEVICES_OTHERS { "End all except this device", "Cerrar todos excepto este dispositivo" }
    DEVICE_ON { "{browser} on {system}", "{browser} en {system}" }
    DEVICE_UNKNOWN { "Unknown browser", "Navegador desconocido" }
    DEVICE_THIS { "This device", "Este dispositivo" }
    DEVICE_SINCE { "Signed in {since} UTC. Last active {seen} UTC.", "Sesión iniciada: {since} UTC. Última actividad: {seen} UTC." }
    DEVICE_END { "Sign out", "Cerrar la sesión" }
    ACCESS_LINK { "Return link from {device}", "Enlace de regreso de {device}" }
    ACCESS_LINK_SINCE { "Created {since}. Expires {until}.", "Creado el {since}. Vence el {until}." }
    ACCESS_LINK_END { "Turn off link", "Desactivar el enlace" }

    IDLE_HEADING { "Are you still there?", "¿Sigue ahí?" }
    IDLE_BODY { "To protect your details, we’ll sign you out in about 2 minutes. We save what you typed on this page, except a Social Security number or a code.", "Para proteger sus datos, cerraremos su sesión en unos 2 minutos. Guardamos lo que escribió en esta página, excepto un número de Seguro Social o un código." }
    IDLE_STAY { "Stay signed in", "Mantener la sesión abierta" }
}
