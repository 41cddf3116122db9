//! Texts of every page: header, footer, buttons.

texts! {
    SKIP { "Skip to main content", "Saltar al contenido principal" }
    LANGUAGE { "Language", "Idioma" }
    BACK { "Back", "Atrás" }
    CONTINUE { "Continue", "Continuar" }
    CHANGE { "Change", "Cambiar" }
    OPTIONAL { "(optional)", "(opcional)" }
    ERROR_PREFIX { "Error: ", "Error: " }
    ERROR_HIDDEN { "Error:", "Error:" }
    PROBLEM { "There is a problem", "Hay un problema" }
    STEP_OF { "Step {n} of {total}", "Paso {n} de {total}" }
    HELP { "Need help?", "¿Necesita ayuda?" }
    HELP_BODY { "Email {email} or call {phone}.", "Escriba a {email} o llame al {phone}." }
    FOOT { "{org} checks your identity because federal law requires financial firms to verify who their customers are.", "{org} verifica su identidad porque la ley federal exige a las empresas financieras comprobar quiénes son sus clientes." }
    WHY { "Why we ask", "Por qué lo preguntamos" }
    REFERENCE { "Your reference", "Su número de referencia" }
    NOTICE_ORDER { "We took you to the next question you need to answer.", "Le llevamos a la siguiente pregunta que falta por responder." }
    NOTICE_FRESH { "Your session ended or was started in another browser. Start here. It takes about five minutes.", "Su sesión terminó o se inició en otro navegador. Empiece aquí. Toma unos cinco minutos." }
    NOTICE_CHECK_AGAIN { "That was quick. Nothing was sent yet. Please check your answers once more, then submit.", "Fue muy rápido. Todavía no se envió nada. Revise sus respuestas una vez más y luego envíelas." }
    NOTICE_STALE { "That page was out of date, so nothing was sent. We loaded it again, so you can continue here.", "Esa página estaba desactualizada, así que no se envió nada. La cargamos otra vez para que pueda continuar aquí." }
    NOTICE_TOMORROW { "We can’t check this application today, so nothing was sent. Your answers are saved: come back tomorrow to submit, or contact us.", "Hoy no podemos verificar esta solicitud, así que no se envió nada. Sus respuestas están guardadas: vuelva mañana para enviarlas o comuníquese con nosotros." }
}
