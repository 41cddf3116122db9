//! Texts of the problem pages.

texts! {
    MISSING_TITLE { "Page not found", "Página no encontrada" }
    MISSING_BODY { "There is no page at this address. If you typed it, check it; if you followed a link, it may be out of date.", "No hay ninguna página en esta dirección. Si la escribió, revísela; si siguió un enlace, puede estar desactualizado." }
    FORGED_TITLE { "We could not be sure that was you", "No pudimos confirmar que era usted" }
    FORGED_BODY { "The form came from an old page or another site, so we did not use it. Your earlier answers are safe. Go back to the page, load it again and send it once more.", "El formulario vino de una página antigua o de otro sitio, así que no lo usamos. Sus respuestas anteriores están a salvo. Vuelva a la página, cárguela de nuevo y envíelo otra vez." }
    COOKIES_TITLE { "Your browser isn’t accepting cookies", "Su navegador no acepta cookies" }
    COOKIES_BODY { "We need one cookie to keep your answers together while you apply. We don’t use it to track you, and nothing you entered was saved.", "Necesitamos una cookie para mantener juntas sus respuestas mientras hace la solicitud. No la usamos para rastrearlo, y no se guardó nada de lo que escribió." }
    COOKIES_HOW { "In your browser’s settings, allow cookies for this site. If a privacy extension or a private window blocks them, open this site in a regular window.", "En la configuración de su navegador, permita las cookies de este sitio. Si una extensión de privacidad o una ventana privada las bloquea, abra este sitio en una ventana normal." }
    COOKIES_AGAIN { "Try again", "Intentar de nuevo" }
    DENIED_TITLE { "Your role does not allow that", "Su función no permite eso" }
    DENIED_BODY { "This needs a different role. An administrator can change yours.", "Esto requiere otra función. Un administrador puede cambiar la suya." }
    LARGE_TITLE { "That was too much at once", "Eso fue demasiado de una vez" }
    LARGE_BODY { "What was sent is larger than any of our forms. Go back and shorten what you entered.", "Lo que se envió es más grande que cualquiera de nuestros formularios. Vuelva y acorte lo que escribió." }
    FORM_TITLE { "We could not read that form", "No pudimos leer ese formulario" }
    FORM_BODY { "Something in the request was not as our pages send it. Nothing was changed. Go back, load the page again and send it once more.", "Algo en la solicitud no era como lo envían nuestras páginas. Nada cambió. Vuelva, cargue la página de nuevo y envíela otra vez." }
    MANY_TITLE { "Too many tries", "Demasiados intentos" }
    MANY_BODY { "We have had many requests from your connection. Wait a minute, then try again. Your answers are kept.", "Hemos recibido muchas solicitudes de su conexión. Espere un minuto e intente de nuevo. Sus respuestas se conservan." }
    BROKEN_TITLE { "Something went wrong on our side", "Algo falló de nuestro lado" }
    BROKEN_BODY { "It is not your fault. The answers you sent before are kept. Wait a moment, go back and try again.", "No es culpa suya. Las respuestas que envió antes se conservan. Espere un momento, vuelva e intente de nuevo." }
    SLOW_TITLE { "That took too long", "Eso tardó demasiado" }
    SLOW_BODY { "Our service is slow at the moment. The answers you sent before are kept. Wait a moment and try again.", "Nuestro servicio está lento en este momento. Las respuestas que envió antes se conservan. Espere un momento e intente de nuevo." }
    TELL_US { "If it happens again, tell us this number:", "Si vuelve a ocurrir, díganos este número:" }
    HOME { "Go to the first page", "Ir a la primera página" }
}
