//! Texts of the dashboard.

use crate::i18n::texts;

texts! {
    SPANS { "Days", "Días" }
    SPAN_DAYS { "{n} days", "{n} días" }
    NOTE { "Days are in UTC; today, {day}, is not complete. Erased applications are included. No personal data on this page.", "Los días son en UTC; hoy, {day}, aún no termina. Se incluyen las solicitudes borradas. Esta página no tiene datos personales." }
    EMPTY { "No data yet", "Todavía no hay datos" }
    EMPTY_BODY { "Figures appear here once an applicant opens an application.", "Las cifras aparecen aquí cuando un solicitante abre una solicitud." }
    TABLE { "Data table", "Tabla de datos" }
    DAY { "Day", "Día" }
    EVERY { "All", "Todas" }
    PERCENT { "{n}%", "{n} %" }
    UNDER_PERCENT { "under 0.1%", "menos de 0.1 %" }

    DAYS_HEADING { "Applications per day", "Solicitudes por día" }
    DAYS_SUMMARY { "Opened: {all}. Of these, {approved} approved, {denied} denied, {way} in progress, {parked} parked, {unsent} not submitted.", "Abiertas: {all}. De ellas, {approved} aprobadas, {denied} denegadas, {way} en curso, {parked} detenidas, {unsent} sin enviar." }
    DAYS_NONE { "No applications were opened in this period.", "No se abrieron solicitudes en este período." }
    DAYS_MOST { "Busiest day: {day}, with {n}.", "Día con más solicitudes: {day}, con {n}." }
    DAYS_HINT { "By the day they were opened, with their current outcome.", "Por el día en que se abrieron, con su resultado actual." }
    CHART { "Chart: {summary} The table below has the same figures.", "Gráfico: {summary} La tabla de abajo tiene las mismas cifras." }
    OUTCOME_APPROVED { "Approved", "Aprobadas" }
    OUTCOME_DENIED { "Denied", "Denegadas" }
    OUTCOME_WAY { "In progress", "En curso" }
    OUTCOME_PARKED { "Parked", "Detenidas" }
    OUTCOME_UNSENT { "Not submitted", "Sin enviar" }

    FUNNEL_HEADING { "Completion funnel", "Embudo de finalización" }
    FUNNEL_SUMMARY { "Submitted: {sent} of {all} ({percent}).", "Enviadas: {sent} de {all} ({percent})." }
    FUNNEL_MOST { "Most drop off at “{step}”: {lost} of {before} ({percent}).", "La mayoría abandona en «{step}»: {lost} de {before} ({percent})." }
    FUNNEL_HINT { "Applications opened in this period. Drafts count as dropped off for now.", "Solicitudes abiertas en este período. Los borradores cuentan por ahora como abandonos." }
    FUNNEL_STEP { "Step", "Paso" }
    FUNNEL_REACHED { "Completed", "Completaron" }
    FUNNEL_SHARE { "Share of all", "Parte del total" }
    FUNNEL_LOST { "Dropped off", "Abandonaron" }
    FUNNEL_LOST_NONE { "none", "ninguna" }
    STEP_OPENED { "Opened", "Abierta" }
    STEP_CONSENT { "Agreement", "Consentimiento" }
    STEP_NAME { "Name", "Nombre" }
    STEP_BIRTH { "Date of birth", "Fecha de nacimiento" }
    STEP_CONTACT { "Email and phone", "Correo y teléfono" }
    STEP_ADDRESS { "Home address", "Domicilio" }
    STEP_SSN { "Social Security number", "Número de Seguro Social" }
    STEP_CHECK { "Checked and submitted", "Revisada y enviada" }

    TIMES_HEADING { "Time to decision", "Tiempo hasta la decisión" }
    TIMES_SUMMARY { "Decided: {n}. Half within {half}, 95% within {most}.", "Decididas: {n}. La mitad en {half} o menos, el 95 % en {most} o menos." }
    TIMES_NONE { "No applications were decided in this period.", "No se decidieron solicitudes en este período." }
    TIMES_HINT { "From first submission to approved or denied, by the day of the decision. Approximate (±{error}%).", "Desde el primer envío hasta aprobada o denegada, por el día de la decisión. Aproximado (±{error} %)." }
    TIMES_COUNT { "Decided", "Decididas" }
    TIMES_HALF { "Half within (p50)", "La mitad en (p50)" }
    TIMES_MOST { "95% within (p95)", "El 95 % en (p95)" }
    TIMES_UNDER { "under {time}", "menos de {time}" }

    WAITING_HEADING { "Open cases by age", "Casos abiertos por antigüedad" }
    WAITING_SUMMARY { "Open: {all}. Of these, {ours} parked, {reviewers} waiting for a reviewer at {provider}, {pending} for {provider}, {applicants} for the applicant.", "Abiertos: {all}. De ellos, {ours} detenidos, {reviewers} en revisión manual por {provider}, {pending} pendientes con {provider}, {applicants} en espera del solicitante." }
    WAITING_NONE { "No open cases.", "No hay casos abiertos." }
    WAITING_OLD { "Open for 30 days or more: {n}.", "Abiertos desde hace 30 días o más: {n}." }
    WAITING_HINT { "All open cases, by calendar days (UTC) since the day they were opened.", "Todos los casos abiertos, por días de calendario (UTC) desde el día de su apertura." }
    WAITING_FOR { "Waiting for", "En espera de" }
    TURN_OURS { "Our team (parked)", "Nuestro equipo (detenida)" }
    TURN_REVIEWERS { "A reviewer at {provider}", "Una revisión manual por {provider}" }
    TURN_PROVIDER { "{Provider}", "{Provider}" }
    TURN_APPLICANTS { "The applicant", "El solicitante" }
    BAND_TODAY { "Today", "Hoy" }
    BAND_DAYS { "1–2 days", "1–2 días" }
    BAND_WEEK { "3–6 days", "3–6 días" }
    BAND_MONTH { "7–29 days", "7–29 días" }
    BAND_OLDER { "30+ days", "30+ días" }
    AGE_YOUNG { "Under 7 days", "Menos de 7 días" }
    AGE_OLD { "7 days or more", "7 días o más" }

    HEALTH_HEADING { "Provider health", "Estado del proveedor" }
    HEALTH_UP { "Calls succeed", "Las llamadas funcionan" }
    HEALTH_DOWN { "Marked as down: calls are paused until {time} UTC, then retried one at a time", "Marcado como fuera de servicio: las llamadas están en pausa hasta las {time} UTC y luego se prueban de una en una" }
    HEALTH_SINCE { "Calls from this server since {time} UTC, for the last hour at most.", "Llamadas de este servidor desde las {time} UTC, de la última hora como máximo." }
    HEALTH_TOLD { "Last webhook from {provider}:", "Último webhook enviado por {provider}:" }
    HEALTH_NEVER { "No webhooks received.", "No se recibió ningún webhook." }
    HEALTH_CALL { "Call", "Llamada" }
    HEALTH_MADE { "Made", "Hechas" }
    HEALTH_FAILED { "Failed", "Fallidas" }
    HEALTH_HELD { "Throttled", "Limitadas" }
    HEALTH_NO_CALLS { "no calls", "sin llamadas" }
    CALL_START { "Submit an application", "Enviar una solicitud" }
    CALL_PREFILL { "Prefill with a code", "Llenar con un código" }
    CALL_REFERRAL { "Referral code lookup", "Consulta de código de referido" }
    CALL_STATUS { "Status check", "Consulta de estado" }

    UNIT_DAY { "{n} days", "{n} días" }
}
