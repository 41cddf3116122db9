//! Texts of the admin's case page.

use crate::i18n::texts;

texts! {
    TITLE { "Case {reference}", "Caso {reference}" }
    CASE { "Case", "Caso" }
    ACTIVITY { "Activity", "Actividad" }
    SIDE { "Answers and actions", "Respuestas y acciones" }
    ANSWERS { "Answers", "Respuestas" }
    ANSWERS_MASKED { "Current answers, masked", "Respuestas actuales, ocultas en parte" }
    OPENED { "Opened", "Abierta" }
    REASON { "Parked because", "Detenida porque" }
    NAME { "Name", "Nombre" }
    EMAIL { "Email", "Correo electrónico" }
    EXTERNAL_ID { "Provider ID", "ID del proveedor" }
    USER_ID { "User ID at provider", "ID de usuario con el proveedor" }
    ATTEMPT { "Attempts", "Intentos" }
    NO_ID { "none yet", "ninguno todavía" }
    NO_STATUS { "none yet", "ninguno todavía" }

    BACK_TO_FOUND { "Back to the search results", "Volver a los resultados" }
    WAYS { "List, previous case and next case", "Lista, caso anterior y caso siguiente" }
    PREVIOUS { "Previous case", "Caso anterior" }
    NEXT { "Next case", "Caso siguiente" }
    LAST { "Last case in the list", "Último caso de la lista" }

    APPLICANT { "Applicant", "Solicitante" }
    ACTOR_PROVIDER { "{Provider}", "{Provider}" }
    SYSTEM { "Vestibule", "Sistema" }
    OPERATOR { "Operator", "Operador" }
    UNKNOWN { "Unknown", "Desconocido" }
    TO { "to", "a" }
    VERSION { "Version {version}", "Versión {version}" }
    ATTEMPT_N { "Attempt {n}", "Intento {n}" }
    NOT_UNDERSTOOD { "unrecognized status", "estado no reconocido" }
    TEXT_ERASED { "This text was erased with the applicant’s data.", "Este texto se borró junto con los datos del solicitante." }
    TEXT_UNREADABLE { "This text can’t be read.", "Este texto no se puede leer." }

    REASON_REFUSES { "{provider} rejects our credentials", "{provider} rechaza nuestras credenciales" }
    REASON_STATUS { "{provider} answered with an unexpected status", "{provider} respondió con un estado inesperado" }
    REASON_ELSEWHERE { "approved by {provider} under an unknown ID", "aprobada por {provider} con un ID desconocido" }
    REASON_ATTEMPTS { "no attempts left", "no quedan intentos" }
    REASON_NO_ID { "{provider} sent no usable ID", "{provider} no indicó un ID utilizable" }
    REASON_SHARED_ID { "another application has the same provider ID", "otra solicitud tiene el mismo ID del proveedor" }
    REASON_LINK { "the capture link is missing or its host is not allowed", "falta el enlace de captura o su servidor no está permitido" }
    REASON_NO_DECISION { "no decision in two business days", "no hubo decisión en dos días hábiles" }

    ERASED_REQUEST { "at the applicant’s request", "a petición del solicitante" }
    ERASED_RETENTION { "retention period ended", "venció el plazo de conservación" }
    ERASED_REGISTER { "listed in the erasure register", "figura en el registro de borrados" }

    EVENT_ASSIGNED { "Assigned", "Asignada" }
    EVENT_NOTED { "Internal note", "Nota interna" }
    EVENT_MESSAGED { "Message to the applicant", "Mensaje al solicitante" }
    EVENT_ASKED { "Requested a status refresh", "Pidió actualizar el estado" }
    EVENT_INVITED { "Requested new documents", "Pidió documentos nuevos" }
    UNASSIGNED { "Unassigned", "Sin asignar" }

    CHANGED { "New since you opened this case", "Novedades desde que abrió este caso" }
    NEW { "new", "nuevo" }
    NEWS { "This case has changed. Show what’s new", "Este caso cambió. Ver las novedades" }

    ASSIGN { "Assignee", "Responsable" }
    ASSIGN_CLAIM { "Assign to me", "Asignarme el caso" }
    ASSIGN_DROP { "Unassign", "Quitar la asignación" }
    ASSIGN_LABEL { "Assign to", "Asignar a" }
    ASSIGN_BUTTON { "Assign", "Asignar" }

    NOTE { "Internal note", "Nota interna" }
    NOTE_LABEL { "Note for your team", "Nota para su equipo" }
    NOTE_HINT { "Not visible to the applicant.", "El solicitante no la ve." }
    NOTE_BUTTON { "Add the note", "Agregar la nota" }

    MESSAGE { "Message to the applicant", "Mensaje al solicitante" }
    MESSAGE_LABEL { "What the applicant reads", "Lo que lee el solicitante" }
    MESSAGE_HINT { "Appears on the applicant’s status page right away and can’t be undone. Plain text only.", "Aparece de inmediato en la página de estado del solicitante y no se puede deshacer. Solo texto sin formato." }
    MESSAGE_BUTTON { "Send the message", "Enviar el mensaje" }

    ASK { "Refresh status", "Actualizar estado" }
    ASK_BODY { "Last status from {provider}: {status}. We request the current status right away, within the request limit.", "Último estado según {provider}: {status}. Pedimos el estado actual de inmediato, dentro del límite de consultas." }
    ASK_BUTTON { "Refresh now", "Actualizar ahora" }

    INVITE { "Request new documents", "Pedir documentos nuevos" }
    INVITE_BODY { "The applicant re-enters their SSN and gets a new link. This starts attempt {n}.", "El solicitante vuelve a ingresar su número de Seguro Social y recibe un enlace nuevo. Esto inicia el intento {n}." }
    INVITE_BUTTON { "Request documents", "Pedir documentos" }

    RELEASE { "Release", "Liberar" }
    RELEASE_REFUSES { "The same request is sent again. Fix the credentials first.", "Se envía otra vez la misma solicitud. Primero corrija las credenciales." }
    RELEASE_ELSEWHERE { "Enter the provider ID if you know it; {provider} must confirm it. Without it, the same request is sent again.", "Escriba el ID del proveedor si lo conoce; {provider} debe confirmarlo. Sin él se envía otra vez la misma solicitud." }
    RELEASE_ATTEMPTS { "The applicant gets one more attempt.", "El solicitante tiene un intento más." }
    RELEASE_SHARED_ID { "Enter this application’s provider ID. We check it with {provider}. Without it, the open request is sent again, or we request the status again.", "Escriba el ID del proveedor de esta solicitud. Lo comprobamos con {provider}. Sin él, se envía otra vez la solicitud abierta o se consulta el estado otra vez." }
    RELEASE_LINK { "Correct KYC_CAPTURE_HOSTS first. The applicant then gets a new link and re-enters their SSN for it.", "Primero corrija KYC_CAPTURE_HOSTS. El solicitante recibe luego un enlace nuevo y vuelve a escribir su SSN." }
    RELEASE_NO_DECISION { "We request the status from {provider} again.", "Volvemos a consultar el estado con {provider}." }
    RELEASE_ID { "Provider ID, if known", "ID del proveedor, si se conoce" }
    RELEASE_BUTTON { "Release the case", "Liberar el caso" }
    WHY { "Reason", "Motivo" }
    WHY_HINT { "5 to 500 characters. Recorded in the audit trail. Not visible to the applicant.", "De 5 a 500 caracteres. Queda en el registro de auditoría. El solicitante no lo ve." }

    FLASH_NOTED { "Note added.", "Nota agregada." }
    FLASH_SENT { "Message sent. The applicant sees it on the status page.", "Mensaje enviado. El solicitante lo ve en su página de estado." }
    FLASH_ASSIGNED { "Assigned to {name}.", "Asignado a {name}." }
    FLASH_UNASSIGNED { "Case unassigned.", "Caso sin asignar." }
    FLASH_POLL_REQUESTED { "Status requested from {provider}. Any change appears under Activity.", "Estado consultado con {provider}. Si hay cambios, aparecen en Actividad." }
    FLASH_INVITED { "New documents requested from the applicant.", "Se pidieron documentos nuevos al solicitante." }
    FLASH_RELEASED { "Case released.", "Caso liberado." }
    FLASH_CONFLICT { "This case changed after you opened it. Nothing was saved. Review what’s new and try again; we kept what you typed.", "Este caso cambió después de que lo abrió. No se guardó nada. Revise las novedades e intente de nuevo; conservamos lo que escribió." }
    FLASH_WRONG_STATE { "Not possible in the current state.", "No es posible en el estado actual." }
    FLASH_NOT_ASSIGNABLE { "Choose a reviewer or an administrator", "Elija a un revisor o a un administrador" }
    FLASH_NOTE_EMPTY { "Enter a note", "Escriba una nota" }
    FLASH_NOTE_LONG { "The note must have 4,000 characters or fewer", "La nota debe tener 4,000 caracteres o menos" }
    FLASH_MESSAGE_EMPTY { "Enter a message", "Escriba un mensaje" }
    FLASH_MESSAGE_LONG { "The message must have 2,000 characters or fewer", "El mensaje debe tener 2,000 caracteres o menos" }
    FLASH_ID { "Enter the provider ID exactly as {provider} shows it, without spaces", "Escriba el ID tal como lo muestra {provider}, sin espacios" }
    FLASH_ID_TAKEN { "Another application has this provider ID; check it", "Otra solicitud tiene este ID del proveedor; revíselo" }
    FLASH_NOT_CONFIRMED { "{Provider} does not confirm this ID; check it or try again later", "{Provider} no confirma este ID; revíselo o intente más tarde" }
}
