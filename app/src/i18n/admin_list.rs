//! Texts of the admin's list.

texts! {
    SEARCH { "Search", "Buscar" }
    SEARCH_LABEL { "Find by reference, id, exact email, phone or full name", "Buscar por referencia, id, correo exacto, teléfono o nombre completo" }
    FIND_FAULT { "Enter a whole reference, an id, an e-mail address or a full name", "Escriba una referencia completa, un id, un correo o un nombre completo" }
    FOUND_HEADING { "Search results", "Resultados de la búsqueda" }
    FOUND_FOR { "Found for {what}", "Encontrado para {what}" }
    FOUND_NONE { "Nothing was found for {what}", "No se encontró nada para {what}" }
    FOUND_HINT { "Only an exact match is found: a whole reference, a whole id, the e-mail as it was given, or given and family name in full.", "Solo se encuentra lo exacto: la referencia o el id completos, el correo tal como se dio, o nombre y apellido completos." }
    FOUND_OVER { "This search is over", "Esta búsqueda venció" }
    FOUND_OVER_BODY { "A search is kept for 30 minutes, and only for whoever made it. Search again.", "Una búsqueda se guarda 30 minutos y solo para quien la hizo. Busque de nuevo." }
    TO_LIST { "Back to the list", "Volver a la lista" }

    VIEWS { "Views", "Vistas" }
    VIEW_ALL { "All", "Todas" }
    VIEW_MINE { "Mine", "Mías" }
    VIEW_NOBODY { "Nobody’s", "Sin asignar" }
    VIEW_REVIEW { "In review", "En revisión" }
    VIEW_PARKED { "Parked", "Detenidas" }

    FILTERS { "Filters", "Filtros" }
    FILTERS_SET { "Filters: {n} set", "Filtros activos: {n}" }
    STATE { "State", "Estado" }
    STATE_ANY { "Any", "Cualquiera" }
    STATE_SOME { "{n} chosen", "{n} elegidos" }
    DECISION { "Decision", "Decisión" }
    DECISION_ANY { "Any", "Cualquiera" }
    AGE { "Age", "Antigüedad" }
    AGE_ANY { "Any", "Cualquiera" }
    AGE_DAY { "Under 1 day", "Menos de 1 día" }
    AGE_DAYS { "1 to 3 days", "De 1 a 3 días" }
    AGE_WEEK { "3 to 7 days", "De 3 a 7 días" }
    AGE_MONTH { "7 to 30 days", "De 7 a 30 días" }
    AGE_OLDER { "Over 30 days", "Más de 30 días" }
    ASSIGNEE { "Assigned to", "Asignada a" }
    WHOSE_ANYONE { "Anyone", "Cualquiera" }
    WHOSE_MINE { "Me", "Mí" }
    WHOSE_NOBODY { "Nobody", "Nadie" }
    WHOSE_COLLEAGUE { "A colleague", "Otra persona" }
    APPLY { "Apply", "Aplicar" }
    CLEAR { "Clear filters", "Quitar filtros" }

    COLUMN_REFERENCE { "Reference", "Referencia" }
    COLUMN_APPLICANT { "Applicant", "Solicitante" }
    COLUMN_UPSTREAM { "Upstream status", "Estado del socio" }
    COLUMN_EVENT { "Last event", "Último evento" }
    SORT_NEWEST { "newest first", "primero las más nuevas" }
    SORT_OLDEST { "oldest first", "primero las más antiguas" }
    SORT_A { "from A to Z", "de la A a la Z" }
    SORT_Z { "from Z to A", "de la Z a la A" }
    SORT_BEGINNING { "those at the beginning first", "primero las que empiezan" }
    SORT_END { "those decided first", "primero las decididas" }
    SORT_TURN { "sort {order}", "ordenar {order}" }
    ERASED { "Erased", "Borrado" }
    UNREADABLE { "Cannot be read", "Ilegible" }
    NOT_GIVEN { "Not given yet", "Aún sin dar" }
    UNASSIGNED { "Nobody", "Nadie" }

    NEWER { "Newer", "Más nuevas" }
    OLDER { "Older", "Más antiguas" }
    PREVIOUS { "Previous page", "Página anterior" }
    NEXT { "Next page", "Página siguiente" }
    FIRST { "Back to the first page", "Volver a la primera página" }
    PAGES { "Pages", "Páginas" }

    EMPTY { "No applications yet", "Todavía no hay solicitudes" }
    EMPTY_BODY { "As soon as somebody begins, their application appears here.", "En cuanto alguien empiece, su solicitud aparecerá aquí." }
    NONE { "Nothing fits these filters", "Nada coincide con estos filtros" }
    NONE_BODY { "Choose fewer, or clear them all.", "Elija menos filtros o quítelos todos." }
    BEYOND { "There is nothing beyond this", "No hay nada más allá" }
    BEYOND_BODY { "The list ends here, or has become shorter since.", "La lista termina aquí o se acortó desde entonces." }

    NEWS_ONE { "1 new: show it", "1 nueva: mostrarla" }
    NEWS_SOME { "{n} new: show them", "{n} nuevas: mostrarlas" }
    NEWS_CAME { "New rows are shown", "Se muestran filas nuevas" }
    NEWS_MANY { "More than {n} new: show them", "Más de {n} nuevas: mostrarlas" }

    KEYS { "Keyboard", "Teclado" }
    KEYS_HEADING { "Keys of the list", "Teclas de la lista" }
    KEY_DOWN { "Next row", "Fila siguiente" }
    KEY_UP { "Row before", "Fila anterior" }
    KEY_OPEN { "Open the row", "Abrir la fila" }
    KEY_NEXT { "Open the next case", "Abrir el caso siguiente" }
    KEY_SEARCH { "Search", "Buscar" }
    KEY_HELP { "These keys", "Estas teclas" }
    ROWS_OFF { "New rows come by themselves", "Las filas nuevas aparecen solas" }
    KEYS_OFF { "Single keys are on", "Las teclas sueltas están activas" }
    CLOSE { "Close", "Cerrar" }

    EXPORT { "Export", "Exportar" }
    EXPORT_HEADING { "Export the list", "Exportar la lista" }
    EXPORT_LEDE { "The file has a line for each application of the list as you see it, all pages. It is written down that you took it.", "El archivo tiene una línea por cada solicitud de la lista tal como la ve, todas las páginas. Queda registrado que usted lo descargó." }
    EXPORT_FILTERS { "What is in it", "Qué contiene" }
    EXPORT_ALL { "Every application", "Todas las solicitudes" }
    EXPORT_PERSONAL { "With names and e-mail addresses in full", "Con nombres y correos completos" }
    EXPORT_PERSONAL_HINT { "Leave it out unless you need it. Dates of birth and Social Security numbers are never in it.", "Déjelo fuera si no lo necesita. Las fechas de nacimiento y los números de Seguro Social nunca se incluyen." }
    EXPORT_BUTTON { "Download CSV", "Descargar CSV" }
    SORTED { "Sorted by", "Orden" }

    STATE_DRAFT { "Filling in", "Llenando" }
    STATE_SUBMITTING { "Sending", "Enviando" }
    STATE_PROCESSING { "Checking", "Verificando" }
    STATE_DOCUMENTS { "Documents wanted", "Faltan documentos" }
    STATE_UNDER_REVIEW { "Documents in review", "Documentos en revisión" }
    STATE_MANUAL { "Manual review", "Revisión manual" }
    STATE_PROVISIONING { "Opening account", "Abriendo cuenta" }
    STATE_APPROVED { "Approved", "Aprobada" }
    STATE_DENIED { "Denied", "Denegada" }
    STATE_RESUBMIT { "Documents again", "Documentos de nuevo" }
    STATE_EXPIRED { "Link expired", "Enlace vencido" }
    STATE_PARKED { "Parked", "Detenida" }

    DECISION_NONE { "None yet", "Ninguna aún" }
    DECISION_REVIEW { "Review", "Revisión" }
    DECISION_DOCUMENTS { "Documents", "Documentos" }
    DECISION_APPROVED { "Approved", "Aprobada" }
    DECISION_DENIED { "Denied", "Denegada" }

    EVENT_OPENED { "Opened", "Abierta" }
    EVENT_CONSENTED { "Agreed to the terms", "Aceptó los términos" }
    EVENT_ANSWERED { "Answered a step", "Respondió un paso" }
    EVENT_SUBMITTED { "Handed in", "Entregada" }
    EVENT_HEARD { "Upstream answered", "Respondió el socio" }
    EVENT_UNDELIVERED { "Not delivered", "No entregada" }
    EVENT_REFUSED { "Refused as malformed", "Rechazada por formato" }
    EVENT_SHREDDED { "SSN deleted", "SSN borrado" }
    EVENT_CAPTURE_EXPIRED { "Link expired", "Venció el enlace" }
    EVENT_CONTRADICTED { "Upstream contradicted itself", "El socio se contradijo" }
    EVENT_PARKED { "Parked", "Detenida" }
    EVENT_RETRIED { "Tried again", "Se intentó de nuevo" }
    EVENT_RELEASED { "Released", "Liberada" }
    EVENT_LINK_MADE { "Return link made", "Enlace de regreso creado" }
    EVENT_CAME_BACK { "Came back by link", "Volvió por el enlace" }
    EVENT_CODE_SENT { "Code sent", "Código enviado" }
    EVENT_CODE_REFUSED { "Wrong code", "Código incorrecto" }
    EVENT_PREFILLED { "Answers filled in", "Respuestas llenadas" }
    EVENT_LINK_REFUSED { "Return link refused", "Enlace de regreso rechazado" }
    EVENT_REVEALED { "Personal data shown", "Se mostró un dato personal" }
    EVENT_OVERRULE_ASKED { "Asked to overrule", "Se pidió revocar" }
    EVENT_OVERRULE_CONFIRMED { "Overruling confirmed", "Revocación confirmada" }
    EVENT_OVERRULE_TURNED_DOWN { "Overruling turned down", "Revocación rechazada" }
    EVENT_ERASED { "Erased", "Borrada" }

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
