package dev.datasave.importing;

import java.util.regex.Pattern;

/** The form of the ids that Minecraft gives to players. */
final class PlayerUuid {
    private static final Pattern FORM =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private PlayerUuid() {}

    static boolean isUuid(String text) {
        return FORM.matcher(text).matches();
    }
}
