//! Texts of the admin's case page.

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
    KEYS_HEADING { "Keys of the case", "Teclas del caso" }
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
    REASON_NO_ID { "the provider named no usable id", "el socio no indicó un id utilizable" }
    REASON_SHARED_ID { "another application has the same provider id", "otra solicitud tiene el mismo id del socio" }
    REASON_LINK { "the capture link is missing or its host is not allowed", "falta el enlace de captura o su servidor no está permitido" }
    REASON_NO_DECISION { "no decision in two business days", "sin decisión en dos días hábiles" }

    EVENT_ASSIGNED { "Assigned", "Asignada" }
    EVENT_NOTED { "Internal note", "Nota interna" }
    EVENT_MESSAGED { "Message to the applicant", "Mensaje al solicitante" }
    EVENT_ASKED { "Had the upstream asked", "Pidió consultar al socio" }
    EVENT_INVITED { "Invited to send documents again", "Invitó a enviar documentos de nuevo" }
    NOBODY { "nobody", "nadie" }

    CHANGED { "What happened since you looked", "Qué pasó desde que usted miró" }
    NEW { "new", "nuevo" }

    ASSIGN { "Who looks after it", "Quién la lleva" }
    ASSIGN_CLAIM { "Claim it", "Tomarla" }
    ASSIGN_DROP { "Give it up", "Dejarla" }
    ASSIGN_LABEL { "Assign to", "Asignar a" }
    ASSIGN_BUTTON { "Assign", "Asignar" }

    NOTE { "Internal note", "Nota interna" }
    NOTE_LABEL { "Note for the desk", "Nota para la mesa" }
    NOTE_HINT { "The applicant never sees it.", "El solicitante nunca la ve." }
    NOTE_BUTTON { "Add the note", "Agregar la nota" }

    MESSAGE { "Message to the applicant", "Mensaje al solicitante" }
    MESSAGE_LABEL { "What the applicant reads", "Lo que lee el solicitante" }
    MESSAGE_HINT { "It appears on their status page at once and cannot be taken back. Plain text.", "Aparece de inmediato en su página de estado y no se puede retirar. Solo texto." }
    MESSAGE_BUTTON { "Send the message", "Enviar el mensaje" }

    ASK { "Ask the upstream now", "Consultar al socio ahora" }
    ASK_BODY { "Last answer: {said}. We ask again at once, as far as the upstream’s budget allows.", "Última respuesta: {said}. Consultamos de inmediato, si el cupo con el socio lo permite." }
    ASK_BUTTON { "Ask now", "Consultar ahora" }

    INVITE { "Documents again", "Documentos de nuevo" }
    INVITE_BODY { "The applicant enters their number once more and gets a new link. That opens attempt {n}.", "El solicitante vuelve a escribir su número y recibe un enlace nuevo. Eso abre el intento {n}." }
    INVITE_BUTTON { "Invite to send documents again", "Invitar a enviar documentos de nuevo" }

    RELEASE { "Release", "Liberar" }
    RELEASE_REFUSES { "The same request is sent again. Mend the credentials first.", "Se envía otra vez la misma solicitud. Primero corrija las credenciales." }
    RELEASE_ELSEWHERE { "Give the upstream’s id if you know it: the upstream has to confirm it. Without it the same request is sent again.", "Indique el id del socio si lo conoce: el socio debe confirmarlo. Sin él se envía otra vez la misma solicitud." }
    RELEASE_ATTEMPTS { "The applicant may try once more.", "El solicitante puede intentarlo una vez más." }
    RELEASE_SHARED_ID { "Give the provider’s id of this application: the provider has to confirm it. Without it the provider is polled again.", "Indique el id de esta solicitud en el socio: el socio debe confirmarlo. Sin él se vuelve a consultar al socio." }
    RELEASE_LINK { "Correct KYC_CAPTURE_HOSTS first. The applicant then gets a new link, for which they enter the Social Security number again.", "Primero corrija KYC_CAPTURE_HOSTS. El solicitante recibe luego un enlace nuevo, para el que vuelve a escribir su número de Seguro Social." }
    RELEASE_NO_DECISION { "The upstream is asked again.", "Se vuelve a consultar al socio." }
    RELEASE_ID { "Upstream’s id, if known", "Id del socio, si se conoce" }
    RELEASE_BUTTON { "Release the case", "Liberar el caso" }
    WHY { "Reason", "Motivo" }
    WHY_HINT { "5 to 500 characters. It stands in the trail, for the desk only.", "De 5 a 500 caracteres. Queda en el registro, solo para la mesa." }

    SAID_NOTED { "The note is in the trail.", "La nota está en el registro." }
    SAID_SENT { "The applicant sees the message on their status page.", "El solicitante ve el mensaje en su página de estado." }
    SAID_ASSIGNED { "The case is assigned as you wished.", "El caso quedó asignado como quería." }
    SAID_ASKED { "The upstream is asked. What it says appears in the trail if it is new.", "Se consulta al socio. Si dice algo nuevo, aparece en el registro." }
    SAID_INVITED { "The applicant can send documents again.", "El solicitante puede enviar documentos de nuevo." }
    SAID_RELEASED { "The case goes on.", "El caso sigue su curso." }
    SAID_MOVED { "The case changed after you opened it, so nothing was done. See what is new, then decide again; what you typed is kept.", "El caso cambió después de abrirlo, así que no se hizo nada. Vea lo nuevo y decida otra vez; lo que escribió se conserva." }
    SAID_STANDS { "That makes no sense where the case stands now. Nothing was done.", "Eso no procede en el estado actual del caso. No se hizo nada." }
    SAID_NOBODY { "Choose somebody who works on cases", "Elija a alguien que trabaje en casos" }
    SAID_NOTE_EMPTY { "Enter a note", "Escriba una nota" }
    SAID_NOTE_LONG { "The note must have 4,000 characters or fewer", "La nota debe tener 4,000 caracteres o menos" }
    SAID_MESSAGE_EMPTY { "Enter a message", "Escriba un mensaje" }
    SAID_MESSAGE_LONG { "The message must have 2,000 characters or fewer", "El mensaje debe tener 2,000 caracteres o menos" }
    SAID_ID { "Enter the id as the upstream writes it, without spaces", "Escriba el id como lo escribe el socio, sin espacios" }
    SAID_SOMEBODY_ELSES { "Another application holds that id; check it", "Otra solicitud tiene ese id; revíselo" }
    SAID_NOT_CONFIRMED { "The upstream does not confirm that id; check it, or try again later", "El socio no confirma ese id; revíselo o intente más tarde" }
}
