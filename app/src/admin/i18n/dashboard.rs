//! Texts of the dashboard.

use crate::i18n::texts;

texts! {
    SPANS { "Days", "Días" }
    SPAN_DAYS { "{n} days", "{n} días" }
    NOTE { "Days are days in UTC; today, {day}, is not over. Whoever was erased stays counted. Nothing here says who anybody is.", "Los días son días en UTC; hoy, {day}, no ha terminado. Quien fue borrado sigue contado. Nada aquí dice quién es nadie." }
    EMPTY { "Nothing to count yet", "Nada que contar todavía" }
    EMPTY_BODY { "Figures appear here as soon as somebody opens an application.", "Las cifras aparecen aquí en cuanto alguien abra una solicitud." }
    TABLE { "The figures", "Las cifras" }
    DAY { "Day", "Día" }
    EVERY { "All", "Todas" }
    PERCENT { "{n}%", "{n} %" }
    UNDER_PERCENT { "under 0.1%", "menos de 0.1 %" }

    DAYS_HEADING { "Applications a day", "Solicitudes por día" }
    DAYS_SAID { "Opened: {all}. Of these {approved} approved, {denied} denied, {way} under way, {parked} parked, {unsent} not sent.", "Abiertas: {all}. De ellas {approved} aprobadas, {denied} denegadas, {way} en curso, {parked} detenidas, {unsent} sin enviar." }
    DAYS_NONE { "None was opened in these days.", "No se abrió ninguna en estos días." }
    DAYS_MOST { "Most on one day: {n}, on {day}.", "El máximo en un día: {n}, el {day}." }
    DAYS_HINT { "By the day on which they were opened, and what has come of them by now.", "Por el día en que se abrieron y lo que ha sido de ellas hasta ahora." }
    CHART { "Chart: {said} The same figures are in the table below it.", "Gráfico: {said} Las mismas cifras están en la tabla de abajo." }
    OUTCOME_APPROVED { "Approved", "Aprobadas" }
    OUTCOME_DENIED { "Denied", "Denegadas" }
    OUTCOME_WAY { "Under way", "En curso" }
    OUTCOME_PARKED { "Parked", "Detenidas" }
    OUTCOME_UNSENT { "Not sent", "Sin enviar" }

    FUNNEL_HEADING { "How far people get", "Hasta dónde llegan" }
    FUNNEL_SAID { "Sent: {sent} of {all} ({percent}).", "Enviadas: {sent} de {all} ({percent})." }
    FUNNEL_MOST { "Most stop at “{step}”: {lost} of {before} ({percent}).", "La mayoría se detiene en «{step}»: {lost} de {before} ({percent})." }
    FUNNEL_HINT { "Of those opened in these days. Whoever is still filling in counts as stopped for now.", "De las abiertas en estos días. Quien aún la está llenando cuenta como detenido por ahora." }
    FUNNEL_STEP { "Step", "Paso" }
    FUNNEL_REACHED { "Did it", "Lo hicieron" }
    FUNNEL_SHARE { "Of all", "De todas" }
    FUNNEL_LOST { "Stopped here", "Se detuvieron" }
    FUNNEL_LOST_NONE { "nobody", "nadie" }
    STEP_OPENED { "Opened", "Abierta" }
    STEP_CONSENT { "Agreement", "Consentimiento" }
    STEP_NAME { "Name", "Nombre" }
    STEP_BIRTH { "Date of birth", "Fecha de nacimiento" }
    STEP_CONTACT { "E-mail and phone", "Correo y teléfono" }
    STEP_ADDRESS { "Home address", "Domicilio" }
    STEP_SSN { "Social Security number", "Número de Seguro Social" }
    STEP_CHECK { "Checked and sent", "Revisada y enviada" }

    TIMES_HEADING { "Time to decision", "Tiempo hasta la decisión" }
    TIMES_SAID { "Decided: {n}. Half within {half}, 95% within {most}.", "Decididas: {n}. La mitad en {half} o menos, el 95 % en {most} o menos." }
    TIMES_NONE { "None was decided in these days.", "No se decidió ninguna en estos días." }
    TIMES_HINT { "From the first time it was sent to approved or denied, by the day of the decision. Kept in classes, so that each time is at most {error}% off.", "Desde el primer envío hasta aprobada o denegada, por el día de la decisión. Se guarda por clases: cada tiempo difiere a lo sumo un {error} %." }
    TIMES_COUNT { "Decided", "Decididas" }
    TIMES_HALF { "Half within (p50)", "La mitad en (p50)" }
    TIMES_MOST { "95% within (p95)", "El 95 % en (p95)" }
    TIMES_UNDER { "under {time}", "menos de {time}" }

    WAITING_HEADING { "What waits", "Lo que espera" }
    WAITING_SAID { "Waiting: {all}. Of these {ours} parked, {reviewers} for a reviewer upstream, {upstreams} for the upstream, {applicants} for the applicant.", "En espera: {all}. De ellas {ours} detenidas, {reviewers} a un revisor del socio, {upstreams} al socio, {applicants} al solicitante." }
    WAITING_NONE { "Nothing waits.", "Nada espera." }
    WAITING_OLD { "Open for 30 days or more: {n}.", "Abiertas desde hace 30 días o más: {n}." }
    WAITING_HINT { "All that wait now, by whole days since they were opened.", "Todas las que esperan ahora, por días completos desde que se abrieron." }
    WAITING_FOR { "Waits for", "Espera a" }
    TURN_OURS { "Us (parked)", "Nosotros (detenida)" }
    TURN_REVIEWERS { "A reviewer upstream", "Un revisor del socio" }
    TURN_UPSTREAMS { "The upstream", "El socio" }
    TURN_APPLICANTS { "The applicant", "El solicitante" }
    BAND_TODAY { "Today", "Hoy" }
    BAND_DAYS { "1–2 days", "1–2 días" }
    BAND_WEEK { "3–6 days", "3–6 días" }
    BAND_MONTH { "7–29 days", "7–29 días" }
    BAND_OLDER { "30+ days", "30+ días" }
    AGE_YOUNG { "Under 7 days", "Menos de 7 días" }
    AGE_OLD { "7 days or more", "7 días o más" }

    HEALTH_HEADING { "The upstream", "El socio" }
    HEALTH_UP { "Calls go through", "Las llamadas pasan" }
    HEALTH_DOWN { "Taken to be down: calls are held back until {time} UTC, then tried one at a time", "Se considera caído: las llamadas se retienen hasta las {time} UTC y luego se prueban de una en una" }
    HEALTH_SINCE { "Calls of this server since {time} UTC, an hour at most.", "Llamadas de este servidor desde las {time} UTC, una hora como máximo." }
    HEALTH_TOLD { "Last message that the upstream sent by itself:", "Último mensaje que el socio envió por sí mismo:" }
    HEALTH_NEVER { "No message that the upstream sent by itself is kept.", "No se guarda ningún mensaje que el socio haya enviado por sí mismo." }
    HEALTH_CALL { "Call", "Llamada" }
    HEALTH_MADE { "Made", "Hechas" }
    HEALTH_FAILED { "Failed", "Fallidas" }
    HEALTH_HELD { "Held back", "Retenidas" }
    HEALTH_NO_CALLS { "no calls", "sin llamadas" }
    CALL_START { "Send an application", "Enviar una solicitud" }
    CALL_PREFILL { "Fill in by a code", "Llenar con un código" }
    CALL_REFERRAL { "Look up a referral code", "Consultar un código de referido" }
    CALL_STATUS { "Ask how one stands", "Preguntar cómo va" }

    UNIT_DAY { "{n} days", "{n} días" }
}
