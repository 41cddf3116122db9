//! Texts of reveals, overrule requests and evidence.

use crate::i18n::texts;

texts! {
    ALERTS { "To look at", "Por revisar" }
    ALERT { "{name} wanted to see more personal data than anybody may in 24 hours. Refused {n} times, the last one", "{name} quiso ver más datos personales de los permitidos en 24 horas. Rechazos: {n}, el último hace" }
    ALERT_SEEN { "I have looked at it", "Ya lo revisé" }

    REVEAL { "Show in full", "Mostrar completo" }
    REVEAL_REASON { "Reason to see it", "Motivo para verlo" }
    REVEAL_HINT { "5 to 500 characters. It stands in the trail with your name, for the desk only; what you choose is shown to you for 5 minutes.", "De 5 a 500 caracteres. Queda en el registro con su nombre, solo para la mesa; lo que elija se le muestra durante 5 minutos." }
    REVEAL_WHICH { "What to show", "Qué mostrar" }
    REVEAL_LEFT { "{n} left for the next 24 hours", "Quedan {n} para las próximas 24 horas" }
    REVEAL_UNTIL { "until {time} UTC", "hasta las {time} UTC" }
    REVEAL_FAULT { "Enter a reason of 5 to 500 characters, then choose what to show", "Escriba un motivo de 5 a 500 caracteres y luego elija qué mostrar" }
    SPENT { "You have been shown as much personal data as anybody may in 24 hours. Nothing was shown, and the administrators have been told.", "Ya se le mostraron todos los datos personales permitidos en 24 horas. No se mostró nada y se avisó a los administradores." }
    FRESHLY { "To go on here, show your second factor once more.", "Para continuar aquí, muestre de nuevo su segundo factor." }
    NUMBER_HELD { "The Social Security number is kept sealed until the upstream has it, then deleted. Nobody at the desk can see it.", "El número de Seguro Social se guarda sellado hasta que el socio lo tenga y luego se borra. Nadie en la mesa puede verlo." }
    NUMBER_SHREDDED { "The Social Security number was deleted when the upstream had it. There is nothing left to show.", "El número de Seguro Social se borró cuando el socio lo tuvo. No queda nada que mostrar." }

    OVERRULE { "Overrule by two", "Revocar entre dos" }
    OVERRULE_LEDE { "The upstream’s decision stays what it is, and so does the applicant’s page. A request is recorded, and a second reviewer answers it.", "La decisión del socio no cambia, ni la página del solicitante. La petición queda registrada y la responde un segundo revisor." }
    MARK_LIST { "overruling asked", "piden revocarla" }
    MARK_OPEN { "A reviewer wants it overruled", "Un revisor pide revocarla" }
    MARK_CONFIRMED { "Two reviewers want it overruled", "Dos revisores piden revocarla" }
    OVERRULE_ASK { "Ask to overrule", "Pedir que se revoque" }
    OVERRULE_REASON { "Reason to overrule", "Motivo para revocar" }
    OVERRULE_WHICH { "What it should be", "Qué debería ser" }
    OVERRULE_APPROVE { "Should be approved", "Debería aprobarse" }
    OVERRULE_DENY { "Should be denied", "Debería denegarse" }
    OVERRULE_WAS { "decision then: {decision}", "decisión en ese momento: {decision}" }
    OVERRULE_OPEN { "Waits for a second reviewer", "Espera a un segundo revisor" }
    OVERRULE_CONFIRMED { "Confirmed by a second reviewer", "Confirmada por un segundo revisor" }
    OVERRULE_TURNED_DOWN { "Turned down by a second reviewer", "Rechazada por un segundo revisor" }
    OVERRULE_VOID { "Void: the upstream has decided otherwise since", "Sin efecto: el socio decidió otra cosa después" }
    OVERRULE_MINE { "This is your own request: somebody else has to answer it.", "Es su propia petición: debe responderla otra persona." }
    OVERRULE_CONFIRM { "Confirm", "Confirmar" }
    OVERRULE_TURN_DOWN { "Turn down", "Rechazar" }
    ANSWER_REASON { "Reason for your answer", "Motivo de su respuesta" }
    REASON_FAULT { "Enter a reason of 5 to 500 characters", "Escriba un motivo de 5 a 500 caracteres" }
    REASON_ERASED { "The reason was erased with the person.", "El motivo se borró junto con la persona." }
    OWN { "You cannot answer your own request; somebody else has to. Nothing was changed.", "No puede responder su propia petición; debe hacerlo otra persona. Nada cambió." }
    VOID { "The upstream has decided otherwise since, so that request is void. Nothing was changed.", "El socio decidió otra cosa después, así que esa petición ya no tiene efecto. Nada cambió." }

    EVIDENCE { "Evidence", "Evidencia" }
    EVIDENCE_LEDE { "Everything that happened, masked, with the proof that nothing was changed. It is written down that you took it.", "Todo lo que pasó, oculto en parte, con la prueba de que nada se cambió. Queda registrado que usted lo tomó." }
    EVIDENCE_PAGE { "Page to print", "Página para imprimir" }
    EVIDENCE_FILE { "Download JSON", "Descargar JSON" }
    EVIDENCE_TITLE { "Evidence of case {reference}", "Evidencia del caso {reference}" }
    EVIDENCE_MADE { "Put together on {time} by {name}", "Reunida el {time} por {name}" }
    BACK_TO_CASE { "Back to the case", "Volver al caso" }
    DECISIONS { "Decisions of the upstream", "Decisiones del socio" }
    ATTEMPTS { "Requests upstream", "Solicitudes enviadas al socio" }
    ATTEMPT { "Attempt", "Intento" }
    DIGEST { "SHA-256 of the frozen request", "SHA-256 de la solicitud congelada" }
    SENT { "Frozen (UTC)", "Congelada (UTC)" }
    SETTLED { "Settled (UTC)", "Resuelta (UTC)" }
    REVEALS { "Shown in full", "Mostrado completo" }
    NONE { "None", "Ninguna" }
    EVENTS { "Trail", "Registro" }
    COLUMN_LINE { "Line", "Línea" }
    COLUMN_WHEN { "When (UTC)", "Cuándo (UTC)" }
    COLUMN_WHO { "Who", "Quién" }
    COLUMN_WHAT { "What", "Qué" }
    COLUMN_STATE { "State", "Estado" }
    COLUMN_HASH { "Hash", "Huella" }
    PROOF { "Proof", "Prueba" }
    PROOF_WHOLE { "Whole: every hash follows from the line before it, and every checkpoint over these lines is the one that was signed.", "Íntegro: cada huella se sigue de la línea anterior y cada punto de control sobre estas líneas es el que se firmó." }
    PROOF_BROKEN { "Broken: this trail was changed.", "Roto: este registro fue alterado." }
    PROOF_SIGNED { "{signed} lines under a signature, {unsigned} to come under the next one", "{signed} líneas bajo una firma, {unsigned} quedarán bajo la próxima" }
    PROOF_HEAD { "Hash of the last line", "Huella de la última línea" }
    PROOF_KEY { "Signed by", "Firmado por" }
    PROOF_CHECKPOINT { "Last checkpoint", "Último punto de control" }
    PROOF_CHECK { "To check it, run on the server", "Para comprobarlo, ejecute en el servidor" }
}
