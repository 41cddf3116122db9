//! Confirmations: what a command has done.

use crate::i18n::texts;

texts! {
    INVITE_CREATED { "Invite link created.", "Enlace de invitación creado." }
    CHANGE_REQUESTED { "Request sent. Another administrator must confirm it.", "Solicitud enviada. Otro administrador debe confirmarla." }
    CHANGE_CONFIRMED { "Request confirmed. The change is made.", "Solicitud confirmada. El cambio está hecho." }
    CHANGE_REJECTED { "Request rejected. Nothing was changed.", "Solicitud rechazada. No se cambió nada." }
    CHANGE_WITHDRAWN { "Request withdrawn.", "Solicitud retirada." }
    ACCOUNT_DISABLED { "Account disabled and signed out.", "Cuenta desactivada y sesiones cerradas." }
    ACCOUNT_ENABLED { "Account enabled.", "Cuenta activada." }
    ROLE_CHANGED { "Role changed. The account’s sessions were ended.", "Función cambiada. Se cerraron las sesiones de la cuenta." }
    STAFF_SESSIONS_ENDED { "All sessions of the account ended.", "Se cerraron todas las sesiones de la cuenta." }
    ALERT_REVIEWED { "Alert marked as reviewed.", "Alerta marcada como revisada." }
    PASSWORD_CHANGED { "Password changed.", "Contraseña cambiada." }
    APP_SET { "Authenticator app set up.", "Aplicación de autenticación configurada." }
    APP_REMOVED { "Authenticator app removed.", "Aplicación de autenticación eliminada." }
    PASSKEY_ADDED { "Passkey added.", "Llave de acceso agregada." }
    PASSKEY_NAMED { "Passkey renamed.", "Se cambió el nombre de la llave de acceso." }
    PASSKEY_REMOVED { "Passkey removed.", "Llave de acceso eliminada." }
    SESSION_ENDED { "Session ended.", "Sesión cerrada." }
    OTHER_SESSIONS_ENDED { "All other sessions ended.", "Se cerraron las demás sesiones." }
}
