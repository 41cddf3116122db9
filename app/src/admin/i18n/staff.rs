//! Texts of staff requests and of the staff audit trail.

use crate::i18n::texts;

texts! {
    ASK_DISABLE { "Disable {name}? They are signed out at once and can’t sign in until the account is enabled again.", "¿Desactivar a {name}? Su sesión se cierra de inmediato y no podrá entrar hasta que se active la cuenta otra vez." }
    ASK_END { "End all sessions of {name}? They have to sign in again.", "¿Cerrar todas las sesiones de {name}? Tendrá que iniciar sesión de nuevo." }
    ASK_RESET { "Reset {name}? Their password and second factors stop working, and they need the new invite link.", "¿Restablecer a {name}? Su contraseña y sus segundos factores dejan de servir, y necesitará el enlace de invitación nuevo." }
    ASK_SESSION { "End {session}? That browser has to sign in again.", "¿Cerrar {session}? Ese navegador tendrá que iniciar sesión de nuevo." }
    ASK_OTHERS { "End all your other sessions? Those browsers have to sign in again.", "¿Cerrar sus demás sesiones? Esos navegadores tendrán que iniciar sesión de nuevo." }
    ASK_APP { "Remove your authenticator app? Its codes stop working.", "¿Quitar su aplicación de autenticación? Sus códigos dejan de servir." }
    ASK_KEY { "Remove this passkey? It stops working: {key}.", "¿Quitar esta llave de acceso? Deja de servir: {key}." }
    ASK_CODES { "Generate new codes? Your old recovery codes stop working.", "¿Generar códigos nuevos? Sus códigos de recuperación anteriores dejan de servir." }

    REQUESTS { "Waiting for a second administrator", "En espera de un segundo administrador" }
    REQUESTS_LEDE { "Adding, resetting, enabling or promoting a team member needs two administrators. The one who confirms receives the invite link.", "Agregar, restablecer, activar o ascender a un miembro del equipo requiere dos administradores. Quien confirma recibe el enlace de invitación." }
    REQUEST_BY { "Requested by {actor}", "Solicitado por {actor}" }
    REQUEST_ADD { "Add {name} as {role}", "Agregar a {name} como {role}" }
    REQUEST_RESET { "Reset {name}", "Restablecer a {name}" }
    REQUEST_ENABLE { "Enable {name}", "Activar a {name}" }
    REQUEST_ROLE { "Change the role of {name} to {role}", "Cambiar la función de {name} a {role}" }
    REQUEST_CONFIRM { "Confirm", "Confirmar" }
    REQUEST_REJECT { "Reject", "Rechazar" }
    REQUEST_WITHDRAW { "Withdraw", "Retirar" }

    OWN { "You can’t confirm your own request; another administrator must. Nothing was changed.", "No puede confirmar su propia solicitud; debe hacerlo otro administrador. No se cambió nada." }
    LINKED { "You can’t confirm this request, because one of the two accounts was set up by the other. Nothing was changed.", "No puede confirmar esta solicitud, porque una de las dos cuentas configuró la otra. No se cambió nada." }
    TOO_NEW { "You can’t confirm requests until your account is 24 hours old. Nothing was changed.", "No puede confirmar solicitudes hasta que su cuenta tenga 24 horas. No se cambió nada." }
    ALREADY_REQUESTED { "This change is already waiting for another administrator.", "Este cambio ya está en espera de otro administrador." }

    CHANGES { "Changes to the team", "Cambios en el equipo" }
    CHANGES_DISMISS { "Dismiss", "Descartar" }
    ACTOR_ANONYMOUS { "Not signed in", "Sin iniciar sesión" }
    ACTOR_SYSTEM { "System", "Sistema" }
    ACTOR_OPERATOR { "Server operator", "Operador del servidor" }
    REMOVED_ACCOUNT { "a removed account", "una cuenta eliminada" }

    ACTIVITY { "Staff activity", "Actividad del personal" }
    ACTIVITY_LEDE { "Sign-ins, account changes and access to cases. Times are UTC.", "Inicios de sesión, cambios de cuentas y acceso a casos. Las horas son UTC." }
    ACTIVITY_WHEN { "When (UTC)", "Cuándo (UTC)" }
    ACTIVITY_ACTOR { "By", "Quién" }
    ACTIVITY_ABOUT { "Account", "Cuenta" }
    ACTIVITY_EVENT { "Event", "Evento" }
    ACTIVITY_WHO { "Team member", "Miembro del equipo" }
    ACTIVITY_EVERYONE { "Everyone", "Todos" }
    ACTIVITY_ALL { "All events", "Todos los eventos" }
    ACTIVITY_FILTER { "Apply filters", "Aplicar filtros" }
    ACTIVITY_OLDER { "Older events", "Eventos anteriores" }
    ACTIVITY_NONE { "No events match", "Ningún evento coincide" }
    ACTIVITY_EXPORT { "Download CSV", "Descargar CSV" }

    EVENT_ADDED { "Account added as {role}", "Cuenta agregada como {role}" }
    EVENT_INVITED { "Invite link created", "Enlace de invitación creado" }
    EVENT_WITHDRAWN { "First invite link withdrawn", "Primer enlace de invitación retirado" }
    EVENT_ENROLLED { "Account set up", "Cuenta configurada" }
    EVENT_SIGNED_IN { "Signed in", "Inició sesión" }
    EVENT_REFUSED { "Wrong password or code", "Contraseña o código incorrecto" }
    EVENT_HELD_BACK { "Too many attempts", "Demasiados intentos" }
    EVENT_LOCKED { "Locked after 100 failed sign-ins in a row", "Bloqueada después de 100 inicios de sesión fallidos seguidos" }
    EVENT_TIMES { "{event}, {n} more times within an hour", "{event}, {n} veces más en una hora" }
    EVENT_CONFIRMED { "Second factor confirmed", "Segundo factor confirmado" }
    EVENT_SIGNED_OUT { "Signed out", "Cerró sesión" }
    EVENT_SESSIONS_ENDED { "Sessions ended", "Sesiones cerradas" }
    EVENT_PASSWORD_CHANGED { "Password changed", "Contraseña cambiada" }
    EVENT_TOTP_SET { "Authenticator app set up", "Aplicación de autenticación configurada" }
    EVENT_TOTP_REMOVED { "Authenticator app removed", "Aplicación de autenticación eliminada" }
    EVENT_PASSKEY_ADDED { "Passkey added", "Llave de acceso agregada" }
    EVENT_PASSKEY_REMOVED { "Passkey removed", "Llave de acceso eliminada" }
    EVENT_RECOVERY_MADE { "Recovery codes generated", "Códigos de recuperación generados" }
    EVENT_ROLE_CHANGED { "Role changed to {role}", "Función cambiada a {role}" }
    EVENT_CHANGE_REQUESTED { "Account change requested", "Cambio de cuenta solicitado" }
    EVENT_CHANGE_CONFIRMED { "Account change confirmed", "Cambio de cuenta confirmado" }
    EVENT_CHANGE_REJECTED { "Account change rejected", "Cambio de cuenta rechazado" }
    EVENT_CHANGE_WITHDRAWN { "Account change withdrawn", "Cambio de cuenta retirado" }
    EVENT_DISABLED { "Account disabled", "Cuenta desactivada" }
    EVENT_ENABLED { "Account enabled", "Cuenta activada" }
    EVENT_RESET { "Account reset", "Cuenta restablecida" }
    EVENT_CASE_OPENED { "Case {case} opened", "Caso {case} abierto" }
    EVENT_ACTIVITY_EXPORTED { "Staff activity exported", "Actividad del personal exportada" }
    EVENT_SEARCHED { "Searched for an applicant", "Buscó a un solicitante" }
    EVENT_EXPORTED { "List exported", "Lista exportada" }
    EVENT_REVEALED { "Personal data shown in case {case}", "Datos personales mostrados en el caso {case}" }
    EVENT_OVER_BUDGET { "Daily limit for personal data reached", "Límite diario de datos personales alcanzado" }
    EVENT_ALERT_SEEN { "Alert marked as reviewed", "Alerta marcada como revisada" }
    EVENT_EVIDENCE_TAKEN { "Evidence of case {case} taken", "Evidencia del caso {case} obtenida" }
    EVENT_DENIED { "Request without permission refused", "Solicitud sin permiso rechazada" }
}
