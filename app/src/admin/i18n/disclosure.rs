//! Texts of reveals, override requests and evidence.

use crate::i18n::texts;

texts! {
    ALERTS { "Alerts", "Alertas" }
    ALERT { "{name} reached the daily limit for viewing personal data ({n} blocked, last {ago}).", "{name} alcanzó el límite diario para ver datos personales (bloqueos: {n}, el último {ago})." }
    ALERT_SEEN { "Mark as reviewed", "Marcar como revisada" }

    REVEAL { "Show in full", "Mostrar completo" }
    REVEAL_REASON { "Reason for viewing", "Motivo para verlo" }
    REVEAL_HINT { "5 to 500 characters. Recorded in the audit trail with your name. Not visible to the applicant. The data is shown to you for 5 minutes.", "De 5 a 500 caracteres. Queda en el registro de auditoría con su nombre. El solicitante no lo ve. El dato se le muestra durante 5 minutos." }
    REVEAL_WHICH { "What to show", "Qué mostrar" }
    REVEAL_LEFT { "{n} left in the next 24 hours", "Quedan {n} en las próximas 24 horas" }
    REVEAL_UNTIL { "until {time} UTC", "hasta las {time} UTC" }
    REVEAL_FAULT { "Enter a reason of 5 to 500 characters, then choose what to show", "Escriba un motivo de 5 a 500 caracteres y luego elija qué mostrar" }
    SPENT { "You’ve reached today’s limit for viewing personal data. Nothing was shown, and the administrators were notified.", "Alcanzó el límite de hoy para ver datos personales. No se mostró nada y se avisó a los administradores." }
    FRESHLY { "Confirm with your second factor to continue.", "Confirme con su segundo factor para continuar." }
    NUMBER_HELD { "The Social Security number is encrypted until {provider} receives it, then deleted. Staff can’t view it.", "El número de Seguro Social se guarda cifrado hasta que {provider} lo recibe y luego se borra. El personal no puede verlo." }
    NUMBER_SHREDDED { "The Social Security number was deleted when {provider} received it. Only the last four digits remain.", "El número de Seguro Social se borró cuando {provider} lo recibió. Solo quedan los últimos cuatro dígitos." }

    OVERRIDE { "Override request (two reviewers)", "Solicitud de anulación (dos revisores)" }
    OVERRIDE_LEDE { "Records your team’s view. It does not change the provider’s decision or what the applicant sees.", "Registra la opinión de su equipo. No cambia la decisión del proveedor ni lo que ve el solicitante." }
    MARK_LIST { "override requested", "anulación solicitada" }
    MARK_OPEN { "Override requested", "Anulación solicitada" }
    MARK_CONFIRMED { "Override confirmed", "Anulación confirmada" }
    OVERRIDE_ASK { "Request an override", "Solicitar una anulación" }
    OVERRIDE_REASON { "Reason for the override", "Motivo de la anulación" }
    OVERRIDE_WHICH { "Requested decision", "Decisión solicitada" }
    OVERRIDE_APPROVE { "Should be approved", "Debería aprobarse" }
    OVERRIDE_DENY { "Should be denied", "Debería denegarse" }
    OVERRIDE_WAS { "decision at the time: {decision}", "decisión en ese momento: {decision}" }
    OVERRIDE_OPEN { "Waiting for a second reviewer", "En espera de un segundo revisor" }
    OVERRIDE_CONFIRMED { "Confirmed by a second reviewer", "Confirmada por un segundo revisor" }
    OVERRIDE_REJECTED { "Rejected by a second reviewer", "Rechazada por un segundo revisor" }
    OVERRIDE_VOID { "Void: {provider} changed its decision", "Sin efecto: {provider} cambió su decisión" }
    OVERRIDE_MINE { "This is your own request. Another reviewer must answer it.", "Esta es su propia solicitud. Debe responderla otro revisor." }
    OVERRIDE_CONFIRM { "Confirm", "Confirmar" }
    OVERRIDE_REJECT { "Reject", "Rechazar" }
    ANSWER_REASON { "Reason for your answer", "Motivo de su respuesta" }
    REASON_FAULT { "Enter a reason of 5 to 500 characters", "Escriba un motivo de 5 a 500 caracteres" }
    REASON_ERASED { "The reason was erased with the applicant’s data.", "El motivo se borró junto con los datos del solicitante." }
    OWN { "You can’t answer your own request; another reviewer must. Nothing was changed.", "No puede responder su propia solicitud; debe hacerlo otro revisor. No se cambió nada." }
    VOID { "{Provider} changed its decision, so this request is void. Nothing was changed.", "{Provider} cambió su decisión, así que esta solicitud ya no tiene efecto. No se cambió nada." }

    EVIDENCE { "Evidence", "Evidencia" }
    EVIDENCE_LEDE { "All activity, masked, with notes and messages in full and proof that nothing was changed. Downloads are logged.", "Toda la actividad, oculta en parte, con las notas y los mensajes completos y la prueba de que nada se modificó. Las descargas quedan registradas." }
    EVIDENCE_PAGE { "Printable version", "Versión para imprimir" }
    EVIDENCE_FILE { "Download JSON", "Descargar JSON" }
    EVIDENCE_TITLE { "Evidence of case {reference}", "Evidencia del caso {reference}" }
    EVIDENCE_MADE { "Generated on {time} UTC by {name}", "Generada el {time} UTC por {name}" }
    BACK_TO_CASE { "Back to the case", "Volver al caso" }
    DECISIONS { "Provider decisions", "Decisiones del proveedor" }
    ATTEMPTS { "Provider requests", "Solicitudes al proveedor" }
    ATTEMPT { "Attempt", "Intento" }
    DIGEST { "SHA-256 of the request", "SHA-256 de la solicitud" }
    SENT { "Sent (UTC)", "Enviada (UTC)" }
    SETTLED { "Settled (UTC)", "Resuelta (UTC)" }
    TEXTS { "Notes, messages and reasons", "Notas, mensajes y motivos" }
    REVEALS { "Shown in full", "Mostrado completo" }
    NONE { "None", "Ninguna" }
    EVENTS { "Audit trail", "Registro de auditoría" }
    COLUMN_LINE { "Line", "Línea" }
    COLUMN_WHEN { "When (UTC)", "Cuándo (UTC)" }
    COLUMN_WHO { "Who", "Quién" }
    COLUMN_WHAT { "What", "Qué" }
    COLUMN_STATE { "State", "Estado" }
    COLUMN_HASH { "Hash", "Huella" }
    PROOF { "Proof", "Prueba" }
    PROOF_WHOLE { "Intact: every hash follows from the previous line, and every checkpoint over these lines is the one that was signed.", "Íntegro: cada huella se deriva de la línea anterior y cada punto de control sobre estas líneas es el que se firmó." }
    PROOF_BROKEN { "Not intact: this audit trail was changed.", "No íntegro: este registro fue modificado." }
    PROOF_SIGNED { "{signed} lines signed, {unsigned} waiting for the next signature", "{signed} líneas firmadas, {unsigned} en espera de la próxima firma" }
    PROOF_HEAD { "Hash of the last line", "Huella de la última línea" }
    PROOF_KEY { "Signed by", "Firmado por" }
    PROOF_CHECKPOINT { "Last checkpoint", "Último punto de control" }
    PROOF_CHECK { "To check it, run on the server", "Para comprobarlo, ejecute en el servidor" }
}
