//! Texts of the admin's list.

use crate::i18n::texts;

texts! {
    SEARCH { "Search", "Buscar" }
    SEARCH_LABEL { "Find by reference, ID, exact email, phone or full name", "Buscar por referencia, ID, correo exacto, teléfono o nombre completo" }
    FIND_FAULT { "Enter a complete reference, an ID, an email address, a phone number or a full name", "Escriba una referencia completa, un ID, un correo, un teléfono o un nombre completo" }
    FOUND_HEADING { "Search results", "Resultados de la búsqueda" }
    FOUND_FOR { "Results for {what}", "Resultados para {what}" }
    FOUND_NONE { "No results for {what}", "No hay resultados para {what}" }
    FOUND_HINT { "Search finds exact matches only: a complete reference, a complete ID, the email address as entered, or first and last name in full.", "La búsqueda solo encuentra coincidencias exactas: una referencia completa, un ID completo, el correo tal como se escribió, o nombre y apellido completos." }
    FOUND_OVER { "This search has expired", "Esta búsqueda venció" }
    FOUND_OVER_BODY { "A search is kept for 30 minutes, and only its author can open it. Search again.", "Una búsqueda se guarda 30 minutos y solo puede abrirla quien la hizo. Busque de nuevo." }
    TO_LIST { "Back to the list", "Volver a la lista" }

    COUNT_ONE { "1 application", "1 solicitud" }
    COUNT_SOME { "{n} applications", "{n} solicitudes" }
    COUNT_MORE { "More than {n} applications", "Más de {n} solicitudes" }

    VIEWS { "Views", "Vistas" }
    VIEW_ALL { "All", "Todas" }
    VIEW_MINE { "Mine", "Mías" }
    VIEW_UNASSIGNED { "Unassigned", "Sin asignar" }
    VIEW_REVIEW { "In review", "En revisión" }
    VIEW_PARKED { "Parked", "Detenidas" }

    FILTERS { "Filters", "Filtros" }
    FILTERS_SET { "Filters: {n} active", "Filtros activos: {n}" }
    STATE { "State", "Estado" }
    STATE_ANY { "Any", "Cualquiera" }
    STATE_SOME { "{n} selected", "{n} seleccionados" }
    DECISION { "Decision", "Decisión" }
    DECISION_ANY { "Any", "Cualquiera" }
    AGE { "Age", "Antigüedad" }
    AGE_ANY { "Any", "Cualquiera" }
    AGE_DAY { "Under 1 day", "Menos de 1 día" }
    AGE_DAYS { "1 to 3 days", "De 1 a 3 días" }
    AGE_WEEK { "3 to 7 days", "De 3 a 7 días" }
    AGE_MONTH { "7 to 30 days", "De 7 a 30 días" }
    AGE_OLDER { "Over 30 days", "Más de 30 días" }
    ASSIGNEE { "Assignee", "Responsable" }
    WHOSE_ANYONE { "Anyone", "Cualquiera" }
    WHOSE_MINE { "Me", "Mí" }
    WHOSE_UNASSIGNED { "Unassigned", "Sin asignar" }
    WHOSE_COLLEAGUE { "Another team member", "Otra persona del equipo" }
    APPLY { "Apply", "Aplicar" }
    CLEAR { "Clear filters", "Quitar filtros" }

    COLUMN_REFERENCE { "Reference", "Referencia" }
    COLUMN_APPLICANT { "Applicant", "Solicitante" }
    COLUMN_PROVIDER { "Provider status", "Estado del proveedor" }
    COLUMN_EVENT { "Last event", "Último evento" }
    SORT_NEWEST { "newest first", "primero las más nuevas" }
    SORT_OLDEST { "oldest first", "primero las más antiguas" }
    SORT_A { "from A to Z", "de la A a la Z" }
    SORT_Z { "from Z to A", "de la Z a la A" }
    SORT_BEGINNING { "earliest stage first", "primero las de la etapa inicial" }
    SORT_END { "decided first", "primero las decididas" }
    SORT_TURN { "sort {order}", "ordenar {order}" }
    ERASED { "Erased", "Borrado" }
    ERASED_ROWS { "Erased", "Borradas" }
    UNREADABLE { "Unreadable", "Ilegible" }
    NOT_GIVEN { "Not provided yet", "Aún sin respuesta" }
    UNASSIGNED { "Unassigned", "Sin asignar" }

    NEWER { "Newer", "Más nuevas" }
    OLDER { "Older", "Más antiguas" }
    PREVIOUS { "Previous page", "Página anterior" }
    NEXT { "Next page", "Página siguiente" }
    FIRST { "Back to the first page", "Volver a la primera página" }
    PAGES { "Pages", "Páginas" }

    EMPTY { "No applications yet", "Todavía no hay solicitudes" }
    EMPTY_BODY { "An application appears here as soon as an applicant starts it.", "Cada solicitud aparece aquí en cuanto el solicitante la empieza." }
    NONE { "No applications match", "Ninguna solicitud coincide" }
    NONE_BODY { "Remove a filter or clear them all.", "Quite un filtro o quítelos todos." }
    BEYOND { "End of the list", "Fin de la lista" }
    BEYOND_BODY { "There are no more applications, or the list is shorter now.", "No hay más solicitudes o la lista se acortó." }

    NEWS_ONE { "1 new: show it", "1 nueva: mostrarla" }
    NEWS_SOME { "{n} new: show them", "{n} nuevas: mostrarlas" }
    NEWS_CAME { "New rows added", "Se agregaron filas nuevas" }
    NEWS_MANY { "More than {n} new: show them", "Más de {n} nuevas: mostrarlas" }

    KEYS { "Keyboard", "Teclado" }
    KEYS_HEADING { "Keyboard shortcuts", "Atajos de teclado" }
    KEY_DOWN { "Next row", "Fila siguiente" }
    KEY_UP { "Previous row", "Fila anterior" }
    KEY_OPEN { "Open the row", "Abrir la fila" }
    KEY_NEXT { "Open the next case", "Abrir el caso siguiente" }
    KEY_SEARCH { "Search", "Buscar" }
    KEY_HELP { "Show these shortcuts", "Mostrar estos atajos" }
    ROWS_OFF { "Show new rows automatically", "Mostrar filas nuevas automáticamente" }
    KEYS_OFF { "Single-key shortcuts", "Atajos de una sola tecla" }
    CLOSE { "Close", "Cerrar" }

    EXPORT { "Export", "Exportar" }
    EXPORT_HEADING { "Export the list", "Exportar la lista" }
    EXPORT_LEDE { "The file has one line for each application in the list as you see it, on all pages. Downloads are logged.", "El archivo tiene una línea por cada solicitud de la lista tal como la ve, en todas las páginas. Las descargas quedan registradas." }
    EXPORT_FILTERS { "Contents", "Contenido" }
    EXPORT_ALL { "Every application that is not erased", "Todas las solicitudes no borradas" }
    EXPORT_PERSONAL { "With full names and email addresses", "Con nombres y correos completos" }
    EXPORT_PERSONAL_HINT { "Include only if needed. Dates of birth and Social Security numbers are never included.", "Inclúyalos solo si los necesita. Las fechas de nacimiento y los números de Seguro Social nunca se incluyen." }
    EXPORT_BUTTON { "Download CSV", "Descargar CSV" }
    SORTED { "Sorted by", "Orden" }

    STATE_DRAFT { "Draft", "Borrador" }
    STATE_SUBMITTING { "Submitting", "Enviando" }
    STATE_PROCESSING { "Processing", "En proceso" }
    STATE_DOCUMENTS { "Awaiting documents", "En espera de documentos" }
    STATE_UNDER_REVIEW { "Documents in review", "Documentos en revisión" }
    STATE_MANUAL { "Manual review", "Revisión manual" }
    STATE_PROVISIONING { "Opening account", "Abriendo cuenta" }
    STATE_APPROVED { "Approved", "Aprobada" }
    STATE_DENIED { "Denied", "Denegada" }
    STATE_RESUBMIT { "Resubmission requested", "Reenvío solicitado" }
    STATE_EXPIRED { "Link expired", "Enlace vencido" }
    STATE_PARKED { "Parked", "Detenida" }

    DECISION_NONE { "None yet", "Ninguna aún" }
    DECISION_REVIEW { "Review", "Revisión" }
    DECISION_DOCUMENTS { "Documents", "Documentos" }
    DECISION_APPROVED { "Approved", "Aprobada" }
    DECISION_DENIED { "Denied", "Denegada" }

    EVENT_OPENED { "Opened", "Abierta" }
    EVENT_CONSENTED { "Agreed to the terms", "Aceptó los términos" }
    EVENT_ANSWERED { "Step completed", "Paso completado" }
    EVENT_SUBMITTED { "Submitted", "Enviada" }
    EVENT_HEARD { "Provider response", "Respuesta del proveedor" }
    EVENT_UNDELIVERED { "Not delivered", "No entregada" }
    EVENT_REFUSED { "Rejected as malformed", "Rechazada por formato" }
    EVENT_SHREDDED { "SSN deleted", "SSN borrado" }
    EVENT_CAPTURE_EXPIRED { "Link expired", "Venció el enlace" }
    EVENT_OTHER_ID { "Provider response about another ID", "Respuesta del proveedor sobre otro ID" }
    EVENT_CONTRADICTED { "Contradictory provider response", "Respuesta contradictoria del proveedor" }
    EVENT_PARKED { "Parked", "Detenida" }
    EVENT_RETRIED { "Retried", "Reintentada" }
    EVENT_RELEASED { "Released", "Liberada" }
    EVENT_LINK_MADE { "Return link created", "Enlace de regreso creado" }
    EVENT_CAME_BACK { "Resumed by link", "Retomada por enlace" }
    EVENT_CODE_SENT { "Code sent", "Código enviado" }
    EVENT_CODE_REFUSED { "Wrong code", "Código incorrecto" }
    EVENT_PREFILLED { "Answers prefilled", "Respuestas llenadas" }
    EVENT_ACCESS_ENDED { "Devices or return links ended", "Dispositivos o enlaces de regreso cerrados" }
    EVENT_LINK_REFUSED { "Return link rejected", "Enlace de regreso rechazado" }
    EVENT_REVEALED { "Personal data shown", "Se mostró un dato personal" }
    EVENT_OVERRIDE_REQUESTED { "Override requested", "Anulación solicitada" }
    EVENT_OVERRIDE_CONFIRMED { "Override confirmed", "Anulación confirmada" }
    EVENT_OVERRIDE_REJECTED { "Override rejected", "Anulación rechazada" }
    EVENT_ERASED { "Erased", "Borrada" }

    AGO { "{time} ago", "hace {time}" }
    AGO_NOW { "just now", "ahora mismo" }
    AGO_MINUTES { "{n} min", "{n} min" }
    AGO_HOURS { "{n} h", "{n} h" }
    AGO_DAY { "1 day", "1 día" }
    AGO_DAYS { "{n} days", "{n} días" }
    AGO_MONTH { "1 month", "1 mes" }
    AGO_MONTHS { "{n} months", "{n} meses" }
    AGO_YEAR { "1 year", "1 año" }
    AGO_YEARS { "{n} years", "{n} años" }
}
