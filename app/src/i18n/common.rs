//! Texts of every page: header, footer, buttons.

texts! {
    SKIP { "Skip to main content", "Saltar al contenido principal" }
    LANGUAGE { "Language", "Idioma" }
    BACK { "Back", "Atrás" }
    CONTINUE { "Continue", "Continuar" }
    CHANGE { "Change", "Cambiar" }
    OPTIONAL { "(optional)", "(opcional)" }
    ERROR_PREFIX { "Error: ", "Error en la página: " }
    ERROR_HIDDEN { "Error:", "Falta corregir:" }
    PROBLEM { "There is a problem", "Hay un problema" }
    STEP_OF { "Step {n} of {total}", "Paso {n} de {total}" }
    HELP { "Need help?", "¿Necesita ayuda?" }
    HELP_BODY { "Write to {email} or call {phone}.", "Escriba a {email} o llame al {phone}." }
    FOOT { "{org} checks your identity because the law asks every broker to know its customers.", "{org} verifica su identidad porque la ley exige a toda casa de bolsa conocer a sus clientes." }
    WHY { "Why we ask", "Por qué lo preguntamos" }
    REFERENCE { "Your reference", "Su número de referencia" }
    NOTICE_ORDER { "We took you to the next question that still needs an answer.", "Le llevamos a la siguiente pregunta que falta por responder." }
    NOTICE_TOMORROW { "We can’t check this application today, so nothing was sent. Your answers are saved: come back tomorrow to submit, or contact us.", "Hoy no podemos verificar esta solicitud, así que no se envió nada. Sus respuestas están guardadas: vuelva mañana para enviarlas o comuníquese con nosotros." }
    NOTICE_FRESH { "Your session has ended or was started in another browser. Begin here; it takes about five minutes.", "Su sesión terminó o se inició en otro navegador. Empiece aquí; toma unos cinco minutos." }
}
