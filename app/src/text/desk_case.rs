//! Texts of a case at the desk.

texts! {
    TITLE { "Case {reference}", "Caso {reference}" }
    CASE { "Case", "Caso" }
    STORY { "What happened", "Qué ha pasado" }
    SIDE { "Answers and actions", "Respuestas y acciones" }
    ANSWERS { "Answers", "Respuestas" }
    ANSWERS_MASKED { "Answers as they stand, masked", "Respuestas actuales, ocultas en parte" }
    OPENED { "Opened", "Abierta hace" }
    REASON { "Parked because", "Detenida porque" }
    NAME { "Name", "Nombre" }
    EMAIL { "E-mail", "Correo" }
    EXTERNAL_ID { "Upstream’s id", "Id del socio" }
    USER_ID { "Our id upstream", "Nuestro id con el socio" }
    ATTEMPT { "Attempts", "Intentos" }
    NO_ID { "none yet", "ninguno aún" }
    NOTHING_SAID { "nothing yet", "nada aún" }

    BACK_TO_FOUND { "Back to the search results", "Volver a los resultados" }
    WAYS { "List and cases beside this one", "Lista y casos vecinos" }
    PREVIOUS { "Previous case", "Caso anterior" }
    NEXT { "Next case", "Caso siguiente" }
    LAST { "This is the last case of the list", "Este es el último caso de la lista" }

    APPLICANT { "Applicant", "Solicitante" }
    UPSTREAM { "Upstream", "Socio" }
    SYSTEM { "Vestibule", "Sistema" }
    OPERATOR { "Operator", "Operador" }
    SOMEBODY { "Somebody", "Alguien" }
    TO { "to", "a" }
    VERSION { "Version {version}", "Versión {version}" }
    ATTEMPT_N { "Attempt {n}", "Intento {n}" }
    NOT_UNDERSTOOD { "in words that nobody published", "con palabras que nadie publicó" }
    TEXT_ERASED { "What was written here was erased with the person.", "Lo escrito aquí se borró junto con la persona." }
    TEXT_UNREADABLE { "What was written here cannot be read.", "Lo escrito aquí no se puede leer." }

    REASON_REFUSES { "the upstream refuses our credentials", "el socio rechaza nuestras credenciales" }
    REASON_ELSEWHERE { "approved upstream under an unknown id", "aprobada por el socio con un id desconocido" }
    REASON_ATTEMPTS { "every attempt was made", "se hicieron todos los intentos" }
    REASON_NO_DECISION { "no decision in two business days", "sin decisión en dos días hábiles" }
}
