//! Texts of the problem pages.

texts! {
    MISSING_TITLE { "Page not found", "Página no encontrada" }
    MISSING_BODY { "There’s no page at this address. If you typed it, check it. If you followed a link, it may be out of date.", "No hay ninguna página en esta dirección. Si la escribió, revísela. Si siguió un enlace, puede estar desactualizado." }
    FORGED_TITLE { "We couldn’t confirm that was you", "No pudimos confirmar que era usted" }
    FORGED_BODY { "The form came from an old page or another site, so we didn’t use it. Your earlier answers are safe. Go back, reload the page and send it again.", "El formulario vino de una página antigua o de otro sitio, así que no lo usamos. Sus respuestas anteriores están a salvo. Vuelva, recargue la página y envíela otra vez." }
    COOKIES_TITLE { "Your browser isn’t accepting cookies", "Su navegador no acepta cookies" }
    COOKIES_BODY { "We need one cookie to keep your answers together while you apply. We don’t use it to track you, and nothing you entered was saved.", "Necesitamos una cookie para mantener juntas sus respuestas mientras hace la solicitud. No la usamos para rastrearlo, y no se guardó nada de lo que escribió." }
    COOKIES_HOW { "In your browser’s settings, allow cookies for this site. If a privacy extension or a private window blocks them, open this site in a regular window.", "En la configuración de su navegador, permita las cookies de este sitio. Si una extensión de privacidad o una ventana privada las bloquea, abra este sitio en una ventana normal." }
    COOKIES_AGAIN { "Try again", "Intentar de nuevo" }
    DENIED_TITLE { "Your role doesn’t allow that", "Su función no permite eso" }
    DENIED_BODY { "This needs a different role. An administrator can change yours.", "Esto requiere otra función. Un administrador puede cambiar la suya." }
    LARGE_TITLE { "That’s too long", "Eso es demasiado largo" }
    LARGE_BODY { "You sent more than our forms can take. Go back and shorten what you entered.", "Envió más de lo que aceptan nuestros formularios. Vuelva y acorte lo que escribió." }
    FORM_TITLE { "We couldn’t read that form", "No pudimos leer ese formulario" }
    FORM_BODY { "Nothing was changed. Go back, reload the page and send it again.", "No se cambió nada. Vuelva, recargue la página y envíela otra vez." }
    MANY_TITLE { "Too many tries", "Demasiados intentos" }
    MANY_BODY { "We’ve had too many requests from your connection. Wait a minute, go back and send it again. The answers you sent before are saved.", "Hemos recibido demasiadas solicitudes de su conexión. Espere un minuto, vuelva y envíelo otra vez. Las respuestas que envió antes están guardadas." }
    BROKEN_TITLE { "Something went wrong on our side", "Algo falló de nuestro lado" }
    BROKEN_BODY { "It’s not your fault. The answers you sent before are saved. Wait a moment, go back and try again.", "No es culpa suya. Las respuestas que envió antes están guardadas. Espere un momento, vuelva e intente de nuevo." }
    SLOW_TITLE { "That took too long", "Eso tardó demasiado" }
    SLOW_BODY { "Our service is slow right now. The answers you sent before are saved. Wait a moment and try again.", "Nuestro servicio está lento en este momento. Las respuestas que envió antes están guardadas. Espere un momento e intente de nuevo." }
    TELL_US { "If it happens again, give us this number:", "Si vuelve a ocurrir, indíquenos este número:" }
    HOME { "Back to start", "Volver al inicio" }
}
