//! Texts of the admin's problem pages.

use crate::i18n::texts;

texts! {
    MISSING_TITLE { "Page not found", "Página no encontrada" }
    MISSING_BODY { "There is no page at this address. If you typed it, check it; if you followed a link, it may be out of date.", "No hay ninguna página en esta dirección. Si la escribió, revísela; si siguió un enlace, puede estar desactualizado." }
    FORGED_TITLE { "This form expired", "Este formulario venció" }
    FORGED_BODY { "Reload the page and try again.", "Cargue la página de nuevo e intente otra vez." }
    DENIED_TITLE { "Your role does not allow that", "Su función no permite eso" }
    DENIED_BODY { "This needs a different role. An administrator can change yours.", "Esto requiere otra función. Un administrador puede cambiar la suya." }
    LARGE_TITLE { "That was too much at once", "Eso fue demasiado de una vez" }
    LARGE_BODY { "The request is larger than any of our forms. Go back and shorten your text.", "La solicitud es más grande que cualquiera de nuestros formularios. Vuelva y acorte su texto." }
    FORM_TITLE { "We could not read that form", "No pudimos leer ese formulario" }
    FORM_BODY { "Nothing was changed. Reload the page and try again.", "No se cambió nada. Cargue la página de nuevo e intente otra vez." }
    MANY_TITLE { "Too many requests", "Demasiadas solicitudes" }
    MANY_BODY { "Your network has sent many requests. Wait a minute, then try again.", "Su red envió muchas solicitudes. Espere un minuto e intente de nuevo." }
    BUSY_TITLE { "Many people are signing in", "Muchas personas están iniciando sesión" }
    BUSY_BODY { "We didn’t check your password, and this doesn’t count as an attempt. Wait a few seconds, go back and try again.", "No revisamos su contraseña, y esto no cuenta como intento. Espere unos segundos, vuelva e intente de nuevo." }
    BROKEN_TITLE { "Something went wrong on our side", "Algo falló de nuestro lado" }
    BROKEN_BODY { "Wait a moment, go back and try again.", "Espere un momento, vuelva e intente de nuevo." }
    SLOW_TITLE { "That took too long", "Eso tardó demasiado" }
    SLOW_BODY { "The server is slow at the moment. Wait a moment and try again.", "El servidor está lento en este momento. Espere un momento e intente de nuevo." }
    TELL_US { "If it happens again, report this number:", "Si vuelve a ocurrir, informe este número:" }
}
