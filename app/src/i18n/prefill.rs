//! Texts of the prefill by a code to the phone.

texts! {
    OFFER { "Save time: have most of this filled in", "Ahorre tiempo: llenamos casi todo por usted" }
    OFFER_BODY { "We text a code to your phone. When you type it in, we fill in your name, email and home address for you to check.", "Le enviamos un código por mensaje de texto. Cuando lo escriba, llenamos su nombre, correo y domicilio para que los revise." }
    OFFER_CODE { "Enter the code we sent", "Escribir el código que enviamos" }
    OFFER_LINK { "Use my phone", "Usar mi teléfono" }

    HEADING { "Fill in with your phone", "Llene sus datos con su teléfono" }
    LEDE { "Tell us your date of birth and the number of a phone that you have with you. We text you a code, and fill in what our verification partner knows about you. You check all of it before you hand it in.", "Díganos su fecha de nacimiento y el número de un teléfono que tenga a la mano. Le enviamos un código y llenamos lo que nuestro socio de verificación sabe de usted. Usted lo revisa todo antes de entregarlo." }
    LEGEND { "Your date of birth", "Su fecha de nacimiento" }
    PRICE { "Your phone company may charge for the text message.", "Su compañía telefónica puede cobrar por el mensaje de texto." }
    WHY { "When you ask for a code, we send these two to our verification partner: the partner sends the message and looks for you in its records. You must be {age} or older to open an account.", "Cuando pide un código, enviamos estos dos datos a nuestro socio de verificación, que envía el mensaje y le busca en sus registros. Debe tener {age} años o más para abrir una cuenta." }
    SEND { "Text me a code", "Enviarme un código" }
    INSTEAD { "Type everything in myself", "Prefiero escribirlo todo" }

    CODE_HEADING { "Enter the code from your phone", "Escriba el código de su teléfono" }
    CODE_LEDE { "We sent a text message with 6 digits to the number ending in {last2}. It can take a minute to arrive.", "Enviamos un mensaje de texto con 6 dígitos al número que termina en {last2}. Puede tardar un minuto en llegar." }
    CODE { "Code", "Código" }
    CODE_HINT { "6 digits. It works for 10 minutes.", "6 dígitos. Funciona durante 10 minutos." }
    LAST_TRY { "You can try this code once more.", "Puede intentar este código una vez más." }
    ANOTHER { "Get another code, or use another number", "Pedir otro código o usar otro número" }

    NOTICE_FILLED { "We filled in what our partner knows about you. You can check and change every answer before you hand it in.", "Llenamos el formulario con lo que nuestro socio sabe de usted. Puede revisar y cambiar todas sus respuestas antes de entregarlas." }
    NOTICE_UNFILLED { "We could not fill in anything for you. Nothing is lost: type your answers here.", "No pudimos llenar sus datos. No se perdió nada: escriba aquí sus respuestas." }
    NOTICE_RUN_OUT { "That code does not work any more: it was too old, or wrong too often. Get another one, or type everything in yourself.", "Ese código ya no funciona: pasó demasiado tiempo o fue incorrecto demasiadas veces. Pida otro o escriba sus datos." }
}
